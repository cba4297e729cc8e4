import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { isWholeStore, MARK_COPY_SQL } from '../bot/matrix/encryption/put-back.ts'
import { storeOf, storesIn } from '../bot/matrix/encryption/signing-place.ts'
import { secureDirectory } from '../bot/matrix/encryption/store-directory.ts'
import { storeFile } from '../bot/matrix/encryption/store-file.ts'
import { takeStoreLock } from '../bot/matrix/encryption/store-lock.ts'
import { Ending } from './command-line.ts'
import { stampOf } from './files.ts'
import { copySqlite, settleSqlite } from './sqlite-copy.ts'

/** Which device's store, and where. */
type Store = { data: string; device: string }

/**
 * Writes a checked copy of the encryption store of a device, which may be in use; false: there is none. To be called
 * after the database was copied: the bot puts keys into the store before it notes how far it has read, so a store that
 * is newer lacks nothing, while one that is older would lack keys that never come again.
 */
export async function dumpStore({ data, device }: Store, to: string): Promise<boolean> {
  const from = storeFile(storeOf(data, device))
  if (device === '' || !existsSync(from)) return false
  try {
    await copySqlite(from, to)
    settleSqlite(to, MARK_COPY_SQL)
    if (!isWholeStore(to)) throw new Error('the copy is not whole')
    return true
  } catch (error) {
    throw new Ending(
      `The encryption store ${from} cannot be copied: ${error instanceof Error ? error.message : error}.`,
    )
  } finally {
    for (const end of ['-wal', '-shm', '-journal']) rmSync(`${to}${end}`, { force: true })
  }
}

/** A process that has just ended gives the lock back at once. */
const PATIENCE_MS = 3_000

/** Keeps every bot of this machine from the stores until this process ends. Throws Ending where one works. */
export async function keepStoresQuiet(data: string): Promise<void> {
  if (!existsSync(storesIn(data))) return
  const patience = AbortSignal.timeout(PATIENCE_MS)
  await takeStoreLock(storesIn(data), { signal: patience, log: () => {} }).catch((error: unknown) => {
    if (!patience.aborted) throw error
    throw new Ending(
      'A bot works on this installation: it holds the encryption store. Stop it, and every standby, before a backup is restored.',
    )
  })
}

/** What became of a store: the present one stays, or the backup's came in its place. */
export type StoreKept = { isKept: true } | { isKept: false; aside: string | undefined }

/**
 * Puts a copied store in its place, unless a whole one of the same device is there: that one is newer, and a store may be
 * newer than its database. What is there and not whole stays under another name. Under the lock of `keepStoresQuiet`.
 */
export function restoreStore(copy: string, { data, device, now }: Store & { now: Date }): StoreKept {
  const directory = storeOf(data, device)
  if (existsSync(storeFile(directory)) && isWholeStore(storeFile(directory))) return { isKept: true }
  if (!isWholeStore(copy)) throw new Ending(`${copy} is not a whole encryption store.`)
  secureDirectory(storesIn(data))
  const fresh = `${directory}.restoring`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  copyFileSync(copy, storeFile(fresh))
  chmodSync(storeFile(fresh), 0o600)
  for (const path of [storeFile(fresh), fresh]) flush(path)
  const aside = existsSync(directory) ? `${directory}.before-restore-${stampOf(now)}` : undefined
  // Broken off between the two there is none, and the start says so: then this is done again.
  if (aside) renameSync(directory, aside)
  renameSync(fresh, directory)
  flush(dirname(directory))
  return { isKept: false, aside }
}

/** What was written, or renamed within a directory, outlives a power cut from here on. */
function flush(path: string): void {
  if (process.platform === 'win32') return // opens no directories
  const opened = openSync(path, 'r')
  fsyncSync(opened)
  closeSync(opened)
}
