import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, olga, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

const person = () => bot.db.person.findUniqueOrThrow({ where: { id: anna } })
const set = (text: string) => bot.ask(anna, `einstellungen ${text}`, { in: anna })

test('settings are shown with what holds and what to type', async () => {
  expect((await bot.ask(anna, 'einstellungen', { in: anna })).split('\n')).toEqual([
    'Ihre Einstellungen:',
    '- Sprache: Deutsch · ändern: einstellungen sprache en',
    '- Zeitzone: Europe/Berlin · ändern: einstellungen zeitzone Europe/Berlin',
    '- Ruhezeit: 18–7 Uhr · ändern: einstellungen ruhe 18-7 oder einstellungen ruhe aus',
    '- Erste Erinnerung an Aufgaben: 3 Tage vorher · ändern: einstellungen erinnerung 3 Tage vorher',
    '- Persönlicher Überblick: aus · ändern: einstellungen digest wöchentlich Mo 8:00, einstellungen digest täglich oder einstellungen digest aus',
  ])
})

test.each([
  ['digest täglich', { digest: 'täglich' }, 'täglich, 8:00 Uhr'],
  ['digest wöchentlich', { digest: 'Mo 8:00' }, 'wöchentlich, Mo 8:00 Uhr'],
  ['digest wöchentlich Donnerstag 9 Uhr', { digest: 'Do 9:00' }, 'wöchentlich, Do 9:00 Uhr'],
  ['digest fr 14:30', { digest: 'Fr 14:30' }, 'wöchentlich, Fr 14:30 Uhr'],
  ['digest aus', { digest: 'aus' }, 'Überblick: aus'],
  ['ruhe 19-6', { quiet: '19-6' }, 'Ruhezeit: 19–6 Uhr'],
  ['ruhe von 18:30 bis 7 Uhr', { quiet: '18:30-7' }, 'Ruhezeit: 18:30–7 Uhr'],
  ['ruhe aus', { quiet: '' }, 'Ruhezeit: keine'],
  ['erinnerung 5 Tage vorher', { leadDays: 5 }, '5 Tage vorher'],
  ['Erinnerung 1', { leadDays: 1 }, '1 Tag vorher'],
  ['erinnerung aus', { leadDays: 0 }, 'am Tag selbst'],
  ['zeitzone europe/lisbon', { timeZone: 'Europe/Lisbon' }, 'Zeitzone: Europe/Lisbon'],
  ['zeitzone Wien', {}, '„Wien“ habe ich nicht erkannt.'],
  ['zeitzone Vienna', { timeZone: 'Europe/Vienna' }, 'Zeitzone: Europe/Vienna'],
])('„einstellungen %s“', async (text, stored, said) => {
  expect(await set(text)).toContain(said)
  expect(await person()).toMatchObject(stored)
})

test.each([
  'digest manchmal',
  'digest',
  'ruhe laut',
  'ruhe 7-7',
  'erinnerung 99 Tage',
  'zeitzone +02:00',
  'sprache fr',
  'farbe rot',
])('„einstellungen %s“ is refused with an example, and changes nothing', async (text) => {
  const before = await person()
  expect(await set(text)).toMatch(/nicht erkannt\. Beispiel: einstellungen .*Es wurde nichts gespeichert\./s)
  expect(await person()).toEqual(before)
})

test('the answer to another language comes in that language, and so do later ones', async () => {
  expect(await set('sprache en')).toBe('Stored. Language: English.')
  expect(await bot.ask(anna, '!settings digest weekly Thu 9:00')).toBe('Stored. Personal digest: weekly, Thu 9:00.')
  expect(await bot.ask(anna, '!help')).toContain('This is what you can do here')
})

test('in a room the settings are shown to their owner only', async () => {
  await set('ruhe 20-6')
  const answer = await bot.ask(anna, '!einstellungen')
  expect(answer).toBe('Ihre Einstellungen stehen in der Direktnachricht von mir.')
  expect((await bot.said(anna)).at(-1)).toContain('Ruhezeit: 20–6 Uhr')
})

test('operators have settings too, strangers none', async () => {
  await openDirectRoom(bot, olga)
  expect(await bot.ask(olga, 'einstellungen sprache de', { in: olga })).toContain('Sprache: Deutsch')
  bot.homeserver.setMember(await bot.roomOf(), stranger, 'join')
  await bot.work()
  expect(await bot.ask(stranger, '!einstellungen sprache en')).toContain('Ich kenne Sie noch nicht.')
  expect(await bot.db.person.findUnique({ where: { id: stranger } })).toBeNull()
})
