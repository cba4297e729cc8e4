import { afterEach, expect, test } from 'vitest'
import { keyOf, turnOn } from '../fake-encryption.ts'
import { people } from '../fixture.ts'
import { type Restorable, restorableBot } from '../restoring.ts'

const { karin, anna, ben, paul } = people
/** Long stories, told again from the backup on. */
const LONG_MS = 120_000
let story: Restorable
afterEach(() => story.bot.close())

const KEYED = { session: 'K' }
const OWN = 'of the bot'

/** Everything is encrypted, and the bot can read people, but not itself: its store is older than what it has said. */
async function begin() {
  story = await restorableBot({ installation: { encryption: true } })
  const { bot } = story
  for (const place of ['it', ben]) turnOn(bot.homeserver, await bot.roomOf(place), karin)
  bot.encryption.keys.add('K')
  await bot.work()
  return story
}

const sayingsOf = (timeline: { sender: string; content: Record<string, unknown> }[]) =>
  timeline.filter(({ sender, content }) => sender === story.bot.installation.me && content['ciphertext'])
const ownIn = async (place: string) => sayingsOf(story.bot.homeserver.room(await story.bot.roomOf(place)).timeline)

test('nothing is said twice, and everything gets its numbers again, although the bot cannot read what it has said', {
  timeout: LONG_MS,
}, async () => {
  const { bot, says, react } = await begin()
  await says(anna, '!aufgabe Vor dem Backup bis Freitag', KEYED)
  const backup = await bot.backup()
  await says(anna, '!aufgabe Angebote einholen bis 17.3. @Ben', KEYED)
  await says(ben, 'Schaut mal: https://beispiel.example/drucker', KEYED)
  await says(anna, '!beschluss Die Drucker werden gemeinsam ausgeschrieben', KEYED)
  await react(karin, (await bot.find('B1 vorgemerkt')).event_id, '✅')
  await says(ben, 'bis 16.3.', { ...KEYED, replyTo: (await bot.find('Aufgabe A2')).event_id })
  const wrong = await says(ben, '!aufgbe Vertippt', KEYED)
  await says(ben, '!aufgabe Doch nicht vertippt', { ...KEYED, edits: wrong })
  bot.travelTo('2026-03-13T08:00:10+01:00') // three days before the task
  await bot.tick()
  await says(ben, 'bis 18.3.', { ...KEYED, in: ben, replyTo: (await bot.find('Angebote einholen', ben)).event_id })
  expect(bot.encryption.keys.has(OWN)).toBe(false)

  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks.map(({ id, dueDay }) => `${id} ${dueDay}`)).toEqual(['A1 2026-03-13', 'A2 2026-03-18', 'A3 null'])
  expect(data.decisions.map(({ register }) => register)).toEqual(['IT-2026/001'])
  const before = [await ownIn('it'), await ownIn(ben)]
  await bot.tick()
  expect([await ownIn('it'), await ownIn(ben)]).toEqual(before)
  const report = await story.report()
  expect(report).toContain('Antworten, die jetzt folgen: 0.')
  expect(report).toContain('Alle Nummern sind wie vorher.')
})

test('its marks tell nobody else anything: neither what they name, nor how long that is, nor which are of one message', async () => {
  const { says } = await begin()
  const first = await says(anna, '!aufgabe Eins', KEYED)
  await says(anna, '!aufgabe Noch eine mit vielen Worten und @Ben und einem Datum bis Freitag', KEYED)
  const marks = (await ownIn('it')).map(({ content }) => String(content['de.allmende.mark']))
  expect(marks).toHaveLength(2)
  expect(new Set(marks).size).toBe(2)
  expect(new Set(marks.map(({ length }) => length)).size).toBe(1)
  for (const mark of marks) {
    expect(mark).toMatch(/^[\w-]+$/)
    expect(Buffer.from(mark, 'base64url').toString('latin1')).not.toContain(first)
  }
})

