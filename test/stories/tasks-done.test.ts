import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, dora, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

const statusOf = async (id: string) => (await bot.db.task.findUniqueOrThrow({ where: { id } })).status

/** A new task, and the event of its card. */
async function card(text: string) {
  await bot.ask(anna, `!aufgabe ${text}`)
  return (await bot.find('notiert:')).event_id
}

test('there are many ways to say that it is done', async () => {
  for (const text of [
    '!erledigt A1',
    '!erledigt 1',
    '!fertig A 1.',
    '!abgehakt a1',
    '!done A1',
    '!A1 erledigt',
    '!A 1 erledigt',
    '!aufgabe A1 erledigt',
  ]) {
    const number = (await bot.db.task.count()) + 1
    await card('Bericht schreiben @ben')
    expect(await bot.ask(ben, text.replace('1', String(number))), text).toBe(
      `A${number} erledigt: „Bericht schreiben“.`,
    )
    expect(await statusOf(`A${number}`)).toBe('done')
  }
  expect((await bot.said(anna)).at(-1)).toBe('Ben Schulz in AG IT-Kooperation: A8 erledigt: „Bericht schreiben“.')
})

test('several are completed at once, with a line for each', async () => {
  await card('Erstens')
  await card('Zweitens')
  await card('Drittens')
  expect(await bot.ask(anna, '!erledigt A1, 2 und A3')).toBe(
    'A1 erledigt: „Erstens“.\nA2 erledigt: „Zweitens“.\nA3 erledigt: „Drittens“.',
  )
})

test('all or none: a bad id changes nothing and is named', async () => {
  await card('Erstens')
  expect(await bot.ask(anna, '!erledigt A1 A99999')).toMatch(
    /^A99999 gibt es nicht\. Liste: !aufgaben.* Es wurde nichts gespeichert\.$/,
  )
  expect(await bot.ask(anna, '!erledigt A1 B2')).toContain('B2 ist keine Aufgabe')
  expect(await bot.ask(anna, '!erledigt')).toContain('So geht es: !erledigt')
  expect(await statusOf('A1')).toBe('open')
})

test('what is done already is said, with who and when', async () => {
  await card('Bericht schreiben')
  await bot.ask(ben, '!erledigt A1')
  bot.travelTo('2026-03-11T10:00:00+01:00')
  expect(await bot.ask(anna, '!erledigt A1')).toBe(
    'A1 „Bericht schreiben“ ist schon erledigt, seit Mo., 09.03.2026 durch Ben Schulz.',
  )
})

test('a note comes along', async () => {
  await card('Bericht schreiben')
  await bot.ask(ben, '!erledigt A1: liegt im Ordner')
  expect(await bot.ask(ben, '!aufgabe A1')).toContain('Notiz: liegt im Ordner (Ben Schulz)')
})

test('of several administrations each completes its own part, and the last one the task', async () => {
  await card('Rückmeldung geben an alle')
  expect(await bot.ask(ben, '!erledigt A1')).toBe(
    'A1 für Neu Wulmstorf erledigt: „Rückmeldung geben“. Noch offen: Seevetal, Landkreis Harburg.',
  )
  expect(await bot.ask(ben, '!erledigt A1')).toContain(
    'ist für Neu Wulmstorf schon erledigt, seit Mo., 09.03.2026 durch Ben Schulz.',
  )
  expect(await bot.ask(dora, '!aufgabe A1 erledigt')).toContain('A1 für Seevetal erledigt')
  expect(await bot.ask(anna, '!aufgaben')).toContain('Neu Wulmstorf (erledigt), Seevetal (erledigt), Landkreis Harburg')
  expect(await statusOf('A1')).toBe('open')
  expect(await bot.ask(karin, '!erledigt A1')).toBe('A1 erledigt: „Rückmeldung geben“.')
  expect(await statusOf('A1')).toBe('done')
  expect(await bot.ask(karin, '!aufgabe A1')).toContain('für Seevetal erledigt (Dora Lang)')
})

test('for another administration only a coordinator speaks', async () => {
  await card('Rückmeldung geben an Seevetal, Neu Wulmstorf')
  expect(await bot.ask(karin, '!erledigt A1')).toContain(
    'Bei A1 meldet jede Verwaltung für sich: Seevetal, Neu Wulmstorf. Die Koordination trägt es ein mit !erledigt A1 für Seevetal.',
  )
  expect(await bot.ask(ben, '!erledigt A1 für Seevetal')).toContain(
    'Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel.',
  )
  expect(await bot.ask(karin, '!erledigt A1 für Stelle')).toContain('Die Verwaltung „Stelle“ kenne ich hier nicht')
  expect(await bot.ask(karin, '!erledigt A1 für Seevetal')).toContain('A1 für Seevetal erledigt')
  expect(await bot.ask(karin, '!erledigt A1 für alle')).toBe('A1 erledigt: „Rückmeldung geben“.')
})

const REPLIES = [
  ['erledigt', 'A# erledigt'],
  ['Fertig, danke!', 'A# erledigt'],
  ['bis Freitag', 'bis Fr., 13.03.2026'],
  ['Freitag', 'bis Fr., 13.03.2026'],
  ['morgen 10 Uhr', 'bis Di., 10.03.2026, 10:00 Uhr'],
  ['an @ben', 'Ben Schulz (Neu Wulmstorf)'],
  ['@ben', 'Ben Schulz (Neu Wulmstorf)'],
  ['an Neu Wulmstorf bis Freitag', 'Neu Wulmstorf · bis Fr., 13.03.2026'],
  ['In Arbeit', 'A# ist in Arbeit'],
  ['grund Haushalt fehlt', 'Grund zu A#'],
  ['notiz: liegt im Ordner', 'Notiz zu A#'],
  ['text Neuer Text', 'A# geändert: „Neuer Text“'],
  ['abbrechen', 'A# abgebrochen'],
  ['bis Feitag', '„bis Feitag“ habe ich nicht als Datum erkannt'],
  ['done', 'A# erledigt'],
] as const

