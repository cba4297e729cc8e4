import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben } = people
let bot: TestBot
// A Monday.
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** The last event that the bot sent to a place. */
const latest = async (place?: string) => (await bot.events(place)).at(-1)?.content

test('a task is noted with its person and its date, and pings exactly that person', async () => {
  expect(await bot.ask(anna, '!aufgabe Leistungsverzeichnis prüfen @ben bis Donnerstag')).toBe(
    'Aufgabe A1 notiert: „Leistungsverzeichnis prüfen“ · Ben Schulz (Neu Wulmstorf) · bis Do., 12.03.2026. Ändern: einfach hierauf antworten.',
  )
  expect(await latest()).toMatchObject({ msgtype: 'm.text', 'm.mentions': { user_ids: [ben] } })
})

test('a task for oneself or for nobody is a notice that pings nobody', async () => {
  await bot.ask(anna, '!aufgabe Angebote einholen @anna')
  expect(await latest()).toMatchObject({ msgtype: 'm.notice' })
  expect(await latest()).not.toHaveProperty(['m.mentions'])
  expect(await bot.ask(anna, '!todo Angebote einholen')).toBe(
    'Aufgabe A2 notiert: „Angebote einholen“. Ändern: einfach hierauf antworten.',
  )
})

test('English is understood and spoken', async () => {
  await bot.db.person.update({ where: { id: ben }, data: { language: 'en' } })
  expect(await bot.ask(ben, '!task Check the specification to Seevetal by Friday 3pm #printers')).toBe(
    'Task A1 noted: “Check the specification” · Seevetal · by Fri, 13 March 2026, 15:00 · #printers. To change it, just reply to this.',
  )
  expect(await bot.ask(ben, '!task A1 doing')).toMatch(/^A1 is in progress/)
  expect(await bot.ask(ben, '!tasks')).toContain(
    'A1 “Check the specification” · Seevetal · by Fri, 13 March 2026, 15:00 · #printers · in progress',
  )
  expect(await bot.ask(ben, '!task A1 no date')).toBe('A1 changed: “Check the specification” · Seevetal · #printers.')
  expect(await bot.ask(ben, '!task A1')).toContain('no date (Ben Schulz)')
  expect(await bot.ask(ben, '!task report by Firday')).toContain('I did not recognise “by Firday” as a date')
})

test('a reply turns a message into a task', async () => {
  const message = await bot.put(ben, 'Wer kümmert sich um die Lizenzen? Anfragen bis morgen @karin')
  expect(await bot.ask(anna, '!aufgabe bis Freitag @ben', { replyTo: message })).toMatch(
    /^Aufgabe A1 notiert: „Wer kümmert sich um die Lizenzen\? Anfragen bis morgen @karin“ · Ben Schulz \(Neu Wulmstorf\) · bis Fr\., 13\.03\.2026\./,
  )
  expect(await bot.ask(anna, '!aufgabe', { replyTo: message })).toContain(
    'A2 notiert: „Wer kümmert sich um die Lizenzen?',
  )
  expect(await bot.ask(anna, '!aufgabe nur die Server', { replyTo: message })).toContain('@karin – nur die Server“')
})

test('a reply with the command on a card changes that task', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben')
  const { event_id } = await bot.find('A1 notiert')
  expect(await bot.ask(ben, '!aufgabe bis Freitag @ben', { replyTo: event_id })).toBe(
    'A1 geändert: „Bericht schreiben“ · Ben Schulz (Neu Wulmstorf) · bis Fr., 13.03.2026.',
  )
})

