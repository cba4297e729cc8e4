import { AsyncLocalStorage } from 'node:async_hooks'
import type { SqlDriverAdapterFactory, SqlQueryable, Transaction } from '@prisma/driver-adapter-utils'

/** Ways to the driver by what Prisma hands out for it: a client, or a running transaction. */
const ways = new WeakMap<object, SqlQueryable>()
const beginning = new AsyncLocalStorage<{ transaction?: Transaction }>()

/** The driver behind a client or a transaction; undefined for a transaction that `withWay` has not begun. */
export const wayOf = (db: object): SqlQueryable | undefined => ways.get(db)

/** Runs what begins one transaction; to be called in it with what Prisma hands out for it. */
export function withWay<Result>(begin: (open: (tx: object) => void) => Promise<Result>): Promise<Result> {
  const begun: { transaction?: Transaction } = {}
  return beginning.run(begun, () => begin((tx) => void (begun.transaction && ways.set(tx, begun.transaction))))
}

/** Notes the connection and each transaction that begins, for `wayOf`. */
export function exposed(factory: SqlDriverAdapterFactory): {
  factory: SqlDriverAdapterFactory
  openWay(client: object): void
} {
  let connection: SqlQueryable | undefined
  const connect = async () => {
    const adapter = await factory.connect()
    connection = adapter
    const startTransaction: typeof adapter.startTransaction = async (level) => {
      const transaction = endable(await adapter.startTransaction(level))
      const begun = beginning.getStore()
      if (begun) begun.transaction = transaction
      return transaction
    }
    return new Proxy(adapter, {
      get: (target, name) => (name === 'startTransaction' ? startTransaction : bound(target, name)),
    })
  }
  return {
    factory: { ...factory, connect },
    openWay: (client) => void (connection && ways.set(client, connection)),
  }
}

function bound<Target extends object>(target: Target, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name)
  return typeof value === 'function' ? value.bind(target) : value
}

/** Nothing more is written by a transaction that is over, by a time limit for instance: it would stand alone, for good. */
function endable(transaction: Transaction): Transaction {
  let isOver = false
  const unlessOver = async <Result>(run: () => Promise<Result>) => {
    if (isOver) throw new Error('the transaction is over')
    return run()
  }
  const ended =
    <Args extends unknown[]>(end: (...args: Args) => Promise<void>) =>
    (...args: Args) => {
      isOver = true
      return end(...args)
    }
  return {
    ...{ provider: transaction.provider, adapterName: transaction.adapterName, options: transaction.options },
    queryRaw: (query) => unlessOver(() => transaction.queryRaw(query)),
    executeRaw: (query) => unlessOver(() => transaction.executeRaw(query)),
    commit: ended(() => transaction.commit()),
    rollback: ended(() => transaction.rollback()),
    createSavepoint: transaction.createSavepoint?.bind(transaction),
    rollbackToSavepoint: transaction.rollbackToSavepoint?.bind(transaction),
    releaseSavepoint: transaction.releaseSavepoint?.bind(transaction),
  }
}
