import { backup, DatabaseSync } from 'node:sqlite'
import { Ending } from './command-line.ts'

/** In one step: within it the copy is of one moment, and nobody who writes meanwhile makes it begin anew. */
const ALL_PAGES = 2 ** 31 - 1

/** Copies a database that may be in use into a file, or over a database that may be in use; all or nothing. */
export async function copySqlite(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 10_000 })
  try {
    await backup(source, to, { rate: ALL_PAGES })
  } finally {
    source.close()
  }
}

/** Makes a copied database one file that needs no others beside it. `change` is SQL that is carried out before. */
export function settleSqlite(path: string, change = ''): void {
  const db = new DatabaseSync(path)
  try {
    db.exec(`${change}; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE`)
  } finally {
    db.close()
  }
}

/** Throws Ending unless the file is a whole database of ours; gives its last migration and the bot's user and device. */
export function checkSqlite(path: string): { migration: string; user: string; device: string } {
  try {
    const db = new DatabaseSync(path)
    try {
      const [first] = db.prepare('PRAGMA integrity_check').all()
      if (first?.['integrity_check'] !== 'ok') throw new Error('integrity_check failed')
      const last = db.prepare(
        'SELECT MAX(migration_name) AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL',
      )
      const account = db.prepare('SELECT "userId", "deviceId" FROM "Account" WHERE id = 1').get()
      const [user, device] = [account?.['userId'], account?.['deviceId']].map((id) => String(id ?? ''))
      return { migration: String(last.get()?.['name']), user: user ?? '', device: device ?? '' }
    } finally {
      db.close()
    }
  } catch (error) {
    throw new Ending(`${path} is not a whole database of Allmende: ${error instanceof Error ? error.message : error}.`)
  }
}
