import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, dora, paul } = people
let bot: TestBot
// A Monday.
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** The last event that the bot sent to a place. */
const latest = async (place?: string) => (await bot.events(place)).at(-1)?.content

test('author and assignees get one line when somebody else changes the task, and nobody else does', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben @ben')
  await bot.ask(karin, '!aufgabe A1 an @dora')
  expect(await bot.said(anna)).toEqual([
    'Karin Beispiel in AG IT-Kooperation: A1 geändert: „Bericht schreiben“ · Dora Lang (Seevetal).',
  ])
  expect(await bot.said(ben)).toHaveLength(1)
  expect(await bot.said(dora)).toEqual([])
  expect(await latest()).toMatchObject({ 'm.mentions': { user_ids: [dora] } })
  await bot.ask(dora, '!aufgabe A1 in Arbeit')
  expect(await bot.said(anna)).toHaveLength(2)
  expect(await bot.said(ben)).toHaveLength(1)
  expect(await bot.said(dora)).toEqual([])
  expect(await bot.said(karin)).toEqual([])
})

test('that line is a card: a reply in the direct room changes the task', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben @ben')
  await bot.ask(karin, '!aufgabe A1 bis Freitag')
  const { event_id } = await bot.find('A1 geändert', anna)
  expect(await bot.ask(anna, 'bis 20.3.', { in: anna, replyTo: event_id })).toContain('bis Fr., 20.03.2026')
})

test('a task made in a direct message is told to whoever it is for, in person', async () => {
  expect(await bot.ask(karin, 'Aufgabe Bericht schreiben @ben bis Freitag', { in: karin })).toBe(
    'Aufgabe A1 notiert: „Bericht schreiben“ · Ben Schulz (Neu Wulmstorf) · bis Fr., 13.03.2026 · AG IT-Kooperation. Ändern: einfach hierauf antworten.',
  )
  expect(await bot.said(ben)).toEqual([
    'Neue Aufgabe von Karin Beispiel: A1 „Bericht schreiben“ · Ben Schulz (Neu Wulmstorf) · bis Fr., 13.03.2026 (AG IT-Kooperation). Antworten Sie mit „erledigt“, „bis <Datum>“ oder „an <Person>“.',
  ])
  expect(await latest(ben)).toMatchObject({ msgtype: 'm.text', 'm.mentions': { user_ids: [ben] } })
  expect(await bot.said('it')).toEqual([])
})

test('what is told in person waits for the end of quiet hours', async () => {
  bot.travelTo('2026-03-09T20:00:00+01:00')
  await bot.ask(karin, 'aufgabe Bericht schreiben @ben', { in: karin })
  expect(await bot.said(ben)).toEqual([])
  bot.travelTo('2026-03-10T06:59:00+01:00')
  await bot.work()
  expect(await bot.said(ben)).toEqual([])
  bot.travelTo('2026-03-10T07:00:00+01:00')
  await bot.work()
  expect(await bot.said(ben)).toHaveLength(1)
})

test('in several groups a direct message has to say which one', async () => {
  expect(await bot.ask(anna, 'aufgabe Bericht schreiben', { in: anna })).toContain('Für welche Gruppe? aufgabe [IT] …')
  expect(await bot.ask(anna, 'aufgabe [portale] Bericht schreiben @paul', { in: anna })).toContain(
    'Paul Peters (Stelle) · AG Kommunale Portale',
  )
  expect(await bot.ask(anna, 'A1 bis Freitag', { in: anna })).toContain('A1 geändert')
  expect(await bot.ask(anna, 'aufgabe 1', { in: anna })).toContain('Aufgabe A1 · AG Kommunale Portale')
  expect(await bot.ask(anna, 'aufgabe [portale] A1', { in: anna })).toContain('Aufgabe A1 · AG Kommunale Portale')
  expect(await bot.ask(anna, 'erledigt [portale] A1', { in: anna })).toBe('A1 erledigt: „Bericht schreiben“.')
  expect(await bot.ask(anna, 'A99 bis Freitag', { in: anna })).toContain('A99 gibt es nicht. Liste: !aufgaben')
  expect(await bot.said(paul)).toHaveLength(3)
})
