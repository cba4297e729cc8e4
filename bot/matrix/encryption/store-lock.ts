import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { secureDirectory } from './store-directory.ts'

/** Gives the store to the next process. Never needed: the end of the process, however it comes about, does the same. */
export type StoreLock = { release(): void }

type Options = { signal: AbortSignal; log: (line: string) => void; lookMs?: number }

/**
 * Waits until no other process of this machine works on the store in `directory`, and keeps the others waiting from then
 * on. The operating system holds the lock, for a process that stands still as well, and gives it back when its process
 * ends. Throws the signal's reason when broken off, StartRefused where the directory cannot be used.
 */
export async function takeStoreLock(directory: string, { signal, log, lookMs = 500 }: Options): Promise<StoreLock> {
  secureDirectory(directory)
  const lock = new DatabaseSync(join(directory, 'lock'), { timeout: 0 })
  // Beside the lock, not in it: a process that opens and closes its own locked file has lost the lock.
  const holder = join(directory, 'holder')
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE')
    for (let looks = 0; !tryLock(lock); looks++) {
      if (looks === 0) log(`waits, because process ${readHolder(holder)} holds the encryption store`)
      await wait(lookMs, undefined, { signal })
    }
    writeFileSync(holder, `${process.pid}`, { mode: 0o600 })
  } catch (error) {
    lock.close()
    throw error
  }
  return untilTheEnd(lock)
}

/** One that is collected as garbage would give its lock away. */
const kept = new Set<DatabaseSync>()

/** Not given away before the very end: threads of the library may still write while the process exits. */
function untilTheEnd(lock: DatabaseSync): StoreLock {
  kept.add(lock)
  return {
    release: () => {
      kept.delete(lock)
      if (lock.isOpen) lock.close()
    },
  }
}

const BUSY = 5

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return false
    throw error
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '(unknown)' // it has the lock and has not yet said who it is
  }
}
