import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

const BUSY = 5

/**
 * Does `work` while no other process on this machine does work under the same lock file; the others wait.
 * The system gives the lock back when its holder ends, so that an interrupted one leaves nothing to clear up.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, onWait = () => {}): Promise<T> {
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    if (!tryLock(lock)) {
      onWait()
      while (!tryLock(lock)) await sleep(200)
    }
    return await work()
  } finally {
    lock.close()
  }
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === BUSY) return false
    throw error
  }
}
