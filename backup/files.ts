import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** A file of a backup. */
export type BackupFile = { name: string; bytes: number; sha256: string }

/** Size and SHA-256 of a file. */
export async function measure(path: string): Promise<Omit<BackupFile, 'name'>> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return { bytes: statSync(path).size, sha256: hash.digest('hex') }
}

/** A moment as part of a file's name: 20260309T101500Z. */
export const stampOf = (at: Date) => at.toISOString().replace(/[-:]|\.\d+/g, '')

/** A size as people read it. */
export function formatSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`
}
