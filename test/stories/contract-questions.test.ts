import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, karin, paul } = people

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.says(karin, '!beschluss Die Drucker werden gemeinsam ausgeschrieben')
  await bot.says(anna, '!aufgabe Leistungsverzeichnis prüfen bis Freitag')
  await bot.says(anna, '!link https://www.seevetal.de/muster Muster für Wartungsverträge')
  await bot.says(anna, '!wissen E-Rechnung: Die Leitweg-ID steht im Portal unter Stammdaten')
})
afterEach(() => bot.close())

test.each([
  ['Wie lautet der Beschluss zu den Druckern?', 'IT-2026/001'],
  ['Gibt es einen Beschluss zu den Druckern?', 'IT-2026/001'],
  ['Welche Beschlüsse haben wir über Drucker gefasst?', 'IT-2026/001'],
  ['Welche Aufgaben gibt es zum Leistungsverzeichnis?', 'A1'],
  ['Gibt es einen Link zu Wartungsverträgen?', 'L1'],
  ['Haben wir einen Wissenseintrag zur E-Rechnung?', 'W1'],
])('a question may say what it asks for: %s', async (question, source) => {
  expect(await bot.ask(anna, `!frage ${question}`)).toContain(`Quellen: ${source} (`)
})

test.each(['Gibt es einen Beschluss zu Laubbläsern?', 'Welche Aufgaben gibt es?', 'Wie lautet der Beschluss?'])(
  'what it asks for alone is no answer: %s',
  async (question) => {
    expect(await bot.ask(anna, `!frage ${question}`)).toContain('nichts gefunden')
  },
)

test('an id or a register number finds its item first, where it may be seen', async () => {
  expect(await bot.ask(anna, '!suche A1')).toContain('- A1 · Aufgabe · Leistungsverzeichnis prüfen')
  expect(await bot.ask(anna, '!suche b 1')).toContain('- IT-2026/001 (B1) · Beschluss')
  expect(await bot.ask(anna, '!suche 2026/1')).toContain('- IT-2026/001 (B1) · Beschluss')
  expect(await bot.ask(anna, '!suche A1', { in: 'portale' })).toContain('nichts gefunden')
  expect(await bot.ask(paul, 'suche A1', { in: paul })).toContain('nichts gefunden')
})
