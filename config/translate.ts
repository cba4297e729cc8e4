import type { z } from 'zod'
import type { Problem } from './problems.ts'
import { describe, showKey } from './shown.ts'
import { didYouMean } from './suggest.ts'
import type { YamlFile } from './yaml-file.ts'

type Issue = z.core.$ZodIssue

/** Says a finding of the schema in our words. The schema's messages are already the text of what is allowed. */
export function problemOf(issue: Issue, yaml: YamlFile): Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue))
  if (issue.code === 'invalid_union') return unionProblems(issue, yaml)
  const value = valueAt(yaml.value, issue.path)
  const written = yaml.sourceOf(issue.path)
  const unquoted = expectsText(issue) && typeof value === 'number' && written !== undefined
  const path = issue.path.join('.')
  if (!unquoted) return [{ path, found: describe(value), allowed: issue.message, suggestion: meantValue(value, issue) }]
  const suggestion = /^\d{5,}$/.test(written) ? `Write "${written}".` : undefined
  return [{ path, found: `found ${written} without quotes`, allowed: issue.message, suggestion }]
}

function expectsText(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.expected === 'string'
}

function unknownKey(key: string, { path, message }: Issue): Problem {
  return {
    path: [...path, showKey(key)].join('.'),
    found: 'unknown key',
    allowed: message,
    suggestion: didYouMean(key, message.split(', ')),
  }
}

/** Of several forms the one whose outside fits is meant; its findings inside are the problems. */
function unionProblems(issue: Extract<Issue, { code: 'invalid_union' }>, yaml: YamlFile): Problem[] {
  const fitting = issue.errors.find((issues) => issues.every(({ path }) => path.length > 0))
  if (!fitting) return problemOf({ code: 'custom', path: issue.path, message: issue.message }, yaml)
  return fitting.flatMap((inner) => problemOf({ ...inner, path: [...issue.path, ...inner.path] }, yaml))
}

function meantValue(value: unknown, issue: Issue): string | undefined {
  if (typeof value !== 'string' || issue.code !== 'invalid_value') return undefined
  return didYouMean(
    value,
    issue.values.filter((each) => typeof each === 'string'),
  )
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (isRecord(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
    value,
  )
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null
}
