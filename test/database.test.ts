import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { Prisma } from '../prisma/client.ts'
import { type Migration, MigrationError, pending } from '../prisma/migrate.ts'
import { drift } from '../prisma/schema-engine.ts'
import { postgresShadow, sqliteShadow } from '../prisma/shadow.ts'
import { testDatabase } from './database.ts'

const run = promisify(execFile)
const isPostgres = process.env['TEST_DATABASE'] === 'postgresql'
const at = new Date('2026-03-12T10:00:00.123+01:00')

test('the migrations give what the models say', async () => {
  const shadow = isPostgres ? postgresShadow(process.env['TEST_POSTGRES_URL'] ?? '') : sqliteShadow
  expect(await drift(isPostgres ? 'postgresql' : 'sqlite', shadow)).toBeUndefined()
})

test('writes beside an open transaction survive its rollback', async () => {
  const database = await testDatabase()
  const { prisma: db, close } = await database.open()
  const note = (key: string) => db.occasion.create({ data: { key, at } })
  let beside: Promise<unknown> = Promise.resolve()
  await expect(
    db.$transaction(async (tx) => {
      await tx.occasion.create({ data: { key: 'inside', at } })
      beside = Promise.all(['a', 'b', 'c'].map(note))
      // Time in which they would be written, were it not for the transaction.
      for (let i = 0; i < 10; i++) await tx.occasion.count()
      throw new Error('taken back')
    }),
  ).rejects.toThrow('taken back')
  await beside
  expect((await db.occasion.findMany({ orderBy: { key: 'asc' } })).map(({ key }) => key)).toEqual(['a', 'b', 'c'])
  await close()
  await database.drop()
})

test('one transaction after the other lets in what waits: signals, timers, the network', async () => {
  const database = await testDatabase()
  const { prisma: db, close } = await database.open()
  let isIn = false
  setImmediate(() => {
    isIn = true
  })
  for (let i = 0; i < 5; i++) await db.$transaction((tx) => tx.occasion.create({ data: { key: `${i}`, at } }))
  expect(isIn).toBe(true)
  await close()
  await database.drop()
})

test('an instant comes back as it was, a double key is P2002, a missing reference P2003', async () => {
  const database = await testDatabase()
  const { prisma: db, close } = await database.open()
  await db.occasion.create({ data: { key: 'once', at } })
  expect(await db.occasion.findUnique({ where: { key: 'once' } })).toEqual({ key: 'once', at })
  const code = (error: unknown) => (error instanceof Prisma.PrismaClientKnownRequestError ? error.code : error)
  expect(await db.occasion.create({ data: { key: 'once', at } }).catch(code)).toBe('P2002')
  expect(await db.tag.create({ data: { itemId: 'A1', tag: 'x' } }).catch(code)).toBe('P2003')
  await close()
  await database.drop()
})

test('two processes that count at the same time never take one number twice', async () => {
  const database = await testDatabase()
  const { prisma: db, close } = await database.open()
  await db.counter.create({ data: { name: 'A', value: 0 } })
  await close()
  const count = async () => {
    const { stdout } = await run(process.execPath, ['test/counting.ts', database.url, '20'])
    return JSON.parse(stdout) as number[]
  }
  const counted = (await Promise.all([count(), count()])).flat()
  expect(counted.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
  await database.drop()
})

const known: Migration[] = ['1_a', '2_b', '3_c'].map((name) => ({ name, sql: '', checksum: `sum of ${name}` }))
const applied = (name: string, more: object = {}) => ({
  migration_name: name,
  checksum: `sum of ${name}`,
  finished_at: at,
  rolled_back_at: null,
  ...more,
})

test('migrations that do not fit the history are refused, all others are applied', () => {
  expect(pending(known, [applied('1_a')]).map(({ name }) => name)).toEqual(['2_b', '3_c'])
  expect(() => pending(known, [applied('1_a', { checksum: 'other' })])).toThrow(MigrationError)
  expect(() => pending(known, [applied('9_z')])).toThrow('newer version')
  expect(() => pending(known, [applied('1_a', { finished_at: null })])).toThrow('half-way')
  expect(() => pending(known, [applied('1_a'), applied('3_c')])).toThrow('older than 3_c')
})
