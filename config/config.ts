import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { z } from 'zod'
import { readSecrets, type Secrets } from './environment.ts'
import { findSecrets } from './leaks.ts'
import type { Problem } from './problems.ts'
import { findContradictions } from './references.ts'
import { ConfigSchema } from './schema.ts'
import { problemOf } from './translate.ts'
import { warningsOf } from './warnings.ts'
import { readYaml } from './yaml-file.ts'

export type { Secrets } from './environment.ts'
export { formatProblems, type Problem } from './problems.ts'

/** The configuration as the bot uses it: complete, with every default filled in. */
export type Config = z.output<typeof ConfigSchema>

/** One group of the configuration. */
export type GroupConfig = Config['groups'][number]

/** Either all that is needed to start, or all that is wrong, in the order of the file. */
export type LoadResult =
  | { ok: true; config: Config; secrets: Secrets; warnings: string[] }
  | { ok: false; problems: Problem[] }

/** Reads and checks the file and the environment as a whole. Never throws, changes nothing. */
export function loadConfig(file: string, env: Record<string, string | undefined>): LoadResult {
  const yaml = readYaml(file)
  if (!yaml.ok) return { ok: false, problems: [yaml.problem] }

  const leaks = findSecrets(yaml.value)
  const parsed = ConfigSchema.safeParse(yaml.value)
  const faults = parsed.error?.issues.flatMap((issue) => problemOf(issue, yaml)) ?? []
  const others = [...faults, ...findContradictions(yaml.value)]
  const found = [...leaks, ...others.filter(({ path }) => !leaks.some((leak) => leak.path === path))]
  if (!parsed.success || found.length > 0) return { ok: false, problems: inOrderOfFile(found, yaml.lineOf) }

  const { secrets, warnings } = readSecrets(env)
  return { ok: true, config: parsed.data, secrets, warnings: [...warningsOf(parsed.data), ...warnings] }
}

/**
 * The environment with `.env` beneath it. PGPASSWORD goes on from there into `own` itself, where the driver of PostgreSQL
 * and its programs look for it.
 */
export function readEnvironment(own: Record<string, string | undefined>, file = '.env') {
  const env = { ...readEnvFile(file), ...own }
  if (env['PGPASSWORD']) own['PGPASSWORD'] = env['PGPASSWORD']
  return env
}

/** Reads a `.env` file; one that is not there is empty. */
export function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw error
  }
}

function inOrderOfFile(problems: Problem[], lineOf: (path: string) => number | undefined): Problem[] {
  const placed = problems.map((problem) => ({ ...problem, line: lineOf(problem.path) }))
  return placed.sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity))
}
