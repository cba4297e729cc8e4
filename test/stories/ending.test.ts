import { afterEach, expect, test } from 'vitest'
import { defineCommand } from '../../bot/command.ts'
import { createOutbox, enqueue } from '../../bot/outbox.ts'
import { md } from '../../templates/template.ts'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna } = people
let bot: TestBot
afterEach(() => bot.close())

test('who is to end finishes what is under way and begins nothing; the next start goes on', async () => {
  let ending = new AbortController()
  const about = {
    ...({ english: 'last', aliases: [], permission: 'everyone', writes: true } as const),
    ...{ usage: { de: '', en: '' }, help: { de: '', en: '' }, examples: { de: [], en: [] } },
  }
  /** During it the signal comes. */
  const last = defineCommand({
    ...{ ...about, name: 'letztes' },
    async run() {
      ending.abort()
      return () => md`Noch erledigt`
    },
  })
  bot = await testBot({
    at: '2026-03-09T10:00:00+01:00',
    extra: [last],
    get signal() {
      return ending.signal
    },
  })
  for (const text of ['!aufgabe Vorher', '!letztes', '!aufgabe Nachher']) await bot.put(anna, text)
  await bot.work()
  await bot.app.rest()
  const tasks = async () => (await bot.db.task.findMany({ orderBy: { id: 'asc' } })).map(({ text }) => text)
  expect(await tasks()).toEqual(['Vorher'])
  expect(await bot.db.inboxEvent.count({ where: { handledAt: null } })).toBe(1)

  ending = new AbortController()
  await bot.restart()
  expect(await tasks()).toEqual(['Vorher', 'Nachher'])
  expect(await bot.said()).toEqual([
    expect.stringContaining('„Vorher“'),
    'Noch erledigt',
    expect.stringContaining('„Nachher“'),
  ])
})

test('a message under way when the signal comes is waited for and noted as sent, and those behind it stay', async () => {
  const ending = new AbortController()
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  const { db, clock } = bot
  const roomId = await bot.roomOf('it')
  for (const key of ['under way', 'behind it']) await enqueue(db, { key, roomId, priority: 0, content: {} }, clock())
  const [called, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()]
  const send = () => {
    called.resolve()
    return arrived.promise
  }
  const { flush } = createOutbox({
    ...{ db, clock, signal: ending.signal, log: () => {} },
    chat: { ...bot.homeserver.chat(), send },
  })
  const order: string[] = []
  void flush()
  await called.promise
  ending.abort()
  const resting = flush().then(() => order.push('at rest'))
  for (let i = 0; i < 5; i++) await db.outboxMessage.count() // time enough not to wait
  order.push('arrived')
  arrived.resolve('$answer')
  await resting
  expect(order).toEqual(['arrived', 'at rest'])
  const rows = await db.outboxMessage.findMany({ where: { priority: 0 }, orderBy: { position: 'asc' } })
  expect(rows.map(({ key, eventId, firstTriedAt }) => [key, eventId, firstTriedAt !== null])).toEqual([
    ['under way', '$answer', true],
    ['behind it', null, false],
  ])
})
