import { existsSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 2 * 1024 ** 3

/** A new folder for scratch data, in memory where the system offers enough of it: waiting for a disk proves nothing here. */
export function scratchFolder(name: string): string {
  const isRoomy = existsSync(MEMORY) && statfsSync(MEMORY).bavail * statfsSync(MEMORY).bsize > ENOUGH_BYTES
  return mkdtempSync(join(isRoomy ? MEMORY : tmpdir(), name))
}
