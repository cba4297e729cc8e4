import { expect, test } from 'vitest'
import type { Client } from '../../prisma/client.ts'
import { LeaseLost } from '../../prisma/fence.ts'
import { candidate, POLL, sharedDatabase, terms } from '../candidates.ts'

const at = new Date('2026-03-12T10:00:00+01:00')

test('it asks again as soon as either clock has moved on or jumped, and learns that it was followed', async () => {
  const open = await sharedDatabase()
  const first = candidate(await open())
  const lease = await first.taking
  const until = async () => (await first.db.lease.findUniqueOrThrow({ where: { id: 1 } })).until
  const asked = async () => {
    await first.db.lease.update({ where: { id: 1 }, data: { until: at } })
    await lease.ask()
    return +(await until()) !== +at
  }
  expect(await asked()).toBe(false)
  first.clock.steady += 499
  first.clock.wall += 499
  expect(await asked()).toBe(false)
  first.clock.steady += 1
  expect(await asked()).toBe(true)
  expect(await asked()).toBe(false)
  first.clock.wall += 500 // the machine slept
  expect(await asked()).toBe(true)
  first.clock.wall -= 600
  expect(await asked()).toBe(true)

  const second = candidate(await open())
  await second.looked()
  second.clock.steady += terms.term
  const next = await second.taking
  first.clock.wall += 60_000
  await expect(lease.ask()).rejects.toThrow(LeaseLost)
  expect(first.lost).toEqual([expect.any(LeaseLost)])
  await next.release()
})

test('a renewal that hangs leaves nobody sure, and ends the process after a while', async () => {
  const open = await sharedDatabase()
  const opened = await open()
  let hangs = false
  const slow = new Proxy(opened.prisma, {
    get: (db, name: keyof Client) =>
      hangs && name === 'lease' ? { updateMany: () => new Promise(() => {}) } : Reflect.get(db, name),
  })
  const first = candidate(opened, { db: slow, hung: 20 })
  const lease = await first.taking
  hangs = true
  first.clock.steady += terms.sure
  let isSure = false
  const asking = () => (isSure = true)
  void lease.ask().then(asking, asking)
  await expect.poll(() => first.lost, POLL).toEqual([new Error('hung')])
  expect(isSure).toBe(false)
})
