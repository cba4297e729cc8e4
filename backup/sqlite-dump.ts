import { existsSync, rmSync } from 'node:fs'
import { Ending } from './command-line.ts'
import { checkSqlite, copySqlite, settleSqlite } from './sqlite-copy.ts'

/**
 * Writes a checked copy of a database that may be in use. The copy bears the mark that it is a backup, so that the bot
 * makes up for what it lacks, however it is put back.
 */
export async function dumpSqlite(from: string, to: string, at: Date): Promise<ReturnType<typeof checkSqlite>> {
  if (!existsSync(from)) throw new Ending('There is no database yet: the bot was never started.')
  try {
    await copySqlite(from, to)
    settleSqlite(to, markSql(at))
    return checkSqlite(to)
  } catch (error) {
    if (error instanceof Ending) throw error
    throw new Ending(`The database ${from} cannot be copied: ${error instanceof Error ? error.message : error}.`)
  } finally {
    for (const end of ['-wal', '-shm', '-journal']) rmSync(`${to}${end}`, { force: true })
  }
}

const markSql = (at: Date) =>
  `UPDATE "Account" SET "restoredFrom" = '${at.toISOString().replace('Z', '+00:00')}', "collectedAt" = NULL; DELETE FROM "Lease"`
