import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Forgets all keys for sending that the store in `directory` holds: an older store that was put back would use the same
 * key and number for two different messages. Keys for reading stay. Only under the store's lock and before
 * `openMachinery`: the library brings its own SQLite, and two of them on one file in one process undo each other's locks.
 */
export function dropOutboundSessions(directory: string): void {
  const file = join(directory, 'matrix-sdk-crypto.sqlite3')
  if (!existsSync(file)) return
  const store = new DatabaseSync(file)
  try {
    store.exec('PRAGMA synchronous = FULL')
    store.exec('DELETE FROM outbound_group_session')
  } finally {
    store.close()
  }
}
