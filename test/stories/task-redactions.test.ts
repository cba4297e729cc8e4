import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben } = people

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

test('a message that is taken back takes its words out of the task that was made of it', async () => {
  const message = await bot.says(ben, 'Frau Muster hat Krebs, bitte vertreten')
  await bot.says(anna, '!aufgabe Vertretung regeln bis Freitag', { replyTo: message })
  await bot.says(anna, '!aufgabe', { replyTo: message })
  await bot.says(anna, '!A1 notiz erledige ich')
  await bot.redact(ben, message)
  expect(await bot.ask(anna, '!aufgabe A1')).toContain('„Vertretung regeln“')
  expect(await bot.ask(anna, '!aufgabe A2')).toContain('„…“')
  expect(await bot.ask(anna, '!suche Muster')).toContain('nichts gefunden')
  expect(JSON.stringify([await bot.db.historyEntry.findMany(), await bot.db.task.findMany()])).not.toContain('Krebs')
})

test('a task that was given words of its own keeps them, and nobody gets the old ones back', async () => {
  const message = await bot.says(ben, 'Geheime Sache')
  await bot.says(anna, '!aufgabe', { replyTo: message })
  await bot.says(anna, '!A1 text Drucker zählen')
  await bot.redact(ben, message)
  const changed = (await bot.find('A1 geändert')).event_id
  await bot.says(anna, '!rückgängig', { replyTo: changed })
  expect(await bot.ask(anna, '!aufgabe A1')).not.toContain('Geheime Sache')
})

test('a command that is taken back takes its task along, unless somebody else has acted on it', async () => {
  const first = await bot.says(anna, '!aufgabe Drucker zählen bis Freitag')
  await bot.redact(anna, first)
  expect(await bot.ask(anna, '!aufgabe A1')).toContain('Fehleintrag')
  expect(await bot.ask(anna, '!aufgaben')).not.toContain('A1')
  const second = await bot.says(anna, '!aufgabe Papier zählen')
  await bot.says(ben, '!A2 in Arbeit')
  await bot.redact(anna, second)
  expect(await bot.ask(anna, '!aufgabe A2')).toContain('in Arbeit')
})

test('a message of another room takes nothing along', async () => {
  const message = await bot.says(ben, 'Drucker zählen')
  await bot.says(anna, '!aufgabe', { replyTo: message })
  await bot.redact(anna, message, 'portale')
  expect(await bot.ask(anna, '!aufgabe A1')).toContain('Drucker zählen')
})