const REFUSED = [
  ['!aufgabe', 'So geht es: !aufgabe'],
  ['!aufgabe @ben bis Freitag', 'So geht es: !aufgabe'],
  [
    '!aufgabe Bericht bis Feitag',
    '„bis Feitag“ habe ich nicht als Datum erkannt. Beispiel: „bis Freitag“ oder „bis 20.03.“',
  ],
  ['!aufgabe Bericht bis 2.3.', 'Mo., 02.03.2026 ist vorbei. Nächstes Jahr: „bis 2.3.2027“'],
  ['!aufgabe jeden Monat Bericht abgeben', 'Wiederkehrende Aufgaben kann ich noch nicht anlegen'],
  ['!aufgabe Bericht bis Freitag, jeden Montag', 'Wiederkehrende Aufgaben kann ich noch nicht anlegen'],
] as const

test('what cannot be a task is refused, and nothing is stored', async () => {
  for (const [text, reason] of REFUSED) {
    const answer = await bot.ask(anna, text)
    expect(answer, text).toContain(reason)
    expect(answer, text).toMatch(/Es wurde nichts gespeichert\.$/)
  }
  expect(await bot.ask(anna, '!aufgabe B41')).toContain('B41 ist keine Aufgabe')
  expect(await bot.db.item.count()).toBe(0)
})

test('a text may have 2,000 characters and no more', async () => {
  expect(await bot.ask(anna, `!aufgabe ${'x'.repeat(2001)}`)).toContain(
    'Der Text hat 2.001 Zeichen, möglich sind 2.000.',
  )
  expect(await bot.ask(anna, `!aufgabe ${'x'.repeat(2000)}`)).toContain('A1 notiert')
  expect(await bot.ask(anna, `!aufgabe A1 text ${'y'.repeat(2001)}`)).toContain('möglich sind 2.000')
})

test('markup and pings in a text stay text', async () => {
  await bot.ask(anna, '!aufgabe **fett** <b>x</b> @room prüfen')
  const content = await latest()
  expect(content?.['body']).toContain('**fett** <b>x</b> @\u2060room prüfen')
  expect(content?.['formatted_body']).toContain('**fett** &lt;b&gt;x&lt;/b&gt;')
  expect(content).toMatchObject({ msgtype: 'm.notice' })
  expect(content).not.toHaveProperty(['m.mentions'])
})

test('a task is changed word by word, and shows its history', async () => {
  await bot.ask(anna, '!aufgabe Leistungsverzeichnis prüfen an Seevetal bis Donnerstag')
  bot.travelTo('2026-03-10T11:00:00+01:00')
  expect(await bot.ask(ben, '!aufgabe A1 bis 20.3. 12 Uhr an @ben #drucker')).toBe(
    'A1 geändert: „Leistungsverzeichnis prüfen“ · Ben Schulz (Neu Wulmstorf) · bis Fr., 20.03.2026, 12:00 Uhr · #drucker.',
  )
  expect(await bot.ask(ben, '!aufgabe 1 in Arbeit')).toMatch(/^A1 ist in Arbeit/)
  expect(await bot.ask(ben, '!A1 notiz Entwurf liegt im Ordner')).toBe(
    'Notiz zu A1 „Leistungsverzeichnis prüfen“: Entwurf liegt im Ordner',
  )
  expect(await bot.ask(ben, '!a1 grund Haushalt fehlt')).toContain('Grund zu A1')
  expect(await bot.ask(ben, '!aufgabe A1 text LV prüfen')).toContain('A1 geändert: „LV prüfen“')
  expect(await bot.ask(ben, '!aufgabe A1 ohne Termin')).toBe(
    'A1 geändert: „LV prüfen“ · Ben Schulz (Neu Wulmstorf) · #drucker.',
  )
  expect(await bot.ask(anna, '!aufgabe A1')).toBe(
    [
      'Aufgabe A1 · AG IT-Kooperation · in Arbeit',
      '„LV prüfen“',
      'zuständig: Ben Schulz (Neu Wulmstorf) · #drucker',
      'Grund: Haushalt fehlt',
      'Angelegt von Anna Meyer am Mo., 09.03.2026.',
      'Verlauf:',
      '- Mo., 09.03.2026, 10:00 Uhr: angelegt (Anna Meyer)',
      '- Di., 10.03.2026, 11:00 Uhr: vorgesehen bis Fr., 20.03.2026, 12:00 Uhr (Ben Schulz)',
      '- Di., 10.03.2026, 11:00 Uhr: an Ben Schulz (Neu Wulmstorf) (Ben Schulz)',
      '- Di., 10.03.2026, 11:00 Uhr: Schlagworte #drucker (Ben Schulz)',
      '- Di., 10.03.2026, 11:00 Uhr: in Arbeit (Ben Schulz)',
      '- Di., 10.03.2026, 11:00 Uhr: Notiz: Entwurf liegt im Ordner (Ben Schulz)',
      '- Di., 10.03.2026, 11:00 Uhr: Grund: Haushalt fehlt (Ben Schulz)',
      '- Di., 10.03.2026, 11:00 Uhr: neuer Text, vorher „Leistungsverzeichnis prüfen“ (Ben Schulz)',
      '- Di., 10.03.2026, 11:00 Uhr: ohne Termin (Ben Schulz)',
    ].join('\n'),
  )
})

