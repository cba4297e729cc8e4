import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { groups, names, people } from '../fixture.ts'

const { anna, karin } = people
const joerg = '@j.mueller:wulmstorf.example'
const oezlem = '@oezlem:seevetal.example'
names[joerg] = 'Jörg Müller-Lüdenscheidt'
names[oezlem] = 'Özlem Öztürk (IT)'
const [it, portale] = groups as [(typeof groups)[number], (typeof groups)[number]]
const members = [
  ...it.members,
  { id: joerg, administration: 'neu-wulmstorf' },
  { id: oezlem, administration: 'seevetal' },
]

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00', groups: [{ ...it, members }, portale] })
})
afterEach(() => bot.close())

test.each([
  ['@Jörg Müller-Lüdenscheidt', 'Jörg Müller-Lüdenscheidt (Neu Wulmstorf)'],
  ['@joerg mueller-luedenscheidt', 'Jörg Müller-Lüdenscheidt (Neu Wulmstorf)'],
  ['an Joerg Mueller-Luedenscheidt', 'Jörg Müller-Lüdenscheidt (Neu Wulmstorf)'],
  ['@özlem', 'Özlem Öztürk (IT) (Seevetal)'],
  ['an Özlem Öztürk (IT)', 'Özlem Öztürk (IT) (Seevetal)'],
])('a name with umlauts may be written out: %s', async (typed, name) => {
  expect(await bot.ask(anna, `!aufgabe Drucker zählen ${typed} bis Freitag`)).toContain(
    `notiert: „Drucker zählen“ · ${name} · bis Fr., 13.03.2026`,
  )
})

test('members are named by their display name wherever a person is', async () => {
  expect(await bot.ask(karin, '!mitglied Özlem Öztürk (IT) Seevetal Stellvertretung')).toContain(
    'Özlem Öztürk (IT) ist in der AG IT-Kooperation: Stellvertretung, Gemeinde Seevetal.',
  )
  expect(await bot.ask(karin, '!mitglied @joerg mueller-luedenscheidt Neu Wulmstorf Koordination')).toContain(
    'Jörg Müller-Lüdenscheidt ist in der AG IT-Kooperation: Koordination, Gemeinde Neu Wulmstorf.',
  )
  expect(await bot.ask(karin, '!gruppe entfernen @Jörg Müller-Lüdenscheidt und Özlem Öztürk (IT)')).toContain(
    'Jörg Müller-Lüdenscheidt, Özlem Öztürk (IT)',
  )
  const gone = { personId: { in: [joerg, oezlem] }, removedAt: { not: null } }
  expect(await bot.db.membership.count({ where: gone })).toBe(2)
  expect(await bot.ask(karin, '!gruppe entfernen Anna Niemand')).toContain('Es wurde nichts gespeichert.')
})
