import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { type Fence, fenced } from './fence.ts'
import { type Flush, flushOfWal } from './flush.ts'
import { Prisma, type PrismaClient } from './generated/sqlite/client.ts'
import { migrate, type Provider } from './migrate.ts'
import { sqliteAdapter } from './sqlite-adapter.ts'
import { exposed } from './ways.ts'

/** The client, able to begin transactions. All code is typed against SQLite's, whose inputs are a subset of PostgreSQL's. */
export type Client = PrismaClient
/** The client or a running transaction: what domain functions take first. */
export type Db = Prisma.TransactionClient
export { Prisma }

/**
 * `fence`: whoever sets its holder writes only while the lease bears that name. `flush`: to be waited for before anybody
 * is told of what was stored.
 */
export type OpenDb = { prisma: Client; provider: Provider; fence: Fence; flush: Flush; close(): Promise<void> }

/** With one connection on SQLite a transaction waits its turn; a busy morning is no error. */
const transactionOptions = { maxWait: 60_000, timeout: 60_000 }

/** Other formats look for the caller's line at every query, an error or not. */
const errorFormat = 'minimal'

/** PostgreSQL takes back what a process that was stopped, or whose machine is gone, left half done: its locks would keep a standby out. */
const ABANDONED_MS = 10_000

/** Opens the database of a URL (`file:…` or `postgresql://…`) after bringing its schema up to date. Throws MigrationError. */
export async function openDb(url: string): Promise<OpenDb> {
  const provider: Provider = /^postgres(ql)?:/.test(url) ? 'postgresql' : 'sqlite'
  const target = provider === 'sqlite' ? url.replace(/^file:/, '') : url
  if (provider === 'sqlite' && target !== ':memory:') mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  await migrate(provider, target, fileURLToPath(new URL(`./migrations/${provider}`, import.meta.url)))
  const fence: Fence = {}
  const { prisma, openWay } = await clientFor(provider, target, fence)
  await prisma.$connect()
  openWay(prisma)
  // PostgreSQL flushes at every commit, in its own process.
  const wal = provider === 'sqlite' && target !== ':memory:' ? flushOfWal(target) : undefined
  return {
    ...{ prisma, provider, fence },
    flush: wal?.flush ?? (async () => {}),
    async close() {
      await wal?.close()
      await prisma.$disconnect()
    },
  }
}

type Opening = { prisma: Client; openWay(client: Client): void }

async function clientFor(provider: Provider, target: string, fence: Fence): Promise<Opening> {
  if (provider === 'sqlite') {
    const { PrismaClient } = await import('./generated/sqlite/client.ts')
    const { factory, openWay } = exposed(fenced(sqliteAdapter(target), fence))
    return { prisma: new PrismaClient({ adapter: factory, transactionOptions, errorFormat }), openWay }
  }
  const { PrismaClient } = await import('./generated/postgresql/client.ts')
  const pool = { connectionString: target, max: 10, idle_in_transaction_session_timeout: ABANDONED_MS }
  const { factory, openWay } = exposed(fenced(new PrismaPg(pool), fence))
  // The generated clients differ in type only; test/database-types.ts proves that inputs and rows fit.
  const prisma = new PrismaClient({ adapter: factory, transactionOptions, errorFormat }) as unknown as Client
  return { prisma, openWay }
}