test('a task is cancelled with its reason and opened again', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben @ben')
  expect(await bot.ask(ben, '!aufgabe A1 abbrechen Förderung entfällt')).toBe(
    'A1 abgebrochen: „Bericht schreiben“, Grund: Förderung entfällt. Wieder öffnen: !aufgabe A1 öffnen',
  )
  expect(await bot.ask(ben, '!erledigt A1')).toContain('A1 ist abgebrochen')
  expect(await bot.ask(ben, '!aufgabe A1 bis Freitag')).toContain('A1 ist abgebrochen')
  expect(await bot.ask(ben, '!aufgabe A1 öffnen')).toBe(
    'A1 ist wieder offen: „Bericht schreiben“ · Ben Schulz (Neu Wulmstorf).',
  )
  expect(await bot.ask(ben, '!aufgabe neu')).toContain('A2 notiert')
})

test('what cannot be done to a task is said, with what can', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben')
  const answer = await bot.ask(anna, '!aufgabe A1 verschieben')
  expect(answer).toContain('„verschieben“ habe ich bei A1 nicht verstanden. Möglich ist: bis …, an …')
  expect(answer).toMatch(/Es wurde nichts gespeichert\.$/)
})

test('a command can be taken back whole', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben @ben bis Donnerstag')
  const change = await bot.ask(anna, '!aufgabe A1 bis 20.3. an @karin #x')
  const { event_id } = await bot.find(change)
  await bot.ask(anna, '!rückgängig', { replyTo: event_id })
  expect(await bot.ask(anna, '!aufgaben')).toContain(
    'A1 „Bericht schreiben“ · Ben Schulz (Neu Wulmstorf) · bis Do., 12.03.2026',
  )
  const made = await bot.find('A1 notiert')
  await bot.ask(anna, '!rückgängig', { replyTo: made.event_id })
  expect(await bot.ask(anna, '!aufgaben')).toContain('Es sind keine Aufgaben offen')
  expect(await bot.ask(anna, '!aufgabe Neuer Versuch')).toContain('A2 notiert')
})

test('a task is found by its text, its notes and its tags, also after a change', async () => {
  await bot.ask(anna, '!aufgabe Leistungsverzeichnis prüfen #drucker')
  await bot.ask(anna, '!aufgabe A1 notiz Toner getrennt ausschreiben')
  const found = async () => bot.db.searchDocument.findUniqueOrThrow({ where: { itemId: 'A1' } })
  expect(await found()).toMatchObject({ kind: 'task', title: 'Leistungsverzeichnis prüfen', valid: true })
  expect((await found()).body).toContain('Toner getrennt ausschreiben\n#drucker')
  await bot.ask(anna, '!aufgabe A1 text Plotter prüfen')
  expect((await found()).title).toBe('Plotter prüfen')
  await bot.ask(anna, '!aufgabe A1 abbrechen')
  expect((await found()).valid).toBe(false)
})
