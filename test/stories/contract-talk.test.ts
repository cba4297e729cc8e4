import { expect, test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, stranger } = people
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
  expect(await bot.ask(anna, '!aufgaben')).toContain('A1')
  expect(await bot.ask(anna, '!wissen')).toContain('nichts gespeichert')
  expect(await bot.ask(anna, 'mitglieder [IT]', { in: anna })).toContain('Ben Schulz')
  expect(await bot.ask(anna, 'aufgaben [IT]', { in: anna })).toContain('A1')
  expect(await bot.ask(anna, 'aufgaben', { in: anna })).not.toContain('A1')
  const refused = 'ist archiviert und wird nicht mehr verändert'
  expect(await bot.ask(anna, '!aufgabe Noch eine')).toContain(refused)
  expect(await bot.ask(anna, '!aufgabe A1 bis Freitag')).toContain(refused)
  expect(await bot.ask(anna, '!erledigt A1')).toContain(refused)
  for (const typed of [
    '!beschluss X',
    '!link https://a.example/',
    '!wissen X: Y',
    '!sitzung 20.3. 10 Uhr',
    '!sichtbar A1 kreisweit',
  ])
    expect(await bot.ask(anna, typed), typed).toContain(refused)
  const message = await bot.says(ben, 'Drucker')
  for (const typed of ['!merken', '!aufgabe', '!beschluss', '!sitzung'])
    expect(await bot.ask(anna, typed, { replyTo: message }), typed).toContain(refused)
  expect(await bot.ask(anna, '!rückgängig', { replyTo: card })).toContain(refused)
  expect(await bot.ask(karin, '!mitglied @ben Seevetal')).toContain(refused)
  expect(await bot.ask(stranger, '!aufgabe X')).toContain('Das können nur Mitglieder')
  expect(await bot.ask(anna, 'erledigt', { replyTo: card })).toContain(refused)
  expect(await bot.ask(anna, 'erledigt A1', { in: anna })).toContain(refused)
  await bot.react(ben, card, '✅')
  await bot.react(anna, shown, '✅', anna)
  expect((await bot.db.task.findUniqueOrThrow({ where: { id: 'A1' } })).status).toBe('open')
  await bot.close()
})

test('a reply to a card may name the item that it is about', async () => {
  const bot = await testBot({ at })
  await bot.says(anna, '!aufgabe Drucker zählen')
  const card = (await bot.find('A1 notiert')).event_id
  expect(await bot.ask(anna, 'A1 bis Freitag', { replyTo: card })).toContain('bis Fr., 13.03.2026')
  expect(await bot.ask(anna, 'a 1: erledigt', { replyTo: card })).toContain('A1 erledigt')
  expect(await bot.ask(anna, 'A17 erledigt', { replyTo: card })).toBe('')
  await bot.close()
})

test('a command as a reply is about the message: a question, a search, a meeting', async () => {
  const bot = await testBot({ at })
  await bot.says(karin, '!beschluss Die Drucker werden gemeinsam ausgeschrieben')
  const question = await bot.says(ben, 'Was ist eigentlich mit den Druckern?')
  expect(await bot.ask(anna, '!frage', { replyTo: question })).toContain('Quellen: IT-2026/001 (')
  const words = await bot.says(ben, 'Drucker')
  expect(await bot.ask(anna, '!suche', { replyTo: words })).toContain('- IT-2026/001 (B1)')
  const plan = await bot.says(ben, 'Budgetrunde am 20.3. um 10 Uhr im Rathaus')
  expect(await bot.ask(anna, '!sitzung', { replyTo: plan })).toContain(
    '„Budgetrunde“ · Fr., 20.03.2026, 10:00–11:00 Uhr · Rathaus',
  )
  expect(await bot.ask(anna, '!frage', { replyTo: (await bot.find('Quellen')).event_id })).toContain('So geht es')
  await bot.close()
})

test('editing is answered once: also where an edit had run a command that had failed', async () => {
  const bot = await testBot({ at })
  const message = await bot.says(anna, '!aufgabe Drucker zählen bis Feitag')
  expect(await bot.ask(anna, '!aufgabe Drucker zählen bis Freitag', { edits: message })).toBe('')
  await bot.find('A1 notiert')
  await bot.says(anna, '!aufgabe Papier zählen bis Freitag', { edits: message })
  await bot.find('Ändern: !aufgabe A1 text …')
  const before = (await bot.said()).length
  await bot.says(anna, '!aufgabe Toner zählen bis Freitag', { edits: message })
  expect((await bot.said()).length).toBe(before)
  expect(await bot.db.task.count()).toBe(1)
  await bot.close()
})

test('quotation marks around all that is said are no part of it', async () => {
  const bot = await testBot({ at })
  expect(await bot.ask(anna, '!aufgabe „Drucker zählen“ bis Freitag')).toContain('notiert: „Drucker zählen“ ·')
  const card = (await bot.find('A1 notiert')).event_id
  expect(await bot.ask(anna, '„bis Samstag“', { replyTo: card })).toContain('bis Sa., 14.03.2026')
  expect(await bot.ask(anna, '“erledigt”', { replyTo: card })).toContain('A1 erledigt')
  expect(await bot.ask(anna, '„heute“', { in: anna })).toContain('Ihr Überblick')
  expect(await bot.ask(karin, '!beschluss "Die Drucker werden gekauft" am 5.3.')).toContain(
    'eingetragen: „Die Drucker werden gekauft“',
  )
  expect(await bot.ask(anna, '!aufgabe „Muster“ und „Vorlage“ suchen')).toContain('„„Muster“ und „Vorlage“ suchen“')
  expect(await bot.ask(anna, '„!aufgabe Toner zählen“')).toBe('')
  await bot.close()
})
