import { afterEach, expect, test } from 'vitest'
import { people } from '../fixture.ts'
import { type Restorable, restorableBot } from '../restoring.ts'

const { karin, anna, ben, paul } = people
/** Long stories, told again from the backup on. */
const LONG_MS = 120_000
let story: Restorable
afterEach(() => story.bot.close())

test('two groups wrote after the backup: everything is stored again under the same ids and numbers, and nothing is said twice', {
  timeout: LONG_MS,
}, async () => {
  story = await restorableBot()
  const { bot, says, react } = story
  await says(anna, '!aufgabe Vor dem Backup bis Freitag')
  await says(karin, '!beschluss Vor dem Backup beschlossen')
  const backup = await bot.backup()

  await says(anna, '!aufgabe Leistungsverzeichnis prüfen bis Freitag @Ben')
  await says(paul, '!aufgabe Portal abnehmen bis 20.3.', { in: 'portale' })
  await says(ben, 'Schaut mal: https://beispiel.example/drucker')
  await says(anna, 'und https://beispiel.example/portale', { in: 'portale' })
  await says(ben, '!aufgabe Angebote einholen')
  await says(anna, '!beschluss Die Drucker werden gemeinsam ausgeschrieben')
  await react(karin, (await bot.find('B2 vorgemerkt')).event_id, '✅')
  await says(paul, '!beschluss Das Portal geht im Mai online', { in: 'portale' })
  await react(ben, (await bot.find('Aufgabe A2')).event_id, '✅')
  await says(ben, 'bis 27.3.', { replyTo: (await bot.find('Aufgabe A4')).event_id })
  await says(karin, '!sitzung 18.3. 10:00 Abstimmung der Drucker')
  await says(karin, 'verschieben auf 19.3. 11:00', { replyTo: (await bot.find('S1')).event_id })
  await says(anna, 'einstellungen ruhe 20-8', { in: anna })
  const wrong = await says(ben, '!aufgbe Vertippt')
  await says(ben, '!aufgabe Doch nicht vertippt', { edits: wrong })
  const hasty = await says(ben, '!aufgabe Aus Versehen')
  await says(ben, '!rückgängig', { replyTo: hasty })
  await says(karin, '!mitglied @paul:stelle.example Stelle')
  await says(ben, '!frage Was wurde zu den Druckern beschlossen?')

  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'A1 open',
    'A2 done',
    'A3 open',
    'A4 open',
    'A5 open',
    'A6 cancelled',
  ])
  expect(data.decisions.map(({ register }) => register)).toEqual(['IT-2026/001', 'IT-2026/002', 'PORTALE-2026/001'])
  expect(data.links.map(({ id, url }) => `${id} ${url}`)).toEqual([
    'L1 https://beispiel.example/drucker',
    'L2 https://beispiel.example/portale',
  ])
  const report = await story.report()
  expect(report).toContain('Der Stand vom Mo., 09.03.2026, 10:02')
  expect(report).toContain('Davon schon beantwortet: 17; Antworten, die jetzt folgen: 0.')
  expect(report).toContain('Alle Nummern sind wie vorher.')
  expect(report).not.toContain('Ohne Eintrag')

  // Cards still are cards, commands can be taken back, and numbers go on.
  await says(ben, 'erledigt', { replyTo: (await bot.find('Aufgabe A4')).event_id })
  expect(await bot.db.task.findUniqueOrThrow({ where: { id: 'A4' } })).toMatchObject({ status: 'done' })
  expect(await story.ask(anna, '!aufgabe Wie immer')).toContain('Aufgabe A7')
  expect(await story.ask(karin, '!beschluss Wie immer')).toContain('IT-2026/003')
})

test('the order of two groups is that of the first time, also where one of them waited', async () => {
  story = await restorableBot()
  const { bot, later, says } = story
  const backup = await bot.backup()
  // Two rooms while the bot is away: what was said first is not what was handled first.
  await bot.put(paul, '!aufgabe Zuerst gesagt', { in: 'portale' })
  later()
  await bot.put(anna, '!aufgabe Danach gesagt')
  later()
  await bot.hear()
  await bot.app.work([await bot.roomOf('it')])
  later()
  await bot.work()
  // What gets no answer has its place between what gets one.
  await says(anna, 'https://beispiel.example/still', { in: 'portale' })
  await says(anna, '!link https://beispiel.example/laut')
  await says(ben, 'und https://beispiel.example/leise')

  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks.map(({ id, text }) => `${id} ${text}`)).toEqual(['A1 Danach gesagt', 'A2 Zuerst gesagt'])
  expect(data.links.map(({ id, url }) => `${id} ${url.split('/').at(-1)}`)).toEqual(['L1 still', 'L2 laut', 'L3 leise'])
})

