import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Request } from '../request.ts'
import { toObject } from '../shapes.ts'
import { DROP_OUTBOUND_SQL } from './outbound-sessions.ts'
import { storeFile } from './store-file.ts'

/** In the head of a store's file, where the library looks for nothing: it is a copy, and may be older than what was said. */
const COPY = 0x416c_6c6d

/**
 * Makes a copied store one that may be put back, however that is done. Sessions of the copy were used since: with rooms
 * the same key would hide two messages, with devices the other side would not read what it takes for an old one.
 * A new session with a device also makes that device hand out its present keys again.
 */
export const MARK_COPY_SQL = `${DROP_OUTBOUND_SQL}; DELETE FROM session; PRAGMA application_id = ${COPY}`

/** Whether a file is whole and a store of the library's. */
export function isWholeStore(file: string): boolean {
  try {
    const store = new DatabaseSync(file)
    try {
      store.prepare('SELECT count(*) FROM outbound_group_session').get()
      store.prepare('SELECT count(*) FROM session').get()
      return store.prepare('PRAGMA integrity_check').get()?.['integrity_check'] === 'ok'
    } finally {
      store.close()
    }
  } catch {
    return false
  }
}

const noteIn = (directory: string) => join(directory, 'put-back')

/**
 * Whether the store in `directory` is a copy that was put back and is not settled yet. Only under the store's lock and
 * before `openMachinery`; the mark moves into a file of its own, which can be removed beside the library.
 */
export function wasPutBack(directory: string): boolean {
  const [file, note] = [storeFile(directory), noteIn(directory)]
  if (!existsSync(file)) return false
  const store = new DatabaseSync(file)
  try {
    if (store.prepare('PRAGMA application_id').get()?.['application_id'] !== COPY) return existsSync(note)
    const written = openSync(note, 'w', 0o600)
    fsyncSync(written)
    closeSync(written)
    store.exec('PRAGMA synchronous = FULL; PRAGMA application_id = 0')
    return true
  } finally {
    store.close()
  }
}

type Device = { request: Request; userId: string; deviceId: string }

/** More than a homeserver keeps of a device. */
const MOST_KEYS = 1000

/**
 * Takes back all one-time keys that the homeserver still has to hand out: of those that were uploaded after the copy was
 * made nobody has the private half any more, and new ones under their ids would be refused for ever. The library makes
 * new ones when the next sync tells that none is left. Broken off, it is done again.
 */
export async function takeBackKeys({ request, userId, deviceId }: Device): Promise<void> {
  const body = { one_time_keys: { [userId]: { [deviceId]: 'signed_curve25519' } } }
  for (let taken = 0; taken < MOST_KEYS; taken++) {
    const answer = toObject(await request('POST', '/_matrix/client/v3/keys/claim', { body }))
    const [key] = Object.values(toObject(toObject(toObject(answer.one_time_keys)[userId])[deviceId]))
    // The last one, which never runs out; the library replaces it by its age.
    if (key === undefined || toObject(key).fallback === true) return
  }
}

/** Notes that all is done that a store needs after it was put back; without it the next start does it again. */
export function settlePutBack(directory: string): void {
  rmSync(noteIn(directory), { force: true })
}
