import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** What a client shows of the bot's message with these words. */
const html = async (text: string) => String((await bot.find(text)).content['formatted_body'])

test('what is to be filled in is seen where HTML is rendered, too', async () => {
  await bot.says(anna, '!aufgabe Server prüfen jeden Montag')
  expect(await html('Wiederkehrende Aufgaben')).toContain('„bis &lt;Datum&gt;“')
})

test('a text of several lines keeps them, and makes neither list nor heading', async () => {
  await bot.says(karin, '!beschluss Drucker werden gekauft:\n===\n- 3 für Stelle\n- 2 für Seevetal')
  expect(await html('eingetragen')).toContain('„Drucker werden gekauft:<br>===<br>- 3 für Stelle<br>- 2 für Seevetal“')
})

test('a sentence with its own full stop gets no second one', async () => {
  expect(await bot.ask(anna, '!aufgabe Bericht schreiben.')).toContain('notiert: „Bericht schreiben.“ Ändern:')
  expect(await bot.ask(anna, '!aufgabe A1 abbrechen Entfällt.')).toContain('Grund: Entfällt. Wieder öffnen:')
})
