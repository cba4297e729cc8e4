import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { storesIn } from '../../bot/matrix/encryption/signing-place.ts'
import { findPostgres, startPostgres } from '../../tools/postgres.ts'
import { botProcess, runToEnd } from '../e2e/bot-process.ts'
import { until } from '../e2e/listening.ts'
import { prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'

const LONG_MS = 300_000

/** An installation at work, a second process that waits on it, and a strict client in its room. */
async function pair(database?: string) {
  const bot = await prepareEncryptedBot(inject('synapse'), database ? { database } : {})
  const other = botProcess(bot.file)
  onTestFinished(async () => {
    bot.thaw()
    await Promise.all([bot.kill(), other.kill()])
    await bot.close()
  })
  await bot.begin()
  const karin = await bot.strict('karin')
  onTestFinished(() => karin.stop())
  const room = await bot.room('it', [bot.people.karin])
  return { bot, other, karin, room }
}

async function standBy(process: ReturnType<typeof botProcess>) {
  process.launch()
  await process.logged('waiting as standby')
}

/** A command, answered once. */
const say = async ({ bot, karin, room }: Awaited<ReturnType<typeof pair>>, text: string, number: string) => {
  const answer = await bot.demand(karin, room, `!aufgabe ${text}`)
  expect(answer.text).toContain(number)
  const all = (await bot.own(karin, room)).filter(({ replyTo, editOf }) => replyTo === answer.replyTo && !editOf)
  expect(all).toHaveLength(1)
}

describe.skipIf(!library)('of two processes on one encryption store', { timeout: LONG_MS }, () => {
  test('the second goes on after a crash and after an end, with the same keys', async () => {
    const here = await pair()
    const { bot, other } = here
    await say(here, 'Vor dem Absturz', 'A1')
    await standBy(other)
    await bot.kill()
    await other.logged('"started"')
    await say(here, 'Nach dem Absturz', 'A2')

    await standBy(bot)
    expect(await other.stop()).toBe(0)
    await bot.logged('"started"')
    await say(here, 'Nach dem Feierabend', 'A3')
  })

  test('the second waits for one that stands still, keeps its turn meanwhile, and says so; the first then ends', async () => {
    const here = await pair()
    const { bot, other, karin, room } = here
    await standBy(other)
    await bot.settled()
    bot.freeze()
    const command = await karin.send(room, '!aufgabe Im Stillstand')
    await other.logged('holds the encryption store')
    const { lease } = await bot.db()
    const turn = () => lease.findUniqueOrThrow({ where: { id: 1 } })
    const first = await turn()
    await until('it has renewed its turn', async () => +(await turn()).until > +first.until)
    expect((await turn()).holder).toBe(first.holder)
    expect(other.output()).not.toContain('"started"')

    bot.thaw()
    expect(await bot.ended()).toBe(1)
    await other.logged('"started"')
    expect((await bot.answerTo(karin, room, command)).text).toContain('A1')
    await say(here, 'Danach', 'A2')
  })

  test('the second goes on when one that stands still is ended', async () => {
    const here = await pair()
    const { bot, other } = here
    await standBy(other)
    bot.freeze()
    await other.logged('holds the encryption store')
    await bot.kill()
    await other.logged('"started"')
    await say(here, 'Danach', 'A1')
  })

  test.skipIf(!findPostgres())(
    'one on another machine is refused and leaves nothing; without encryption it would work',
    async () => {
      const dir = mkdtempSync(join(tmpdir(), 'allmende-encryption-'))
      const postgres = await startPostgres({ dir })
      await postgres.createDatabase('elsewhere')
      const here = await pair(postgres.url('elsewhere'))
      const { bot } = here
      const elsewhere = { data: join(dir, 'data'), file: join(dir, 'allmende.yaml') }
      bot.configure({ data: elsewhere.data }, elsewhere.file)
      await say(here, 'Hier', 'A1')
      await bot.stop()
      const refused = await runToEnd('bot/main.ts', elsewhere.file)
      expect(refused).toMatchObject({
        code: 78,
        output: expect.stringMatching(/is not on this machine.*share the data directory's disk.*"encryption: false"/),
      })
      expect(readdirSync(storesIn(elsewhere.data)).filter((name) => name.startsWith('device'))).toEqual([])
      await bot.start()
      await say(here, 'Hier wieder', 'A2')
      await bot.close()
      await postgres.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  )
})