test('a reply to the card needs neither sign nor id', async () => {
  for (const [i, [text, expected]] of REPLIES.entries()) {
    const replyTo = await card('Bericht schreiben')
    expect(await bot.ask(anna, text, { replyTo }), text).toContain(expected.replace('#', String(i + 1)))
  }
})

const TALK = [
  'Danke',
  'bis später',
  'an der Reihe',
  'an der Stelle bin ich unsicher',
  'für mich ist das in Ordnung',
  '@ben kannst du das übernehmen?',
  'ohne dich geht es nicht',
  'by the way, thanks',
  'Das ist erledigt, wenn Anna zurück ist',
]

test('other replies are talk, and the bot keeps silent', async () => {
  const replyTo = await card('Bericht schreiben')
  for (const text of TALK) expect(await bot.ask(ben, text, { replyTo }), text).toBe('')
})

test('a reply opens a task again', async () => {
  const replyTo = await card('Bericht schreiben')
  await bot.ask(anna, 'erledigt', { replyTo })
  expect(await bot.ask(anna, 'öffnen', { replyTo })).toBe('A1 ist wieder offen: „Bericht schreiben“.')
})

test('a tick completes it, an eye says that somebody is at it; taking them back takes that back', async () => {
  const event = await card('Bericht schreiben')
  const eye = await bot.react(ben, event, '👀')
  expect(await statusOf('A1')).toBe('doing')
  const tick = await bot.react(ben, event, '✅')
  expect(await statusOf('A1')).toBe('done')
  expect(await bot.said()).toContain('A1 erledigt: „Bericht schreiben“.')
  await bot.redact(ben, tick)
  expect(await statusOf('A1')).toBe('doing')
  await bot.redact(ben, eye)
  expect(await statusOf('A1')).toBe('open')
  expect((await bot.said()).at(-1)).toBe('A1 ist wieder offen: „Bericht schreiben“.')
})

test('a task that two people ticked stays done while one tick is left', async () => {
  const event = await card('Bericht schreiben')
  const first = await bot.react(ben, event, '✅')
  const second = await bot.react(karin, event, '✔️')
  await bot.redact(ben, first)
  expect(await statusOf('A1')).toBe('done')
  expect((await bot.said()).at(-1)).toBe('A1 „Bericht schreiben“ bleibt erledigt: Es ist noch ein Haken gesetzt.')
  await bot.redact(karin, second)
  expect(await statusOf('A1')).toBe('open')
})

test('taking a tick back does not take back what was done by words, before or since', async () => {
  const event = await card('Bericht schreiben')
  await bot.ask(ben, '!erledigt A1')
  const late = await bot.react(karin, event, '✅')
  await bot.redact(karin, late)
  expect(await statusOf('A1')).toBe('done')
  await bot.ask(ben, '!aufgabe A1 öffnen')
  const tick = await bot.react(karin, event, '✅')
  await bot.ask(ben, '!aufgabe A1 öffnen')
  await bot.ask(ben, '!erledigt A1')
  await bot.redact(karin, tick)
  expect(await statusOf('A1')).toBe('done')
  await bot.ask(ben, '!aufgabe A1 öffnen')
  const eye = await bot.react(karin, event, '👀')
  await bot.ask(ben, '!erledigt A1')
  await bot.redact(karin, eye)
  expect(await statusOf('A1')).toBe('done')
})

test('what else was changed since a tick stays when it is taken back', async () => {
  const event = await card('Bericht schreiben')
  const tick = await bot.react(ben, event, '✅')
  await bot.ask(anna, '!aufgabe A1 text Kurzbericht schreiben')
  await bot.ask(anna, '!aufgabe A1 #it bis Freitag')
  await bot.redact(ben, tick)
  expect((await bot.said()).at(-1)).toBe('A1 ist wieder offen: „Kurzbericht schreiben“ · bis Fr., 13.03.2026 · #it.')
})

test('of several administrations a tick counts for the own one', async () => {
  const event = await card('Rückmeldung an Seevetal, Neu Wulmstorf')
  const tick = await bot.react(ben, event, '✅')
  expect((await bot.said()).at(-1)).toContain('A1 für Neu Wulmstorf erledigt')
  await bot.react(anna, event, '✅')
  expect(await statusOf('A1')).toBe('done')
  await bot.redact(ben, tick)
  expect(await statusOf('A1')).toBe('open')
  expect((await bot.said()).at(-1)).toBe('A1 ist wieder offen: „Rückmeldung“ · Seevetal (erledigt), Neu Wulmstorf.')
})

test('other symbols, and reactions of strangers, do nothing', async () => {
  const event = await card('Bericht schreiben')
  const before = (await bot.said()).length
  await bot.react(ben, event, '🎉')
  bot.homeserver.setMember(await bot.roomOf('it'), stranger, 'join')
  await bot.react(stranger, event, '✅')
  expect(await statusOf('A1')).toBe('open')
  expect(await bot.said()).toHaveLength(before)
})
