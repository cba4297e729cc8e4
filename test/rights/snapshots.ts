import type { Client } from '../../prisma/client.ts'

/** What changes with every message, whoever says what: bookkeeping of receiving and sending. */
const BOOKKEEPING = ['InboxEvent', 'OutboxMessage', 'Account', 'Incident', 'Lease']

/** Copies of all tables inside a database, to compare it with and to put it back to. SQLite only. */
export async function snapshots(db: Client) {
  const found = await db.$queryRawUnsafe<{ name: string }[]>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name`,
  )
  const tables = found.map(({ name }) => name).filter((name) => !BOOKKEEPING.includes(name))
  const copyOf = (table: string, copy: string) => `"_${copy}_${table}"`
  const differs = (table: string, copy: string) =>
    `SELECT '${table}' AS name WHERE EXISTS (SELECT * FROM "${table}" EXCEPT SELECT * FROM ${copyOf(table, copy)})
      OR EXISTS (SELECT * FROM ${copyOf(table, copy)} EXCEPT SELECT * FROM "${table}")`
  return {
    async take(copy: string) {
      for (const table of tables) {
        await db.$executeRawUnsafe(`DROP TABLE IF EXISTS ${copyOf(table, copy)}`)
        await db.$executeRawUnsafe(`CREATE TABLE ${copyOf(table, copy)} AS SELECT * FROM "${table}"`)
      }
    },
    /** The tables that are not as they were. Every table has a key, so equal rows are one row. */
    async changed(copy: string): Promise<string[]> {
      const all = tables.map((table) => differs(table, copy)).join(' UNION ALL ')
      return (await db.$queryRawUnsafe<{ name: string }[]>(all)).map(({ name }) => name)
    },
    async putBack(copy: string, changed: readonly string[]) {
      // Without this what is deleted would take rows of other tables along.
      await db.$executeRawUnsafe('PRAGMA foreign_keys = OFF')
      for (const table of changed) {
        await db.$executeRawUnsafe(`DELETE FROM "${table}"`)
        await db.$executeRawUnsafe(`INSERT INTO "${table}" SELECT * FROM ${copyOf(table, copy)}`)
      }
      await db.$executeRawUnsafe('PRAGMA foreign_keys = ON')
    },
  }
}

export type Snapshots = Awaited<ReturnType<typeof snapshots>>
