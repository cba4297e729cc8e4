import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { type Synapse, startSynapse } from '../../tools/synapse.ts'
import { type E2eBot, startBot } from './bot.ts'
import { awaitTasks, expectAnsweredOnce, expectTasks, sayAtOnce, taskTexts } from './exactly-once.ts'

const dir = mkdtempSync(join(tmpdir(), 'allmende-limits-'))
let server: Synapse
let bot: E2eBot

beforeAll(async () => {
  server = await startSynapse({ dir, defaultRoomVersion: '11', rateLimits: 'default' })
  bot = await startBot(server)
})
afterAll(async () => {
  await bot?.close()
  await server?.stop()
  rmSync(dir, { recursive: true, force: true })
})

test('with the usual limits of Synapse 15 commands at once are all answered, once and in order', {
  timeout: 300_000,
}, async () => {
  const { karin, anna, ben } = bot.people
  const room = await bot.room()
  const texts = taskTexts('Gedrosselt', 15)
  await sayAtOnce(
    [karin, anna, ben],
    room,
    texts.map((text) => `!aufgabe ${text}`),
  )
  await awaitTasks(bot, 15)
  // An answer every 5 s once the first ten messages are through, among them a few of the bot's own accord.
  await bot.settled({ answersOnly: true, patienceMs: 200_000 })
  await expectAnsweredOnce(bot, karin, room)
  await expectTasks(bot, texts)
})
