import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPerson, type Person } from '../../tools/person.ts'
import { registerUser, type Synapse, startSynapse } from '../../tools/synapse.ts'
import { type E2eBot, FIRST, prepareBot } from './bot.ts'
import { awaitTasks, expectAnsweredOnce, expectTasks, sayAtOnce, taskTexts } from './exactly-once.ts'

const dir = mkdtempSync(join(tmpdir(), 'allmende-limits-'))
/** Synapse's usual limit, ten times as fast: the pace of 0.2 messages a second would take five minutes. */
const extra = { rc_message: { per_second: 2, burst_count: 10 } }
let server: Synapse
let bot: E2eBot
let six: Person[]

beforeAll(async () => {
  server = await startSynapse({ dir, defaultRoomVersion: '11', extra })
  const others = await Promise.all(['dora', 'emil', 'frida'].map(enlist))
  bot = await prepareBot(server, { groups: ['a', 'b'].map((key) => ({ key, name: `AG ${key.toUpperCase()}` })) })
  const more = others.map(({ userId }) => ({ id: userId, administration: 'seevetal' }))
  const groups = bot.config.groups.map((group) => ({ ...group, members: [...group.members, ...more] }))
  bot.configure({ groups })
  six = [bot.people.karin, bot.people.anna, bot.people.ben, ...others]
  await bot.start(FIRST)
})
afterAll(async () => {
  await bot?.close()
  await server?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const enlist = async (name: string) =>
  openPerson({ url: server.url, ...(await registerUser(server, name, 'e2e-secret')) })

test('with a limited pace 60 commands of six people at once from two rooms are all answered, once and in order', {
  timeout: 300_000,
}, async () => {
  const rooms = [await bot.room('a', six), await bot.room('b', six)]
  await bot.settled({ patienceMs: 200_000 })
  const texts = taskTexts('Gedrosselt', 60)
  const [first, second] = [texts.slice(0, 30), texts.slice(30)]
  await Promise.all(
    [first, second].map((part, i) =>
      sayAtOnce(
        six,
        rooms[i] ?? '',
        part.map((text) => `!aufgabe ${text}`),
      ),
    ),
  )
  await awaitTasks(bot, 60)
  await bot.settled({ answersOnly: true, patienceMs: 200_000 })
  for (const room of rooms) expect(await expectAnsweredOnce(bot, bot.people.karin, room)).toHaveLength(30)
  await expectTasks(bot, texts)
})
