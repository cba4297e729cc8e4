import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type E2eBot, startBot } from './bot.ts'
import { awaitTasks, expectAnsweredOnce, expectTasks, sayAtOnce, taskTexts } from './exactly-once.ts'

const keys = ['a', 'b', 'c', 'd', 'e']
let bot: E2eBot
let rooms: string[]

beforeAll(async () => {
  bot = await startBot(inject('synapse'), { groups: keys.map((key) => ({ key, name: `AG ${key.toUpperCase()}` })) })
  rooms = []
  for (const key of keys) rooms.push(await bot.room(key))
})
afterAll(() => bot?.close())

const texts: string[] = []
const commands = (word: string, count: number) => {
  const own = taskTexts(word, count)
  texts.push(...own)
  return own.map((text) => `!aufgabe ${text}`)
}

test('30 commands of three people at once from five rooms: each is answered once, in the order of its room', async () => {
  const { karin, anna, ben } = bot.people
  await Promise.all(
    rooms.map((room, index) => sayAtOnce([karin, anna, ben], room, commands(`Gleichzeitig ${keys[index]}`, 6))),
  )
  await awaitTasks(bot, 30)
  for (const room of rooms) expect(await expectAnsweredOnce(bot, anna, room)).toHaveLength(6)
  await expectTasks(bot, texts)
})

test('300 messages while the bot is down: its commands are answered once, in order, and of the rest nothing is kept but ids', async () => {
  const { karin, anna, ben } = bot.people
  await bot.stop()
  const [big = '', ...others] = rooms
  const talk = (count: number) =>
    Array.from({ length: count }, (_, index) => `Geplauder über den Betriebsausflug, Teil ${index}`)
  const mixed = (word: string, count: number, every: number) => {
    const own = commands(word, Math.floor(count / every))
    return talk(count).map((text, index) => ((index + 1) % every === 0 ? (own.shift() ?? text) : text))
  }
  await sayAtOnce([karin, anna, ben], big, mixed('Nachgeholt', 240, 12))
  await Promise.all(
    others.map((room, index) => sayAtOnce([karin, anna, ben], room, mixed(`Nachgeholt ${keys[index + 1]}`, 15, 5))),
  )
  await bot.start()
  await awaitTasks(bot, texts.length)
  for (const room of rooms) expect(await expectAnsweredOnce(bot, anna, room)).toHaveLength(6 + (room === big ? 20 : 3))
  await expectTasks(bot, texts)
  const { inboxEvent } = await bot.db()
  expect(await inboxEvent.count({ where: { roomId: big, type: 'm.room.message', sender: { not: bot.me } } })).toBe(
    6 + 240,
  )
  expect(await inboxEvent.count({ where: { OR: [{ payload: { not: null } }, { handledAt: null }] } })).toBe(0)
  await bot.stop()
  const files = ['allmende.db', 'allmende.db-wal'].map((name) =>
    readFileSync(join(bot.folder, name), { flag: 'a+' }).toString('latin1'),
  )
  expect(files.join('')).toContain('Nachgeholt b 1')
  expect(files.join('')).not.toContain('Betriebsausflug')
})
