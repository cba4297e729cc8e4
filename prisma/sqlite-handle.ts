import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

/** The few things that the driver adapter and the migrations need of SQLite. */
export type SqliteHandle = {
  all(
    sql: string,
    args: SQLInputValue[],
  ): { columnNames: string[]; declaredTypes: (string | null)[]; rows: unknown[][] }
  run(sql: string, args: SQLInputValue[]): number
  exec(sql: string): void
  inTransaction(): boolean
  close(): void
}

/**
 * NORMAL: a power cut may take the last commits back, never some of them only. So nothing may be told to anybody before
 * it is flushed: see flush.ts. secure_delete overwrites what is deleted.
 */
const PRAGMAS = [
  'busy_timeout = 10000',
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'foreign_keys = ON',
  'secure_delete = ON',
  'cache_size = -16000',
]

const CACHED_STATEMENTS = 500

/** Opens the file with all settings that durability rests on. */
export function openSqlite(path: string): SqliteHandle {
  const db = new DatabaseSync(path)
  for (const pragma of PRAGMAS) db.exec(`PRAGMA ${pragma}`)
  const prepared = cachedStatements(db)
  return {
    all(sql, args) {
      const { statement, columnNames, declaredTypes } = prepared(sql)
      return { columnNames, declaredTypes, rows: statement.all(...args) as unknown as unknown[][] }
    },
    run: (sql, args) => Number(prepared(sql).statement.run(...args).changes),
    exec: (sql) => db.exec(sql),
    inTransaction: () => db.isTransaction,
    close: () => db.close(),
  }
}

type Prepared = { statement: StatementSync; columnNames: string[]; declaredTypes: (string | null)[] }

/** Statements prepared once; the least recently used goes first. */
function cachedStatements(db: DatabaseSync) {
  const cache = new Map<string, Prepared>()
  return (sql: string) => {
    const found = cache.get(sql) ?? prepare(db, sql)
    cache.delete(sql)
    cache.set(sql, found)
    if (cache.size > CACHED_STATEMENTS) cache.delete(cache.keys().next().value ?? '')
    return found
  }
}

function prepare(db: DatabaseSync, sql: string): Prepared {
  const statement = db.prepare(sql)
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  const columns = statement.columns()
  return { statement, columnNames: columns.map(({ name }) => name), declaredTypes: columns.map(({ type }) => type) }
}
