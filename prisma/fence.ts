import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from '@prisma/driver-adapter-utils'

/** The lease of the database is not this process's any more: nothing was written. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
  constructor() {
    super('another process works on this database by now')
  }
}

/** Lets only the holder of the lease write. Without a holder everything passes: who waits, tests, the status. */
export type Fence = { holder?: string; onLost?(error: LeaseLost): void }

/**
 * Puts a fence around a database: every transaction begins by asking whether the lease is still the holder's, and a
 * write outside of one becomes one. What asks otherwise is too late: a process can be stopped between asking and writing.
 */
export const fenced = (factory: SqlDriverAdapterFactory, fence: Fence): SqlDriverAdapterFactory => ({
  provider: factory.provider,
  adapterName: factory.adapterName,
  connect: async () => fencedAdapter(await factory.connect(), fence),
})

function fencedAdapter(adapter: SqlDriverAdapter, fence: Fence): SqlDriverAdapter {
  const startTransaction: SqlDriverAdapter['startTransaction'] = async (level) => {
    const tx = await adapter.startTransaction(level)
    if (fence.holder !== undefined) await undoneOnError(tx, () => assertHeld(tx, fence))
    return tx
  }
  const guard = async <Result>(query: SqlQuery, run: (on: SqlQueryable) => Promise<Result>): Promise<Result> => {
    if (fence.holder === undefined || isRead(query)) return run(adapter)
    const tx = await startTransaction()
    const result = await undoneOnError(tx, () => run(tx))
    await end(tx, 'COMMIT')
    return result
  }
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => guard(query, (on) => on.queryRaw(query)),
    executeRaw: (query) => guard(query, (on) => on.executeRaw(query)),
    executeScript: (script) => adapter.executeScript(script),
    startTransaction,
    getConnectionInfo: adapter.getConnectionInfo?.bind(adapter),
    dispose: () => adapter.dispose(),
  }
}

/** Prisma writes no data in a WITH. What is not known to read counts as a write. */
const isRead = ({ sql }: SqlQuery) => /^\s*(?:SELECT|WITH|PRAGMA)\b/i.test(sql)

/**
 * On PostgreSQL the row stays locked until the transaction ends: side by side with others and with renewals, but who
 * takes over, which removes the row, waits for what has begun. On SQLite whoever writes is alone anyway.
 */
async function assertHeld(tx: Transaction, { holder = '', onLost }: Fence): Promise<void> {
  const isSqlite = tx.provider === 'sqlite'
  const { rows } = await tx.queryRaw({
    sql: `SELECT 1 AS "held" FROM "Lease" WHERE "id" = 1 AND "holder" = ${isSqlite ? '?' : '$1 FOR KEY SHARE'}`,
    args: [holder],
    argTypes: [{ scalarType: 'string', arity: 'scalar' }],
  })
  if (rows.length > 0) return
  const error = new LeaseLost()
  onLost?.(error)
  throw error
}

async function undoneOnError<Result>(tx: Transaction, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    await end(tx, 'ROLLBACK').catch(() => {}) // the connection is gone, and the transaction with it; the first error counts
    throw error
  }
}

/** Adapters differ in who writes the last statement of a transaction. */
async function end(tx: Transaction, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  try {
    if (!tx.options.usePhantomQuery) await tx.executeRaw({ sql: how, args: [], argTypes: [] })
  } finally {
    await (how === 'COMMIT' ? tx.commit() : tx.rollback())
  }
}
