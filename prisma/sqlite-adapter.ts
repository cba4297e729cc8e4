import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import { openSqlite, type SqliteHandle } from './sqlite-handle.ts'
import { columnType, fromSqlite, toPrismaError, toSqlite } from './sqlite-values.ts'

const about = { provider: 'sqlite', adapterName: 'allmende-sqlite' } as const

/**
 * Prisma's driver adapter over one connection of `node:sqlite`.
 *
 * Every statement waits for the running transaction, so that nothing unrelated is ever rolled back with it;
 * transactions begin IMMEDIATE, so that a second process waits at the start and not in the middle;
 * a COMMIT that failed is rolled back and frees the connection. Each begins in a turn of its own: everything here is
 * synchronous, and one after the other would let no signal, timer or answer of the network in until all were done.
 */
export const sqliteAdapter = (path: string): SqlDriverAdapterFactory => ({
  ...about,
  connect: async () => adapterOver(openSqlite(path)),
})

/** The adapter over an open connection; closing it closes the connection. */
export function adapterOver(db: SqliteHandle): SqlDriverAdapter {
  const acquire = lock()
  const locked = async <Result>(work: () => Result) => {
    const release = await acquire()
    try {
      return await settle(work)
    } finally {
      release()
    }
  }
  return {
    ...about,
    queryRaw: (query) => locked(() => runQuery(db, query)),
    executeRaw: (query) => locked(() => runStatement(db, query)),
    executeScript: (script) => locked(() => db.exec(script)),
    async startTransaction(level?: IsolationLevel) {
      if (level && level !== 'SERIALIZABLE') throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level })
      await nextTurn()
      const release = await acquire()
      try {
        await settle(() => db.exec('BEGIN IMMEDIATE'))
      } catch (error) {
        release()
        throw error
      }
      return transactionOver(db, release)
    },
    getConnectionInfo: () => ({ maxBindValues: 32766, supportsRelationJoins: false }),
    async dispose() {
      const release = await acquire()
      db.close()
      release()
    },
  }
}

function transactionOver(db: SqliteHandle, release: () => void): Transaction {
  const rollBack = () => {
    if (db.inTransaction()) db.exec('ROLLBACK')
  }
  return {
    ...about,
    options: { usePhantomQuery: true },
    queryRaw: (query) => settle(() => runQuery(db, query)),
    executeRaw: (query) => settle(() => runStatement(db, query)),
    async commit() {
      try {
        await settle(() => db.exec('COMMIT'))
      } finally {
        rollBack()
        release()
      }
    },
    async rollback() {
      try {
        rollBack()
      } finally {
        release()
      }
    },
    createSavepoint: async (name) => db.exec(`SAVEPOINT ${name}`),
    rollbackToSavepoint: async (name) => db.exec(`ROLLBACK TO ${name}`),
    releaseSavepoint: async (name) => db.exec(`RELEASE SAVEPOINT ${name}`),
  }
}

function runQuery(db: SqliteHandle, { sql, args, argTypes }: SqlQuery): SqlResultSet {
  const { columnNames, declaredTypes, rows } = db.all(
    sql,
    args.map((value, i) => toSqlite(value, argTypes[i])),
  )
  const columnTypes = declaredTypes.map((declared, column) => columnType(declared, rows, column))
  return {
    columnNames,
    columnTypes,
    rows: rows.map((row) => row.map((value, column) => fromSqlite(value, columnTypes[column] ?? 0))),
  }
}

const runStatement = (db: SqliteHandle, { sql, args, argTypes }: SqlQuery) =>
  db.run(
    sql,
    args.map((value, i) => toSqlite(value, argTypes[i])),
  )

/** Runs synchronous work as a promise; its error is one that Prisma knows. */
async function settle<Result>(work: () => Result): Promise<Result> {
  try {
    return work()
  } catch (error) {
    throw toPrismaError(error)
  }
}

/** A queue of one: resolves when all before have released. */
function lock() {
  let last = Promise.resolve()
  return async () => {
    const before = last
    const { promise, resolve } = Promise.withResolvers<void>()
    last = promise
    await before
    return resolve
  }
}
