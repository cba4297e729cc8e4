import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, onTestFinished, test } from 'vitest'
import type { Person } from '../../tools/person.ts'
import { findPostgres, type Postgres, startPostgres } from '../../tools/postgres.ts'
import { everything } from '../everything.ts'
import { type E2eBot, startBot } from './bot.ts'
import { runToEnd } from './bot-process.ts'
import { sayAtOnce, taskTexts } from './exactly-once.ts'
import { enterRoom, until } from './listening.ts'

const dir = mkdtempSync(join(tmpdir(), 'allmende-backup-'))
let postgres: Postgres | undefined
afterAll(async () => {
  await postgres?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const groups = [
  { key: 'it', name: 'AG IT' },
  { key: 'egov', name: 'AG E-Government' },
]
/** More than a sync tells at once of a room, so that a gap has to be filled. */
const BURST = 30
/** A whole installation, told twice. */
const LONG_MS = 300_000
const backup = (bot: E2eBot, ...args: string[]) => runToEnd('backup/backup.ts', bot.file, {}, args)
const restore = (bot: E2eBot, ...args: string[]) => runToEnd('backup/restore.ts', bot.file, {}, args)

/** All that people would miss, without the moments, which differ by milliseconds. */
const known = async (bot: E2eBot) =>
  JSON.parse(JSON.stringify(await everything(await bot.db())).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')) as unknown

/** What the bot has said where, as it stands there. */
const said = async (bot: E2eBot, places: [Person, string][]) =>
  Promise.all(
    places.map(async ([person, room]) =>
      (await person.messages(room))
        .filter(({ sender, type }) => sender === bot.me && type === 'm.room.message')
        .map(({ body }) => body),
    ),
  )

/** Commands in all rooms at once; a backup is made in the middle of it. */
async function backUpInBurst(bot: E2eBot, rooms: readonly string[], folder: string): Promise<string> {
  const { karin, anna, ben } = bot.people
  const saying = rooms.map((room, i) =>
    sayAtOnce(
      [karin, anna, ben],
      room,
      taskTexts(`Welle ${i + 1} Nr.`, BURST).map((text) => `!aufgabe ${text}`),
    ),
  )
  const { task } = await bot.db()
  await until('the burst has begun', async () => (await task.count()) > 2)
  const written = await backup(bot, folder)
  expect(written).toMatchObject({ code: 0, output: expect.stringMatching(/^Written and checked: .+, [\d.]+ [kM]B/) })
  await Promise.all(saying)
  const names = readdirSync(folder).sort()
  expect(names.map((name) => name.replace(/^allmende-\d{8}T\d{6}Z/, ''))).toEqual([
    expect.stringMatching(/^\.(?:db|dump)$/),
    '.json',
    '.yaml',
  ])
  for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  return join(folder, names[0] ?? '')
}

/** A day to come as it is typed. */
const dayIn = (days: number) => {
  const day = new Date(Date.now() + days * 86_400_000)
  return `${day.getUTCDate()}.${day.getUTCMonth() + 1}.${day.getUTCFullYear()}`
}

/** What people do after the backup; gives the rooms that came to be. */
async function playAfterwards(bot: E2eBot, [it, egov]: readonly [string, string], direct: string) {
  const { karin, anna, ben, olga } = bot.people
  const pending = await bot.ask(anna, it, '!beschluss Die Drucker werden gemeinsam ausgeschrieben')
  await karin.react(it, pending.eventId, '✅')
  await bot.hear(anna, it, /Beschluss IT-\d{4}\/001/)
  const card = await bot.ask(ben, egov, '!aufgabe Portal abnehmen')
  await ben.react(egov, card.eventId, '✅')
  await bot.hear(ben, egov, /erledigt/)
  await bot.ask(anna, direct, 'einstellungen ruhe 20-8')
  const meeting = await bot.ask(karin, egov, `!sitzung ${dayIn(60)} 10:00 Abstimmung`)
  await bot.ask(karin, egov, `verschieben auf ${dayIn(61)} 11:00`, { replyTo: meeting.eventId })
  const home = await olga.createDirectRoom(bot.me)
  await bot.ask(olga, home, 'gruppe neu AG Datenschutz')
  await bot.ask(olga, home, `mitglied [datenschutz] ${karin.userId} Landkreis Koordination`)
  const fresh = await enterRoom(karin, 'AG Datenschutz')
  await bot.ask(karin, fresh, '!aufgabe Im neuen Raum')
  return { home, fresh }
}

/** Like `until`, without a pause between two looks: for what is soon over. */
async function atOnce(isSo: () => Promise<boolean>): Promise<void> {
  const limit = performance.now() + 60_000
  while (!(await isSo())) if (performance.now() > limit) throw new Error('never so')
}

/** Restored, killed in the middle of making up for what was lost, started again. */
async function playDisaster(database?: string): Promise<void> {
  const bot = await startBot(inject('synapse'), { groups, ...(database ? { database } : {}) })
  onTestFinished(() => bot.close())
  const { karin, anna, olga } = bot.people
  const rooms = [await bot.room('it'), await bot.room('egov')] as const
  const direct = await bot.direct(anna)
  await bot.ask(anna, rooms[0], '!aufgabe Vor dem Backup')
  const file = await backUpInBurst(bot, rooms, join(bot.folder, 'backups'))
  const { home, fresh } = await playAfterwards(bot, rooms, direct)
  await bot.settled()
  const places: [Person, string][] = [
    [karin, rooms[0]],
    [karin, rooms[1]],
    [anna, direct],
    [olga, home],
    [karin, fresh],
  ]
  const before = { known: await known(bot), said: await said(bot, places), rooms: (await karin.joinedRooms()).length }

  expect(await restore(bot, file)).toMatchObject({ code: 1, output: expect.stringContaining('A bot works on this') })
  await bot.kill()
  const unanswered = await anna.say(rooms[0], '!aufgabe Niemand war da')
  expect(await restore(bot, file)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^Restored: .*is kept as .*before.restore/),
  })
  bot.launch()
  const { inboxEvent, account } = await bot.db()
  const waiting = () => inboxEvent.count({ where: { handledAt: null, replayAt: { not: null } } })
  const all = async () => (await account.findUniqueOrThrow({ where: { id: 1 } })).collectedAt !== null
  await atOnce(all)
  const most = await waiting()
  await atOnce(async () => (await waiting()) < most)
  await bot.kill()
  expect(await waiting()).toBeGreaterThan(0)
  await bot.start()
  expect((await bot.answer(anna, rooms[0], unanswered)).body).toContain(`Aufgabe A${2 * BURST + 4}`)
  const report = await bot.hear(olga, home, 'wiederhergestellt')
  expect(report.body).toContain('Alle Nummern sind wie vorher.')
  expect(report.body).toContain('Antworten, die jetzt folgen: 1.')

  await bot.settled()
  const { task, item, historyEntry, searchDocument, counter } = await bot.db()
  const extra = await task.findFirstOrThrow({ where: { text: 'Niemand war da' } })
  const after = await said(bot, places)
  expect(after.map((bodies) => bodies.filter((body) => !/wiederhergestellt|Niemand war da/.test(body)))).toEqual(
    before.said,
  )
  // Without the one that came later everything is as it was.
  await searchDocument.deleteMany({ where: { itemId: extra.id } })
  await historyEntry.deleteMany({ where: { itemId: extra.id } })
  await task.delete({ where: { id: extra.id } })
  await item.delete({ where: { id: extra.id } })
  await counter.update({ where: { name: 'A' }, data: { value: { decrement: 1 } } })
  expect(await known(bot)).toEqual(before.known)
  expect((await karin.joinedRooms()).length).toBe(before.rooms)
  expect(await karin.invites()).toEqual([])
}

test(
  'SQLite: backed up in a burst, restored, killed in the middle of the replay: everything is there once',
  { timeout: LONG_MS },
  () => playDisaster(),
)

test.skipIf(!findPostgres())('PostgreSQL: the same', { timeout: LONG_MS }, async () => {
  postgres = await startPostgres({ dir })
  await postgres.createDatabase('backup')
  await playDisaster(postgres.url('backup'))
})

test('what cannot be done is said in one sentence: wrong calls, no database, damage, another account, a newer version', async () => {
  const bot = await startBot(inject('synapse'))
  onTestFinished(() => bot.close())
  await bot.stop()
  const folder = join(bot.folder, 'backups')
  expect(await backup(bot)).toMatchObject({ code: 64, output: expect.stringContaining('npm run backup -- <folder>') })
  expect(await restore(bot)).toMatchObject({ code: 64, output: expect.stringContaining('npm run restore') })
  const file = join(bot.folder, 'none.yaml')
  expect(await runToEnd('backup/backup.ts', file, {}, [folder])).toMatchObject({ code: 78 })
  bot.configure({ database: `file:${bot.folder}/elsewhere.db` })
  expect(await backup(bot, folder)).toMatchObject({ code: 1, output: expect.stringContaining('never started') })
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([])
  bot.configure({})
  expect(await backup(bot, folder)).toMatchObject({ code: 0 })
  const [db = '', json = ''] = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
  const manifest = readFileSync(json, 'utf8')

  bot.configure({ user: '@anderer:localhost' })
  expect(await restore(bot, db)).toMatchObject({ code: 1, output: expect.stringContaining('belongs to') })
  bot.configure({})
  writeFileSync(json, manifest.replace(/"migration": "\d+/, '"migration": "20991231000000'))
  expect(await restore(bot, db)).toMatchObject({ code: 1, output: expect.stringContaining('newer version') })
  writeFileSync(json, manifest)
  const bytes = readFileSync(db)
  writeFileSync(db, bytes.subarray(0, bytes.length - 4096))
  expect(await restore(bot, db)).toMatchObject({ code: 1, output: expect.stringContaining('damaged') })
  expect(await restore(bot, join(folder, 'nothing.db'))).toMatchObject({
    code: 1,
    output: expect.stringContaining('does not exist'),
  })
  expect(readdirSync(bot.folder).filter((name) => /restor/.test(name))).toEqual([]) // the present one was not touched

  // A present database that is damaged is kept as it is; either way the bot starts.
  writeFileSync(db, bytes)
  writeFileSync(join(bot.folder, 'allmende.db'), 'not a database')
  expect(await restore(bot, db)).toMatchObject({ code: 0 })
  const [kept = ''] = readdirSync(bot.folder).filter((name) => name.includes('before-restore'))
  expect(readFileSync(join(bot.folder, kept), 'utf8')).toBe('not a database')
  await bot.start()
})
