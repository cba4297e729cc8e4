import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type OpenDb, openDb } from '../prisma/client.ts'

/** An empty database of its own for one test; `TEST_DATABASE=postgresql` chooses the kind. Reopening gives the same contents. */
export type TestDatabase = {
  url: string
  open(): Promise<OpenDb>
  copy(): Promise<TestDatabase>
  drop(): Promise<void>
}

/** Makes one; migrated once for each test file, then copied. */
export async function testDatabase(): Promise<TestDatabase> {
  return process.env['TEST_DATABASE'] === 'postgresql' ? postgresDatabase() : sqliteDatabase()
}

/** An open empty database, for tests that need no bot. */
export async function openTestDb(): Promise<{ db: OpenDb['prisma']; close(): Promise<void> }> {
  const database = await testDatabase()
  const { prisma, close } = await database.open()
  return {
    db: prisma,
    async close() {
      await close()
      await database.drop()
    },
  }
}

// In memory where the system has such a folder: waiting for a disk proves nothing here.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'allmende-test-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

let sqliteTemplate: Promise<string> | undefined

async function makeSqliteTemplate() {
  const file = join(folder, 'template.db')
  await (await openDb(`file:${file}`)).close()
  return file
}

async function sqliteDatabase() {
  sqliteTemplate ??= makeSqliteTemplate()
  return sqliteCopy(await sqliteTemplate)
}

/** A copy of a file that nothing has open. */
function sqliteCopy(from: string): TestDatabase {
  const file = join(folder, `${randomUUID()}.db`)
  copyFileSync(from, file)
  const url = `file:${file}`
  return {
    url,
    open: () => openDb(url),
    copy: async () => sqliteCopy(file),
    drop: async () => rmSync(file, { force: true }),
  }
}

const server = () => {
  const url = process.env['TEST_POSTGRES_URL']
  if (!url) throw new Error('TEST_DATABASE=postgresql needs TEST_POSTGRES_URL; npm run test:postgres sets both')
  return url
}

const databaseUrl = (name: string) => Object.assign(new URL(server()), { pathname: name }).toString()

async function statement(sql: string) {
  const client = new pg.Client({ connectionString: server() })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

let postgresTemplate: Promise<string> | undefined

async function makePostgresTemplate() {
  const name = `template_${randomUUID().replaceAll('-', '')}`
  await statement(`CREATE DATABASE ${name}`)
  await (await openDb(databaseUrl(name))).close()
  return name
}

async function postgresDatabase() {
  postgresTemplate ??= makePostgresTemplate()
  return postgresCopy(await postgresTemplate)
}

/** A copy of a database that nobody is connected to. */
async function postgresCopy(from: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await statement(`CREATE DATABASE ${name} TEMPLATE ${from}`)
  return {
    url: databaseUrl(name),
    open: () => openDb(databaseUrl(name)),
    copy: () => postgresCopy(name),
    drop: () => statement(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}