test('a mark of another room, or one that was tampered with, is none; then what the message answers counts', async () => {
  const { bot, says } = await begin()
  turnOn(bot.homeserver, await bot.roomOf('portale'), paul)
  const backup = await bot.backup()
  await says(paul, '!aufgabe Portal abnehmen', { ...KEYED, in: 'portale' })
  await says(anna, '!aufgabe Drucker zählen', KEYED)
  const [[elsewhere], [answer]] = [await ownIn('portale'), await ownIn('it')]
  const before = story.shown()
  for (const mark of [elsewhere?.content['de.allmende.mark'], 'tampered', 7, undefined]) {
    Object.assign(answer?.content ?? {}, { 'de.allmende.mark': mark })
    await story.restore(backup)
    expect(await bot.db.task.count()).toBe(2)
    expect(story.shown()).toEqual(before)
  }
})

test('what was deleted after the backup stays so, and is not said again', async () => {
  const { bot, says, redact } = await begin()
  const backup = await bot.backup()
  await says(anna, '!aufgabe Eins', KEYED)
  const card = await bot.find('A1 notiert')
  await redact(karin, card.event_id)
  const before = story.shown()
  await story.restore(backup)
  expect(await bot.db.task.count()).toBe(1)
  expect(story.shown()).toEqual(before)
})

test('a command that the older store cannot read is asked for again; read within a day after all, it has its number and is done without a word', async () => {
  const { bot, says } = await begin()
  const backup = await bot.backup()
  bot.encryption.keys.add('NEWER')
  await says(anna, '!aufgabe Nicht mehr lesbar', { session: 'NEWER' })
  await says(ben, '!aufgabe Lesbar', KEYED)
  bot.encryption.keys.delete('NEWER')
  await story.restore(backup)
  const tasks = async () =>
    (await bot.db.task.findMany({ orderBy: { id: 'asc' } })).map(({ id, text }) => `${id} ${text}`)
  expect(await tasks()).toEqual(['A2 Lesbar'])
  expect(await story.report()).toContain('A1')
  await says(ben, '!aufgabe Danach', KEYED)
  for (let minute = 0; minute < 7; minute++) {
    story.later()
    await bot.work()
    await bot.tick('unreadable')
  }
  expect((await bot.said()).at(-1)).toContain('Diese Nachricht konnte ich nicht lesen')
  await bot.restart()
  const said = await bot.said()
  bot.homeserver.toDevice.push(keyOf(await bot.roomOf('it'), 'NEWER'))
  await bot.work()
  expect(await tasks()).toEqual(['A1 Nicht mehr lesbar', 'A2 Lesbar', 'A3 Danach'])
  expect(await bot.said()).toEqual(said)
  await says(ben, 'bis 13.3.', { ...KEYED, replyTo: (await bot.find('Nicht mehr lesbar')).event_id })
  expect(await bot.db.task.findUniqueOrThrow({ where: { id: 'A1' } })).toMatchObject({ dueDay: '2026-03-13' })
  expect(await story.ask(ben, '!aufgabe Und noch eine', KEYED)).toContain('A4')
  await bot.tick('unreadable')
  expect(await bot.db.reservation.count()).toBe(0)
})

test('what is given up after a day leaves its number to nobody', async () => {
  const { bot, says } = await begin()
  const backup = await bot.backup()
  bot.encryption.keys.add('NEWER')
  await says(anna, '!aufgabe Nicht mehr lesbar', { session: 'NEWER' })
  bot.encryption.keys.delete('NEWER')
  await story.restore(backup)
  expect(await bot.db.reservation.count()).toBe(1)
  bot.travelTo('2026-03-11T10:00:00+01:00')
  await bot.work()
  await bot.tick('unreadable')
  expect(await bot.db.reservation.count()).toBe(0)
  expect(await story.ask(ben, '!aufgabe Danach', KEYED)).toContain('A2')
})
