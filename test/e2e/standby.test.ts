import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { findPostgres, type Postgres, startPostgres } from '../../tools/postgres.ts'
import { type E2eBot, FIRST, prepareBot } from './bot.ts'
import { botProcess } from './bot-process.ts'
import { awaitTasks, expectAnsweredOnce, expectTasks, sayAtOnce, taskTexts } from './exactly-once.ts'
import { until } from './listening.ts'

type Process = ReturnType<typeof botProcess>

const isMissing = findPostgres() === undefined
if (isMissing) console.warn('*** LEFT OUT *** the standby on PostgreSQL: no PostgreSQL server is installed')

const dir = mkdtempSync(join(tmpdir(), 'allmende-e2e-standby-'))
const cleaning: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const clean of cleaning.reverse()) await clean()
  rmSync(dir, { recursive: true, force: true })
})

/** One installation, a second process that waits on its database, and what was said so far. */
async function pair(database?: string) {
  const bot = await prepareBot(inject('synapse'), database ? { database } : {})
  const other = botProcess(bot.file)
  cleaning.push(
    () => bot.close(),
    async () => {
      bot.thaw()
      await Promise.all([bot.kill(), other.kill()])
    },
  )
  await bot.start(FIRST)
  const room = await bot.room()
  await standBy(other)
  const said: string[] = []
  /** Begins a burst of commands; everything in it has been said when it resolves. */
  function burst(word: string, count = 8) {
    const { karin, anna, ben } = bot.people
    const texts = taskTexts(word, count)
    said.push(...texts)
    return sayAtOnce(
      [karin, anna, ben],
      room,
      texts.map((text) => `!aufgabe ${text}`),
    )
  }
  return { bot, other, room, said, burst }
}

async function standBy(process: Process) {
  process.launch()
  await process.logged('waiting as standby')
}

/** Waits until some commands of a burst have had their effect, so that the middle of it is hit. */
async function midway(bot: E2eBot, count: number) {
  const { task } = await bot.db()
  await until('the burst has begun', async () => (await task.count()) >= count)
}

async function expectAllOnce({ bot, room, said }: Awaited<ReturnType<typeof pair>>) {
  await awaitTasks(bot, said.length)
  await expectAnsweredOnce(bot, bot.people.karin, room)
  await expectTasks(bot, said)
}

/**
 * A process that was stopped is followed. What it has begun in between must not hold the other one up: PostgreSQL takes
 * that back, while SQLite's file stays locked as long as its process exists, so there it is stopped in a quiet moment.
 */
async function playStandby(world: Awaited<ReturnType<typeof pair>>, isStoppedAtWork: boolean) {
  const { bot, other, said, burst } = world
  let saying = burst('Vor dem Absturz')
  await midway(bot, 3)
  await bot.kill()
  await other.logged('"started"')
  await saying
  await expectAllOnce(world)

  await standBy(bot)
  saying = burst('Vor dem Feierabend')
  await midway(bot, said.length - 6)
  expect(await other.stop()).toBe(0)
  await bot.logged('"started"')
  await saying
  await expectAllOnce(world)

  await standBy(other)
  if (isStoppedAtWork) saying = burst('Im Stillstand')
  if (isStoppedAtWork) await midway(bot, said.length - 6)
  else await bot.settled()
  bot.freeze()
  if (!isStoppedAtWork) saying = burst('Im Stillstand')
  await other.logged('"started"')
  await saying
  await expectAllOnce(world)

  saying = burst('Beim Erwachen')
  bot.thaw()
  expect(await bot.ended()).toBe(1)
  // Stopped at work it first finds that what it had begun was taken back.
  expect(bot.output()).toContain(
    isStoppedAtWork ? 'ends because of an error' : 'another process works on this database by now',
  )
  await saying
  await expectAllOnce(world)

  await standBy(bot)
  expect(await bot.stop()).toBe(0)
  expect(other.isRunning()).toBe(true)
}

/** Two terms of the lease and some eight starts: on a busy machine that is minutes. */
const LONG_MS = 360_000

describe.concurrent('of two processes on one database one works and the other follows: after a crash, an end, a standstill; all commands are answered once', {
  timeout: LONG_MS,
}, () => {
  test('on SQLite', async () => {
    await playStandby(await pair(), false)
  })

  test.skipIf(isMissing)('on PostgreSQL', async () => {
    const postgres: Postgres = await startPostgres({ dir })
    cleaning.push(() => postgres.stop())
    await postgres.createDatabase('allmende')
    await playStandby(await pair(postgres.url('allmende')), true)
  })
})
