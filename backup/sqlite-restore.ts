import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { markRestored } from '../bot/restored/mark.ts'
import { openDb } from '../prisma/client.ts'
import { Ending } from './command-line.ts'
import { stampOf } from './files.ts'
import { keepQuiet, type LeaseTable } from './quiet.ts'
import { checkSqlite, copySqlite, settleSqlite } from './sqlite-copy.ts'

type Restoring = { backup: string; path: string; at: Date; now: Date }

/**
 * Puts a backup in place of a database. The present one stays beside it under another name; it is exchanged in one
 * transaction, so breaking off leaves one or the other. Gives the name under which the present one stays.
 */
export async function restoreSqlite({ backup, path, at, now }: Restoring): Promise<string | undefined> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const fresh = `${path}.restoring`
  const aside = `${path}.before-restore-${stampOf(now)}`
  const isThere = existsSync(path)
  const isWhole = isThere && canBeRead(path)
  const endQuiet = isWhole ? await keepQuiet(leaseIn(path)) : async () => {}
  try {
    await prepare(backup, fresh, at)
    if (isWhole) {
      await copySqlite(path, aside)
      settleSqlite(aside, 'DELETE FROM "Lease"')
      await copySqlite(fresh, path)
    } else {
      // Nothing can be copied out of a damaged one, so it is moved as it is.
      for (const end of ['-wal', '-shm', '']) if (existsSync(path + end)) renameSync(path + end, aside + end)
      renameSync(fresh, path)
    }
  } finally {
    await endQuiet()
    remove(fresh)
  }
  return isThere ? aside : undefined
}

/** The backup brought to this version's schema and marked, so that it can be put in place as it is. */
async function prepare(backup: string, fresh: string, at: Date): Promise<void> {
  remove(fresh)
  await copySqlite(backup, fresh)
  const { prisma, close } = await openDb(`file:${fresh}`)
  await markRestored(prisma, at)
  await close()
  settleSqlite(fresh)
  checkSqlite(fresh)
}

const remove = (path: string) => {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
}

function canBeRead(path: string): boolean {
  try {
    checkSqlite(path)
    return true
  } catch (error) {
    if (error instanceof Ending) return false
    throw error
  }
}

/** Opened for each look: no connection of ours stands in the way when the database is exchanged. */
function leaseIn(path: string): LeaseTable {
  const ask = async <Result>(work: (db: DatabaseSync) => Result): Promise<Result> => {
    const db = new DatabaseSync(path, { timeout: 10_000 })
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
  return {
    read: () =>
      ask((db) => {
        const row = db.prepare('SELECT "holder", "until" FROM "Lease" WHERE "id" = 1').get()
        return row && { holder: String(row['holder']), until: String(row['until']) }
      }),
    write: ({ holder, until }) =>
      ask((db) => {
        db.prepare('INSERT OR REPLACE INTO "Lease" ("id", "holder", "until") VALUES (1, ?, ?)').run(holder, until)
      }),
    clear: () => ask((db) => db.exec('DELETE FROM "Lease"')),
  }
}
