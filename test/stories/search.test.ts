import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, paul, olga, stranger } = people
const NOTHING = 'Dazu habe ich in den für Sie sichtbaren Einträgen nichts gefunden.'
const DECISION = 'Die Multifunktionsdrucker werden gemeinsam ausgeschrieben, Vergabestelle ist Seevetal.'
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00' })
})
afterEach(() => bot.close())

test('a decision made kreisweit in one group answers the question of a person in another', async () => {
  await bot.says(karin, `!beschluss ${DECISION}`)
  await bot.says(karin, '!sichtbar B1 kreisweit')
  const answer = await bot.ask(paul, '!frage Wer schreibt die Multifunktionsdrucker aus?', { in: 'portale' })
  expect(answer).toBe(
    `„${DECISION}“\nQuellen: IT-2026/001 (B1, gültig, 12.03.2026), AG IT-Kooperation. Bitte prüfen Sie vor Verwendung die Quelle.`,
  )
  expect(await bot.ask(paul, 'frage Wer schreibt die Multifunktionsdrucker aus?', { in: paul })).toBe(answer)
  expect(await bot.ask(paul, '!suche Druckern', { in: 'portale' })).toContain(
    '- IT-2026/001 (B1) · Beschluss · Die Multifunktionsdrucker',
  )
  expect(await bot.ask(paul, '!wer Multifunktionsdrucker', { in: 'portale' })).toContain(
    '- Landkreis Harburg: Karin Beispiel – IT-2026/001 (B1)',
  )
})

test('one left at group scope does not exist for her, in the same words as when it never was', async () => {
  const questions = [
    '!frage Wer schreibt die Multifunktionsdrucker aus?',
    '!suche Multifunktionsdrucker',
    '!wer Multifunktionsdrucker',
    '!suche Multifunktionsdrucekr',
  ]
  const asked = async (person: string, place: string) => {
    const answers: string[] = []
    for (const question of questions) answers.push(await bot.ask(person, question, { in: place }))
    return answers
  }
  const before = await asked(paul, 'portale')
  expect(before).toEqual(questions.map(() => NOTHING))
  await bot.says(karin, `!beschluss ${DECISION}`)
  expect(await asked(paul, 'portale')).toEqual(before)
  expect((await asked(ben, 'it')).every((answer) => answer.includes('B1'))).toBe(true)
})

test('in a room only what everybody there may see is found, in person all that the asker may', async () => {
  await bot.says(karin, `!beschluss ${DECISION}`)
  expect(await bot.ask(anna, '!suche Multifunktionsdrucker', { in: 'portale' })).toBe(NOTHING)
  expect(await bot.ask(anna, 'suche Multifunktionsdrucker', { in: anna })).toContain('B1')
  expect(await bot.ask(olga, 'suche Multifunktionsdrucker', { in: olga }).catch(() => '')).not.toContain('B1')
  bot.homeserver.setMember(await bot.roomOf(), stranger, 'join')
  expect(await bot.ask(stranger, '!suche Multifunktionsdrucker')).toContain(
    'Das können nur Mitglieder der AG IT-Kooperation',
  )
})

test('at administration scope the colleagues of that administration find it, in person', async () => {
  await bot.says(anna, '!wissen Bauhof: Der Häcksler steht auf dem Bauhof Meckelfeld.', { in: 'portale' })
  expect(await bot.ask(people.dora, 'suche Häcksler', { in: people.dora })).toBe(NOTHING)
  await bot.says(anna, '!sichtbar W1 verwaltung', { in: 'portale' })
  expect(await bot.ask(people.dora, 'suche Häcksler', { in: people.dora })).toContain('W1')
  expect(await bot.ask(ben, 'suche Häcksler', { in: ben })).toBe(NOTHING)
})

test('all kinds are found, each with what it is, and from where and when', async () => {
  await bot.says(anna, '!aufgabe Leistungsverzeichnis der Plotter prüfen')
  await bot.says(karin, '!beschluss Plotter werden gemietet')
  await bot.says(anna, '!link https://a.example/plotter Plotter im Vergleich')
  await bot.says(ben, '!wissen Plotter: Papier gibt es bei der Leitstelle.')
  await bot.says(karin, '!sitzung 31.3. 10 Uhr Plotter-Runde')
  const found = await bot.ask(anna, '!suche Plotter')
  for (const line of [
    '- A1 · Aufgabe · ',
    '- IT-2026/001 (B1) · Beschluss · Plotter werden gemietet',
    '- L1 · Link · Plotter im Vergleich · AG IT-Kooperation · Do., 12.03.2026 · https://a.example/plotter',
    '- W1 · Wissen · Plotter',
    '- S1 · Sitzung · Plotter-Runde · AG IT-Kooperation · Di., 31.03.2026',
  ]) {
    expect(found).toContain(line)
  }
})

