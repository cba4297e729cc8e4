import { expect, test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin } = people
const at = '2026-03-09T10:00:00+01:00'

test('a reply to a card is understood with prefix, with the bot’s name, and without both', async () => {
  const bot = await testBot({ at })
  await bot.says(anna, '!aufgabe Drucker zählen')
  const card = (await bot.find('A1 notiert')).event_id
  expect(await bot.ask(anna, 'bis Freitag', { replyTo: card })).toContain('bis Fr., 13.03.2026')
  expect(await bot.ask(anna, '!bis Samstag', { replyTo: card })).toContain('bis Sa., 14.03.2026')
  expect(await bot.ask(anna, 'Allmende: bis Montag', { replyTo: card })).toContain('bis Mo., 16.03.2026')
  expect(await bot.ask(anna, '!in Arbeit', { replyTo: card })).toContain('A1 ist in Arbeit')
  expect(await bot.ask(anna, '!danke schön', { replyTo: card })).toBe('')
  await bot.close()
})

test('what an archived group has recorded can be read, and is not changed in any way', async () => {
  const bot = await testBot({ at })
  await bot.says(karin, '!beschluss Die Drucker werden gemeinsam ausgeschrieben')
  await bot.says(anna, '!aufgabe Drucker zählen')
  const card = (await bot.find('A1 notiert')).event_id
  await bot.says(anna, 'A1', { in: anna })
  const shown = (await bot.find('Aufgabe A1', anna)).event_id
  await bot.says(karin, '!gruppe archivieren')
  expect(await bot.ask(anna, '!beschlüsse')).toContain('IT-2026/001 (B1)')
  expect(await bot.ask(anna, '!beschluss B1')).toContain('Die Drucker werden gemeinsam ausgeschrieben')
  expect(await bot.ask(anna, '!aufgabe 1')).toContain('Drucker zählen')
  expect(await bot.ask(anna, '!suche Drucker')).toContain('A1')
  expect(await bot.ask(anna, 'mitglieder [IT]', { in: anna })).toContain('Ben Schulz')
  const refused = 'ist archiviert und wird nicht mehr verändert'
  expect(await bot.ask(anna, '!aufgabe Noch eine')).toContain(refused)
  expect(await bot.ask(anna, '!aufgabe A1 bis Freitag')).toContain(refused)
  expect(await bot.ask(anna, '!erledigt A1')).toContain(refused)
  expect(await bot.ask(anna, 'erledigt', { replyTo: card })).toContain(refused)
  expect(await bot.ask(anna, 'erledigt A1', { in: anna })).toContain(refused)
  await bot.react(ben, card, '✅')
  await bot.react(anna, shown, '✅', anna)
  expect((await bot.db.task.findUniqueOrThrow({ where: { id: 'A1' } })).status).toBe('open')
  await bot.close()
})
