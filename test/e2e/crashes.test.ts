import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type E2eBot, startBot } from './bot.ts'
import { awaitTasks, expectAnsweredOnce, expectTasks, sayAtOnce, taskTexts } from './exactly-once.ts'
import { until } from './listening.ts'

let bot: E2eBot
let rooms: string[]
const said: string[] = []

beforeAll(async () => {
  bot = await startBot(inject('synapse'), {
    groups: [
      { key: 'it', name: 'AG IT' },
      { key: 'egov', name: 'AG E-Government' },
    ],
  })
  rooms = [await bot.room('it'), await bot.room('egov')]
})
afterAll(() => bot?.close())

/** Begins a burst into both rooms; everything in it has been said when it resolves. */
async function burst(word: string, count: number): Promise<void> {
  const { karin, anna, ben } = bot.people
  await Promise.all(
    rooms.map((room, index) => {
      const texts = taskTexts(`${word} in Raum ${index + 1} Nr.`, count)
      said.push(...texts)
      return sayAtOnce(
        [karin, anna, ben],
        room,
        texts.map((text) => `!aufgabe ${text}`),
      )
    }),
  )
}

/** Waits until some commands of the burst have had their effect, so that the middle of it is hit. */
async function midway(count: number): Promise<void> {
  const { task } = await bot.db()
  await until('the burst has begun', async () => (await task.count()) >= count)
}

async function expectAllOnce(): Promise<void> {
  await awaitTasks(bot, said.length)
  const ids = []
  for (const room of rooms) ids.push(...(await expectAnsweredOnce(bot, bot.people.karin, room)))
  expect(new Set(ids).size).toBe(said.length)
  await expectTasks(bot, said)
}

test('killed (kill -9) three times in the middle of a burst: every command is answered once, and no task is double', async () => {
  const unanswered: number[] = []
  for (const round of ['Erste', 'Zweite', 'Dritte']) {
    const before = said.length
    const saying = burst(`${round} Welle`, 10)
    await midway(before + 3)
    await bot.kill()
    unanswered.push(
      said.length -
        (await (
          await bot.db()
        ).outboxMessage.count({ where: { key: { startsWith: 'answer:' }, sentAt: { not: null } } })),
    )
    await saying
    await bot.start()
  }
  await expectAllOnce()
  expect(Math.max(...unanswered)).toBeGreaterThan(0) // else it was killed when all was over
})

test('ended (SIGTERM) in the middle of a burst: the exit code is 0, and nothing is lost or double after the next start', async () => {
  const before = said.length
  const saying = burst('Vor dem Feierabend', 15)
  await midway(before + 3)
  expect(await bot.stop()).toBe(0)
  await saying
  await bot.start()
  await expectAllOnce()
})