test('what is no longer valid is answered with a warning', async () => {
  await bot.says(karin, `!beschluss ${DECISION}`)
  await bot.says(karin, '!beschluss B1 storno falsch eingetragen')
  const answer = await bot.ask(ben, '!frage Werden Multifunktionsdrucker gemeinsam ausgeschrieben?')
  expect(answer).toContain('Achtung: IT-2026/001 (B1) gilt nicht mehr.')
  expect(answer).toContain('(B1, gilt nicht mehr, 12.03.2026)')
})

test('what nothing answers is said, without an answer from something like it', async () => {
  await bot.says(karin, `!beschluss ${DECISION}`)
  expect(await bot.ask(ben, '!frage Wie hoch ist die Hundesteuer?')).toBe(NOTHING)
  expect(await bot.ask(ben, '!frage')).toContain('So geht es: !frage <Frage>')
})

test('more than ten hits are cut', async () => {
  for (let i = 1; i <= 12; i++) await bot.says(anna, `!wissen Plotter ${i}: Hinweis Nummer ${i}`)
  const found = await bot.ask(anna, '!suche Plotter')
  expect(found.split('\n').filter((line) => line.startsWith('- W'))).toHaveLength(10)
  expect(found).toContain('Es gibt weitere Treffer')
})

test('wer names administrations by name, with persons and sources, and never former members', async () => {
  await bot.says(karin, '!wissen E-Rechnung: Die Leitweg-ID steht im Portal.')
  await bot.says(ben, '!wissen E-Rechnung im Test: Prüfsumme beachten.')
  await bot.says(anna, '!aufgabe E-Rechnung einführen an @ben')
  const answer = await bot.ask(anna, '!wer E-Rechnung')
  expect(
    answer
      .split('\n')
      .slice(1)
      .map((line) => line.split(' – ')[0]),
  ).toEqual([
    '- Gemeinde Neu Wulmstorf: Ben Schulz',
    '- Gemeinde Seevetal: Anna Meyer',
    '- Landkreis Harburg: Karin Beispiel',
  ])
  expect(answer).toContain('W1 „E-Rechnung“')
  for (const question of [
    'hat schon Erfahrung mit E-Rechnung?',
    'kennt sich mit E-Rechnung aus',
    'ist zuständig für E-Rechnung',
  ])
    expect(await bot.ask(anna, `!wer ${question}`)).toBe(answer)
  await bot.db.membership.updateMany({
    where: { personId: ben },
    data: { removedAt: new Date('2026-03-12T10:30:00+01:00') },
  })
  const later = await bot.ask(anna, '!wer E-Rechnung?')
  expect(later).toContain('- Gemeinde Neu Wulmstorf – ')
  expect(later).not.toContain('Ben Schulz')
})

test('wer without a word lists the members', async () => {
  expect(await bot.ask(anna, '!wer')).toBe(await bot.ask(anna, '!mitglieder'))
  expect(await bot.ask(anna, 'wer', { in: anna })).toContain('Für welche Gruppe?')
  expect(await bot.ask(anna, 'wer [portale]', { in: anna })).toContain('Paul Peters')
})

test('in English', async () => {
  await bot.db.person.update({ where: { id: ben }, data: { language: 'en' } })
  await bot.says(karin, `!beschluss ${DECISION}`)
  const answer = await bot.ask(ben, '!ask Multifunktionsdrucker ausgeschrieben?')
  expect(answer).toContain('Sources: IT-2026/001 (B1, valid, 12 March 2026), AG IT-Kooperation')
  expect(answer).toContain('Please check the source before you use this.')
  expect(await bot.ask(ben, '!search Hundesteuer')).toBe('I found nothing about that in the entries that you may see.')
  expect(await bot.ask(ben, '!who Multifunktionsdrucker')).toContain('These had to do with “Multifunktionsdrucker”')
})
