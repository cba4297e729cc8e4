import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { findPostgres, type Postgres, startPostgres } from '../../tools/postgres.ts'
import { type E2eBot, startBot } from './bot.ts'
import { runToEnd } from './bot-process.ts'
import { playOrdinaryDay } from './happy-path.ts'

const isMissing = findPostgres() === undefined
if (isMissing)
  console.warn(
    '*** LEFT OUT *** the stories on PostgreSQL: no PostgreSQL server is installed (Debian and Ubuntu: apt install postgresql)',
  )

const dir = mkdtempSync(join(tmpdir(), 'allmende-e2e-postgres-'))
let postgres: Postgres | undefined
let bot: E2eBot | undefined
afterAll(async () => {
  await bot?.close()
  await postgres?.stop()
  rmSync(dir, { recursive: true, force: true })
})

test.skipIf(isMissing)('an ordinary day on PostgreSQL, in rooms of version 12', async () => {
  postgres = await startPostgres({ dir })
  await postgres.createDatabase('allmende')
  bot = await startBot(inject('synapse'), { database: postgres.url('allmende') })
  await playOrdinaryDay(bot, { version: '12' })
  expect(await runToEnd('bot/status.ts', bot.file, {}, ['--json'])).toMatchObject({
    code: 0,
    output: expect.stringContaining('"database":"postgresql"'),
  })

  const { anna } = bot.people
  const room = await bot.room()
  await bot.kill()
  const said = await anna.say(room, '!aufgabe Nach dem Absturz')
  await bot.start()
  expect((await bot.answer(anna, room, said)).body).toContain('Aufgabe A2 notiert: „Nach dem Absturz“')
  await bot.settled()
  expect(await (await bot.db()).task.count()).toBe(2)
})
