import { afterEach, expect, test } from 'vitest'
import { people } from '../fixture.ts'
import { type Restorable, restorableBot } from '../restoring.ts'

const { karin, anna, ben, paul } = people
let story: Restorable
afterEach(() => story.bot.close())

test('what was deleted after the backup stays so: commands, answers, and links; their numbers are not given again', async () => {
  story = await restorableBot()
  const { bot, says, redact } = story
  const backup = await bot.backup()
  await says(anna, '!aufgabe Bleibt')
  const regretted = await says(ben, '!aufgabe Bereut')
  await redact(ben, regretted)
  const posted = await says(ben, 'https://beispiel.example/geheim')
  await redact(ben, posted)
  await says(anna, '!aufgabe Vertraulich, die Antwort wird gelöscht')
  await redact(karin, (await bot.find('Vertraulich')).event_id)
  await says(anna, '!aufgabe Letzte')
  const last = await says(ben, '!aufgabe Zuletzt bereut')
  await redact(ben, last)

  story.later(60)
  const said = story.shown()
  await story.restore(backup)
  expect(story.shown()).toEqual(said) // the deleted answer is not said anew
  expect((await bot.db.task.findMany({ orderBy: { id: 'asc' } })).map(({ id, text }) => `${id} ${text}`)).toEqual([
    'A1 Bleibt',
    'A3 Vertraulich, die Antwort wird gelöscht',
    'A4 Letzte',
  ])
  expect(await bot.db.link.count()).toBe(0)
  expect(await story.report()).toContain('Ohne Eintrag blieben A2, A5:')
  expect(await story.ask(anna, '!aufgabe Neue')).toContain('Aufgabe A6')
})

test('a confirmation stands also when its reaction was taken back, as the first time', async () => {
  story = await restorableBot()
  const { bot, says, react, redact } = story
  await says(anna, '!beschluss Vor dem Backup vorgemerkt')
  const backup = await bot.backup()
  await says(anna, '!beschluss Danach vorgemerkt')
  const first = await react(karin, (await bot.find('B1 vorgemerkt')).event_id, '✅')
  const second = await react(karin, (await bot.find('B2 vorgemerkt')).event_id, '✅')
  await redact(karin, first)
  await redact(karin, second)
  await says(karin, '!beschluss Noch einer')

  story.later(60)
  const data = await story.restoreUnnoticed(backup)
  expect(data.decisions.map(({ id, register }) => `${id} ${register}`)).toEqual([
    'B1 IT-2026/001',
    'B2 IT-2026/002',
    'B3 IT-2026/003',
  ])
})

test('a number that stands for something else already: the next free one is given, and operators read which', async () => {
  story = await restorableBot()
  const { bot, says } = story
  const backup = await bot.backup()
  await says(anna, '!aufgabe Von vor dem Unglück')
  await says(karin, '!beschluss Von vor dem Unglück')
  // Somebody puts the backup back by hand and takes the mark away: numbers are given a second time.
  const { syncToken } = await bot.db.account.findUniqueOrThrow({ where: { id: 1 } })
  await bot.restore(backup)
  await bot.db.account.updateMany({ data: { restoredFrom: null, syncToken } })
  bot.homeserver.rewind(syncToken ?? '')
  await says(paul, '!aufgabe Von danach bis 13.3. @Paul', { in: 'portale' })
  await says(karin, '!beschluss Von danach')
  bot.travelTo('2026-03-10T08:00:10+01:00')
  await bot.tick('task-reminders')
  const card = await bot.find('Von danach', paul)

  story.later(60)
  await story.restore(backup)
  const tasks = await bot.db.task.findMany({ orderBy: { id: 'asc' } })
  expect(tasks.map(({ id, text }) => `${id} ${text}`)).toEqual(['A1 Von vor dem Unglück', 'A2 Von danach'])
  const report = await story.report()
  expect(report).toContain('A1 ist jetzt A2')
  expect(report).toContain('IT-2026/001 ist jetzt IT-2026/002')
  // The reminder of it, which shows the former number, is its card still.
  await says(paul, 'erledigt', { replyTo: card.event_id, in: paul })
  expect(await bot.db.task.findUniqueOrThrow({ where: { id: 'A2' } })).toMatchObject({ status: 'done' })
  expect(await story.ask(anna, '!aufgabe Danach')).toContain('Aufgabe A3')
})

test('the same backup twice, and a backup of what was restored: each time everything is there', async () => {
  story = await restorableBot()
  const { bot, says } = story
  const backup = await bot.backup()
  await says(anna, '!aufgabe Eins')
  await says(ben, '!aufgabe Zwei')
  await story.restoreUnnoticed(backup)
  await says(paul, '!aufgabe Drei', { in: 'portale' })
  await bot.tick()
  await story.restoreUnnoticed(backup)
  const later = await bot.backup()
  await says(anna, '!aufgabe Vier')
  const data = await story.restoreUnnoticed(later)
  expect(data.tasks.map(({ id, text }) => `${id} ${text}`)).toEqual(['A1 Eins', 'A2 Zwei', 'A3 Drei', 'A4 Vier'])
  expect(await story.report()).toContain('Befehle und Reaktionen: 1. Davon schon beantwortet: 1;')
})

test('rules that ask for the moment judge by the moment of the message', async () => {
  story = await restorableBot()
  const { bot, says, ask, later } = story
  const backup = await bot.backup()
  const hasty = await says(ben, '!aufgabe Aus Versehen bis Freitag')
  later(5)
  await says(ben, '!rückgängig', { replyTo: hasty })
  const kept = await says(ben, '!aufgabe Bleibt bis morgen')
  later(30)
  expect(await ask(ben, '!rückgängig', { replyTo: kept })).not.toContain('zurückgenommen')
  await says(karin, '!sitzung heute 15:00 Kurz')
  bot.travelTo('2026-03-11T12:00:00+01:00')
  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks.map(({ status, dueDay }) => [status, dueDay])).toEqual([
    ['cancelled', '2026-03-13'],
    ['open', '2026-03-10'],
  ])
})

test('messages of an earlier version, which bear nothing but their key: the order of the messages decides', async () => {
  story = await restorableBot()
  const { bot, says } = story
  const backup = await bot.backup()
  await says(anna, '!aufgabe Eins')
  await says(paul, '!aufgabe Zwei', { in: 'portale' })
  await says(karin, '!beschluss Drei')
  for (const { timeline } of bot.homeserver.rooms.values())
    for (const { content } of timeline) delete content['de.allmende.trace']
  story.later(60)
  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks.map(({ id, text }) => `${id} ${text}`)).toEqual(['A1 Eins', 'A2 Zwei'])
  expect(data.decisions.map(({ register }) => register)).toEqual(['IT-2026/001'])
  const card = await bot.find('Aufgabe A1')
  await says(anna, 'erledigt', { replyTo: card.event_id })
  expect(await bot.db.task.findUniqueOrThrow({ where: { id: 'A1' } })).toMatchObject({ status: 'done' })
})
