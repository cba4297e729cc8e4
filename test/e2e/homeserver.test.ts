import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Person } from '../../tools/person.ts'
import { type Synapse, startSynapse } from '../../tools/synapse.ts'
import { type E2eBot, FIRST, prepareBot, startBot } from './bot.ts'
import { awaitTasks, expectAnsweredOnce, expectTasks, taskTexts } from './exactly-once.ts'
import { playOrdinaryDay } from './happy-path.ts'
import { until } from './listening.ts'

const dir = mkdtempSync(join(tmpdir(), 'allmende-homeserver-'))
let server: Synapse
let bot: E2eBot

beforeAll(async () => {
  server = await startSynapse({ dir, defaultRoomVersion: '10' })
  bot = await startBot(server)
})
afterAll(async () => {
  await bot?.close()
  await server?.stop()
  rmSync(dir, { recursive: true, force: true })
})

test('an ordinary day in rooms of version 10', () => playOrdinaryDay(bot, { version: '10' }))

/** Says something as a client does that tries until it has arrived, always under the same transaction id. */
async function sayStubbornly(person: Person, roomId: string, body: string): Promise<void> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${randomUUID()}`
  const send = () => person.api('PUT', path, { msgtype: 'm.text', body, 'm.mentions': {} })
  await until(`${body} was said`, () =>
    send().then(
      () => true,
      () => false, // the homeserver is just starting again
    ),
  )
}

test('the homeserver crashes (SIGKILL) in the middle of a burst: afterwards every command is answered once', async () => {
  const { karin, anna, ben } = bot.people
  const people = [karin, anna, ben]
  const room = await bot.room()
  const { task, outboxMessage } = await bot.db()
  const before = await task.count()
  const texts = taskTexts('Trotz Absturz', 30)
  const say = (some: string[]) =>
    Promise.all(some.map((text, index) => sayStubbornly(people[index % 3] ?? anna, room, `!aufgabe ${text}`)))
  const saying = say(texts.slice(0, 20))
  await until('the burst has begun', async () => (await task.count()) >= before + 3)
  await server.kill()
  const meanwhile = say(texts.slice(20))
  const unsent = await outboxMessage.count({ where: { sentAt: null } })
  await server.start()
  await Promise.all([saying, meanwhile])
  await awaitTasks(bot, before + texts.length)
  await expectAnsweredOnce(bot, karin, room)
  await expectTasks(bot, ['Wer prüft das Leistungsverzeichnis?', ...texts])
  expect(unsent).toBeGreaterThan(0) // else all was over when it crashed
})

test('a bot that is started before its homeserver waits for it; then an ordinary day in rooms of version 11', async () => {
  const early = await prepareBot(server)
  onTestFinished(() => early.close())
  await bot.stop()
  await server.stop()
  early.launch(FIRST)
  await early.logged('The homeserver does not answer, waiting for it.')
  expect(await early.stop()).toBe(0) // one that waits ends when it is told to
  early.launch(FIRST)
  await early.logged('The homeserver does not answer, waiting for it.')
  server = await startSynapse({ dir, port: server.port, defaultRoomVersion: '11' })
  await early.logged('"started"')
  await playOrdinaryDay(early, { version: '11' })
})