test('a backup from the middle of a burst: what was stored and not handled, and what was promised and not sent, is done once', async () => {
  story = await restorableBot()
  const { bot, later } = story
  bot.homeserver.before = (request) => {
    if (request === 'send') throw new Error('connection reset')
  }
  await story.says(anna, '!aufgabe Bearbeitet, Antwort noch nicht gesendet')
  await bot.put(ben, '!aufgabe Angekommen, noch nicht bearbeitet')
  await bot.hear()
  await bot.put(ben, '!aufgabe Noch nicht angekommen')
  const backup = await bot.backup()
  bot.homeserver.before = () => {}
  later(10)
  await bot.work()
  expect((await bot.said()).filter((line) => line.includes('notiert'))).toHaveLength(3)

  // Before the rooms were asked nothing is done and nothing is said.
  const own = story.shown()
  await bot.restore(backup)
  await bot.app.work()
  await bot.app.flush()
  expect([await bot.db.task.count(), story.shown()]).toEqual([1, own])
  await bot.work()

  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks.map(({ id }) => id)).toEqual(['A1', 'A2', 'A3'])
  expect(await bot.db.outboxMessage.count({ where: { sentAt: null, key: { startsWith: 'answer:' } } })).toBe(0)
})

test('what nobody has answered before the end is answered now, after all numbers that were given', async () => {
  story = await restorableBot()
  const { bot, later, says } = story
  const backup = await bot.backup()
  await says(anna, '!aufgabe Beantwortet')
  later(60)
  await bot.put(ben, '!aufgabe Unbeantwortet')
  await bot.put(paul, '!aufgabe Auch unbeantwortet', { in: 'portale' })
  const own = story.shown()
  later(60)
  await story.restore(backup)
  expect(story.shown().filter(({ events }, i) => events.length > (own[i]?.events.length ?? 0))).toHaveLength(2)
  expect((await bot.said()).at(-1)).toContain('Aufgabe A2 notiert: „Unbeantwortet“')
  expect((await bot.said('portale')).at(-1)).toContain('Aufgabe A3 notiert')
  const { createdAt } = await bot.db.item.findUniqueOrThrow({ where: { id: 'A2' } })
  expect(createdAt).toEqual(bot.clock()) // it is handled now, and not as if it had been then
  expect(await story.report()).toContain(
    'Befehle und Reaktionen: 3. Davon schon beantwortet: 1; Antworten, die jetzt folgen: 2.',
  )
})

test('broken off again and again in the middle: it goes on where it was, and nothing is said before the end', async () => {
  story = await restorableBot()
  const { bot, says } = story
  const backup = await bot.backup()
  const first = await says(ben, 'Jemand müsste die Angebote einholen')
  await says(anna, '!aufgabe Erste')
  await says(anna, '!aufgabe @Ben', { replyTo: first })
  await says(anna, '!aufgabe Dritte')
  const second = await says(ben, 'Und die Drucker bestellen')
  await says(anna, '!aufgabe', { replyTo: second })
  await says(paul, '!aufgabe Im anderen Raum', { in: 'portale' })
  await bot.put(anna, '!aufgabe Unbeantwortet')

  const done: number[] = []
  let readable: string[] = []
  bot.homeserver.before = (request) => {
    if (request === 'fetchMessage' && readable.length === 0) throw new Error('connection reset')
    if (request === 'fetchMessage') readable = readable.slice(1)
  }
  const said = (await bot.said()).length
  const own = story.shown()
  bot.travelTo('2026-03-12T10:00:00+01:00') // the digest of Thursday is due meanwhile
  await bot.restore(backup)
  for (const next of [[], ['first'], ['second']]) {
    readable = next
    await bot.restart()
    done.push(await bot.db.task.count())
    if (next[0] === 'second') break
    await bot.tick()
    expect(story.shown()).toEqual(own)
  }
  expect(done).toEqual([1, 3, 6])
  expect((await bot.said()).slice(said)).toEqual([expect.stringContaining('Aufgabe A6 notiert')])
  expect((await bot.db.task.findMany({ orderBy: { id: 'asc' } })).map(({ id, text }) => `${id} ${text}`)).toEqual([
    'A1 Erste',
    'A2 Jemand müsste die Angebote einholen',
    'A3 Dritte',
    'A4 Und die Drucker bestellen',
    'A5 Im anderen Raum',
    'A6 Unbeantwortet',
  ])
})
