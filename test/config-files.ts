import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatProblems, type LoadResult, loadConfig } from '../config/config.ts'

/** The least that a configuration needs. */
export const minimal = `homeserver: https://matrix.harburg.example/
user: "@allmende:harburg.example"
database: file:./data/allmende.db
space: Landkreis Harburg
administrations:
  - { key: seevetal, name: Gemeinde Seevetal }
  - { key: stelle, name: Gemeinde Stelle, short: STE }
groups:
  - { key: it, name: AG IT-Kooperation }
`

/** Loads a text as the configuration file `allmende.yaml`. */
export function loadText(text: string | Uint8Array, env: Record<string, string | undefined> = {}): LoadResult {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-config-'))
  try {
    writeFileSync(join(folder, 'allmende.yaml'), text)
    return loadConfig(join(folder, 'allmende.yaml'), env)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The configuration of a text that must be good. */
export function configOf(text: string) {
  const result = loadText(text)
  if (!result.ok) throw new Error(formatProblems(result.problems))
  return result.config
}

/** The lines in which the operator is told what is wrong; none when all is well. The folder of the file is cut off. */
export function complaints(text: string | Uint8Array): string[] {
  const result = loadText(text)
  if (result.ok) return []
  return formatProblems(result.problems)
    .replace(/\S*\/(?=allmende\.yaml)/g, '')
    .split('\n')
}

/** The minimal file with one line more. */
export const plus = (line: string) => minimal + line

/** The minimal file with something else in one place. */
export const swap = (from: string, to: string) => minimal.replace(from, to)

/** The minimal file with more parts of its group. */
export const group = (parts: string) => swap('name: AG IT-Kooperation', `name: AG IT-Kooperation, ${parts}`)

/** The minimal file with another second administration. */
export const second = (parts: string) => swap('key: stelle, name: Gemeinde Stelle, short: STE', parts)
