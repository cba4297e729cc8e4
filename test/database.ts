import { randomUUID } from 'node:crypto'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type OpenDb, openDb } from '../prisma/client.ts'
import { postgresDatabase } from './postgres-database.ts'
import { scratchFolder } from './scratch.ts'

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

const folder = scratchFolder('allmende-test-')
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
