import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { storeFile } from './store-file.ts'

/** Forgets all keys for sending into rooms: an older store would use the same key and number for two different messages. */
export const DROP_OUTBOUND_SQL = 'DELETE FROM outbound_group_session'

/**
 * Forgets all keys for sending into rooms that the store in `directory` holds; keys for reading stay. Only under the
 * store's lock and before `openMachinery`: the library brings its own SQLite, and two of them on one file in one process
 * undo each other's locks.
 */
export function dropOutboundSessions(directory: string): void {
  const file = storeFile(directory)
  if (!existsSync(file)) return
  const store = new DatabaseSync(file)
  try {
    store.exec('PRAGMA synchronous = FULL')
    store.exec(DROP_OUTBOUND_SQL)
  } finally {
    store.close()
  }
}
