import { readFileSync } from 'node:fs'
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  type YAMLError,
} from 'yaml'
import type { Problem } from './problems.ts'
import { showKey } from './shown.ts'

/** A file that was read: its value, and where in it things stand. */
export type YamlFile = {
  ok: true
  value: unknown
  /** The line of the key or the list entry; of the nearest entry around it when it is missing. */
  lineOf: (path: string) => number | undefined
  /** How a value is written: `03353` for what YAML takes for a number. */
  sourceOf: (path: PropertyKey[]) => string | undefined
}

// Sentences of our own: those of the library quote the file, which may hold a secret.
const sentences: Partial<Record<YAMLError['code'], string>> = {
  DUPLICATE_KEY: 'the same key twice',
  BAD_SCALAR_START: 'a value that begins with @ or ` without quotes',
  MULTIPLE_DOCS: 'more than one document (---)',
  TAB_AS_INDENT: 'a tab at the beginning of a line',
  BLOCK_AS_IMPLICIT_KEY: 'a colon inside a value, or a wrong indent',
  TAG_RESOLVE_FAILED: 'a tag (!) that means nothing here; texts that begin with ! need quotes',
  NON_STRING_KEY: 'a key that is not a text',
  MISSING_CHAR: 'a quote, bracket, comma or colon that is missing',
  MULTILINE_IMPLICIT_KEY: 'a line without a colon, or a wrong indent',
  UNEXPECTED_TOKEN: 'a character that does not belong there',
  BAD_INDENT: 'a wrong indent, or a bracket that is not closed',
}

/** Reads a YAML 1.2 file; all that can be wrong with it as a file is one problem. */
export function readYaml(file: string): YamlFile | { ok: false; problem: Problem } {
  const text = readText(file)
  if (typeof text !== 'string') return { ok: false, problem: { path: file, ...text } }
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true })
    const fault = document.errors[0] ?? document.warnings[0]
    if (fault) return { ok: false, problem: faultProblem(file, fault, lines) }
    const value: unknown = document.toJS()
    return isMap(document.contents)
      ? { ok: true, value, ...places(document, lines) }
      : { ok: false, problem: notMapping(file, value) }
  } catch {
    // Aliases without end and nesting without end are thrown, not listed.
    return { ok: false, problem: { path: file, found: 'not readable as YAML', allowed: 'YAML 1.2' } }
  }
}

function readText(file: string): string | Omit<Problem, 'path'> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT') return { found: 'no such file', allowed: 'a file as in config/allmende.example.yaml' }
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { found: 'not written in UTF-8', allowed: 'UTF-8' }
    return { found: `cannot be read (${code})`, allowed: 'a file that the bot may read' }
  }
}

function faultProblem(file: string, fault: YAMLError, lines: LineCounter): Problem {
  const found = `not valid YAML: ${sentences[fault.code] ?? fault.code.toLowerCase().replaceAll('_', ' ')}`
  return { path: file, line: lines.linePos(fault.pos[0]).line, found, allowed: 'YAML 1.2' }
}

function notMapping(file: string, value: unknown): Problem {
  const found = value === null || value === undefined ? 'the file is empty' : 'found no keys with values'
  return { path: file, found, allowed: 'a mapping as in config/allmende.example.yaml' }
}

function places(document: Document.Parsed, lines: LineCounter) {
  return {
    lineOf: (path: string) => {
      const offset = offsetOf(document.contents, path.split('.'))
      return offset === undefined ? undefined : lines.linePos(offset).line
    },
    sourceOf: (path: PropertyKey[]) => {
      const node = document.getIn(path, true)
      return isScalar(node) ? node.source : undefined
    },
  }
}

function offsetOf(node: ParsedNode | null, path: string[]): number | undefined {
  const [step, ...rest] = path
  if (step === undefined) return undefined
  if (isSeq<ParsedNode>(node)) {
    const item = node.items[Number(step)]
    return item && (offsetOf(item, rest) ?? item.range?.[0])
  }
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && showKey(String(key.value)) === step)
  return pair && (offsetOf(pair.value, rest) ?? pair.key.range?.[0])
}
