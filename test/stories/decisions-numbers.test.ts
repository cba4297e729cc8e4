import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, paul } = people

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00' })
})
afterEach(() => bot.close())

test('of two coordinators that confirm at the same moment one gives the number', async () => {
  await bot.db.membership.updateMany({ where: { personId: ben }, data: { role: 'coordinator' } })
  await bot.says(anna, '!beschluss Drucker')
  const card = (await bot.find('B1 vorgemerkt')).event_id
  await bot.put(karin, '!beschluss B1 bestätigen', { in: karin })
  await bot.put(ben, '!beschluss B1 bestätigen', { in: ben })
  await bot.put(ben, '!beschluss B1 bestätigen', { replyTo: card })
  await bot.work()
  const said = [...(await bot.said(karin)), ...(await bot.said(ben)), ...(await bot.said()).slice(1)]
  expect(said.filter((text) => text.includes('eingetragen'))).toHaveLength(1)
  expect(said.filter((text) => text.includes('B1 ist schon bestätigt: IT-2026/001.'))).toHaveLength(2)
  expect(await bot.ask(karin, '!beschluss Toner')).toContain('IT-2026/002')
})

test('decisions from two rooms and direct messages at once leave no gap and no number twice', async () => {
  for (let i = 1; i <= 10; i++) {
    await bot.put(karin, `!beschluss Punkt ${i} der gemeinsamen Ausschreibung`)
    await bot.put(paul, `!beschluss Portal ${i} der gemeinsamen Ausschreibung`, { in: 'portale' })
    await bot.put(karin, `beschluss Nachtrag ${i} der Ausschreibung`, { in: karin })
  }
  await bot.work()
  const of = async (key: string) =>
    (await bot.db.decision.findMany({ where: { item: { group: { key } } }, orderBy: { sequence: 'asc' } })).map(
      ({ sequence }) => sequence,
    )
  expect(await of('it')).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  expect(await of('portale')).toEqual(Array.from({ length: 10 }, (_, i) => i + 1))
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([])
})

test('confirmations of two coordinators at once, in their direct messages and in the room, leave no gap and no number twice', async () => {
  await bot.db.membership.updateMany({ where: { personId: ben }, data: { role: 'coordinator' } })
  for (let i = 1; i <= 12; i++) await bot.says(anna, `!beschluss Punkt ${i}`)
  for (let i = 1; i <= 12; i += 3) {
    await bot.put(karin, `beschluss B${i} bestätigen`, { in: karin })
    await bot.put(ben, `beschluss B${i + 1} bestätigen`, { in: ben })
    await bot.put(karin, `!beschluss B${i + 2} bestätigen`)
  }
  await bot.work()
  const numbers = (await bot.db.decision.findMany()).map(({ sequence }) => sequence ?? 0).sort((a, b) => a - b)
  expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => i + 1))
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([])
})
