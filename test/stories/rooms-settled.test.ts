import { afterEach, expect, test } from 'vitest'
import type { Work } from '../../bot/jobs/rooms/attempt.ts'
import { isSettled, settling } from '../../bot/jobs/rooms/settled.ts'
import { type TestBot, testBot } from '../bot.ts'

let bot: TestBot
afterEach(() => bot.close())

const settled = () => isSettled({ db: bot.db, now: bot.clock() })

/** The world may have been made by a story of another day: here its rooms changed just now. */
async function begin() {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.db.room.updateMany({ data: { updatedAt: bot.clock() } })
}

/** A round in which nothing is left to be done, some time after the last change. */
async function quietRound() {
  bot.travelTo('2026-03-09T10:30:00+01:00')
  await bot.tick('rooms')
}

test('rooms in which nothing changes are left alone for an hour; a change wakes them', async () => {
  await begin()
  await bot.tick('rooms')
  expect(await settled()).toBe(false) // what came just before may have been stored after the look
  await quietRound()
  expect(await settled()).toBe(true)
  await bot.db.room.updateMany({ where: { kind: 'group' }, data: { updatedAt: bot.clock() } })
  expect(await settled()).toBe(false)
  bot.travelTo('2026-03-09T11:00:00+01:00')
  await bot.tick('rooms')
  expect(await settled()).toBe(true)
  bot.travelTo('2026-03-09T12:01:00+01:00')
  expect(await settled()).toBe(false)
})

test('a round that broke off is not taken for done: the next tick looks again', async () => {
  await begin()
  await quietRound()
  expect(await settled()).toBe(true)
  const { db, clock } = bot
  const work = { db, clock, log: () => {} } as Partial<Work> as Work
  await expect(settling(work, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  expect(await settled()).toBe(false)
})

test('an invitation that broke off, of somebody who was removed since, keeps nothing awake', async () => {
  await begin()
  await quietRound()
  const [row] = await bot.db.invitation.findMany({ where: { doneAt: { not: null } } })
  await bot.db.invitation.updateMany({ where: { personId: row!.personId }, data: { doneAt: null } })
  await bot.db.membership.updateMany({ where: { personId: row!.personId }, data: { removedAt: bot.clock() } })
  bot.travelTo('2026-03-09T10:45:00+01:00')
  await bot.tick('rooms')
  bot.travelTo('2026-03-09T11:00:00+01:00')
  await bot.tick('rooms')
  expect(await settled()).toBe(true)
})
