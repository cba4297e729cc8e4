import { readFileSync } from 'node:fs'
import { z } from 'zod'

const RecordSchema = z.object({
  version: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

/** What an installation keeps beside the library: the digest that the operator vouched for, and of which version. */
export type InstallationRecord = z.output<typeof RecordSchema>

/** Where the record of a library stands. */
export const recordFile = (library: string) => `${library}.json`

/** The record of a library; undefined where there is none, or none that can be read. */
export function readRecord(library: string): InstallationRecord | undefined {
  try {
    return RecordSchema.parse(JSON.parse(readFileSync(recordFile(library), 'utf8')))
  } catch {
    return undefined // a record that somebody damaged vouches for nothing
  }
}
