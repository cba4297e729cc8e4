import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { newHolder } from '../../bot/holder.ts'
import type { Client } from '../../prisma/client.ts'
import { LeaseLost } from '../../prisma/fence.ts'
import { candidate, POLL, sharedDatabase, terms } from '../candidates.ts'

const isPostgres = process.env['TEST_DATABASE'] === 'postgresql'
const at = new Date('2026-03-12T10:00:00+01:00')

const note = (db: Client, key: string) => db.occasion.create({ data: { key, at } })
const noteWithin = (db: Client, key: string) =>
  db.$transaction(async (tx) => void (await tx.occasion.create({ data: { key, at } })))
const noted = async (db: Client) => (await db.occasion.findMany({ orderBy: { key: 'asc' } })).map(({ key }) => key)
const left = (db: Client, holder: string, until = new Date()) => db.lease.create({ data: { id: 1, holder, until } })

test('who comes second waits, and begins at once when the first hands over; who waits can be ended', async () => {
  const open = await sharedDatabase()
  const first = candidate(await open())
  const lease = await first.taking
  expect(first.said).toEqual([])
  const [second, third] = [candidate(await open()), candidate(await open())]
  for (const one of [second, third]) {
    await one.looked()
    expect([one.has(), one.said]).toEqual([false, ['another process works on this database; waiting as standby']])
  }
  third.end()
  await expect(third.taking).rejects.toThrow('aborted')
  await note(first.db, 'while it works')
  await lease.release()
  const next = await second.taking
  await expect(lease.ask()).rejects.toThrow(LeaseLost)
  await expect(note(first.db, 'after that')).rejects.toThrow(LeaseLost)
  await note(second.db, 'by the next one')
  expect(await noted(first.db)).toEqual(['by the next one', 'while it works'])
  expect([first.lost, second.lost]).toEqual([[], []]) // handed over is not lost
  await next.release()
})

test('one that was killed on this machine is followed at once', async () => {
  const open = await sharedDatabase()
  const opened = await open()
  await left(opened.prisma, newHolder(spawnSync(process.execPath, ['-e', '']).pid), new Date(Date.now() + 86_400_000))
  const lease = await candidate(opened).taking
  await lease.release()
})

test('of one elsewhere nothing is known but that its lease stays the same for a term, whatever its clock shows', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  for (const [holder, day] of [
    [`${hostname()}-2 ${dead} x`, 86_400_000],
    [`${hostname()}/another-container ${dead} x`, -86_400_000],
  ] as const) {
    const open = await sharedDatabase()
    const opened = await open()
    await left(opened.prisma, holder, new Date(Date.now() + day))
    const one = candidate(opened)
    await one.looked()
    one.clock.wall += 10_000 // says nothing
    one.clock.steady += 999
    await one.looked()
    expect(one.has()).toBe(false)
    await opened.prisma.lease.update({ where: { id: 1 }, data: { until: new Date(Date.now() + day + 1) } }) // it lives
    await one.looked() // a whole term counts from here
    one.clock.steady += 999
    await one.looked()
    expect(one.has()).toBe(false)
    one.clock.steady += 1
    await (await one.taking).release()
  }
})

test('one that was stopped, and knows nothing of it, writes nothing after another one has taken over', async () => {
  const open = await sharedDatabase()
  const first = candidate(await open())
  const lease = await first.taking
  await note(first.db, 'alone')
  await noteWithin(first.db, 'together')
  const second = candidate(await open())
  await second.looked()
  second.clock.steady += terms.term
  const next = await second.taking

  await lease.ask() // its clocks stand still
  let hasBegun = false
  const writes = [
    () => note(first.db, 'too late'),
    () => noteWithin(first.db, 'too late as well'),
    () => first.db.occasion.update({ where: { key: 'alone' }, data: { key: 'changed' } }),
    () => first.db.occasion.deleteMany(),
    () => first.db.$executeRaw`UPDATE "Occasion" SET "key" = 'changed'`,
    () => first.db.$queryRaw`DELETE FROM "Occasion" RETURNING "key"`,
    () =>
      first.db.$transaction(async () => {
        hasBegun = true
      }),
  ]
  for (const write of writes) await expect(write()).rejects.toThrow(LeaseLost)
  expect(hasBegun).toBe(false)
  expect(first.lost).toEqual(writes.map(() => expect.any(LeaseLost)))
  expect(first.said[0]).toBe(
    'another process works on this database by now; this one ends, and waits as standby when it is started again',
  )
  await noteWithin(second.db, 'by the next one')
  expect(await noted(first.db)).toEqual(['alone', 'by the next one', 'together'])
  expect(second.lost).toEqual([])
  await next.release()
})

test.runIf(isPostgres)('on PostgreSQL who takes over waits for what the first one has begun', async () => {
  const open = await sharedDatabase()
  const first = candidate(await open())
  await first.taking
  const opened = await open()
  const second = candidate(opened)
  await second.looked()
  const { promise: isEnough, resolve: enough } = Promise.withResolvers<void>()
  const writing = first.db.$transaction(async (tx) => {
    await tx.occasion.create({ data: { key: 'begun before', at } })
    second.clock.steady += terms.term
    await isEnough
  })
  const { prisma: watcher } = await open()
  const waiting = async () =>
    (
      await watcher.$queryRaw<unknown[]>`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'DELETE%Lease%'`
    ).length
  await expect.poll(waiting, POLL).toBe(1)
  await note(first.db, 'beside it') // renewals and other writes of the first one do not wait for that
  expect(second.has()).toBe(false)
  enough()
  await writing
  const next = await second.taking
  expect(await noted(second.db)).toEqual(['begun before', 'beside it'])
  await expect(note(first.db, 'later')).rejects.toThrow(LeaseLost)
  await next.release()
})
