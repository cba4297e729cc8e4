import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben } = people

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** Somebody takes back what the bot's latest message with this text answered. */
const undo = async (person: string, text: string, place?: string) =>
  bot.ask(person, '!rückgängig', { replyTo: (await bot.find(text, place)).event_id, ...(place ? { in: place } : {}) })

const decision = (id = 'B1') => bot.db.decision.findUniqueOrThrow({ where: { id }, include: { item: true } })

describe('a decision', () => {
  test('that was recorded by mistake becomes a wrong entry, its number stays', async () => {
    await bot.says(karin, '!beschluss Drucker')
    expect(await undo(karin, 'IT-2026/001')).toBe(
      'Zurückgenommen. IT-2026/001 (B1) ist als Fehleintrag gekennzeichnet, die Nummer bleibt.',
    )
    expect(await decision()).toMatchObject({ status: 'void', register: 'IT-2026/001' })
    expect(await bot.ask(karin, '!beschluss Toner')).toContain('IT-2026/002')
    expect(await bot.ask(anna, '!beschluss B1')).toMatch(
      /Fehleintrag[\s\S]*letzten Befehl zurückgenommen \(Karin Beispiel\)/,
    )
  })

  test('that waited for confirmation gets no number any more', async () => {
    await bot.says(anna, '!beschluss Drucker')
    expect(await undo(anna, 'B1 vorgemerkt')).toBe('Zurückgenommen. B1 ist als Fehleintrag gekennzeichnet.')
    expect(await bot.ask(karin, '!beschluss B1 bestätigen')).toContain('B1 ist ein Fehleintrag')
  })

  test('that was corrected, voided or made visible is as it was before', async () => {
    await bot.says(karin, '!beschluss Drucker')
    await bot.says(karin, '!beschluss B1 berichtigen Toner')
    expect(await undo(karin, 'berichtigt')).toBe('Zurückgenommen. IT-2026/001 (B1) ist wieder wie vorher.')
    expect((await decision()).text).toBe('Drucker')
    await bot.says(karin, '!beschluss B1 storno falsch')
    await undo(karin, 'Fehleintrag')
    expect(await decision()).toMatchObject({ status: 'valid', reason: null, item: { cancelledAt: null } })
    await bot.says(karin, '!sichtbar B1 kreisweit')
    await undo(karin, 'kreisweit')
    expect((await decision()).item.scope).toBe('group')
  })

  test('that was confirmed keeps its confirmation', async () => {
    await bot.says(anna, '!beschluss Drucker')
    await bot.says(karin, '!beschluss B1 bestätigen')
    expect(await undo(karin, 'IT-2026/001')).toBe(
      'Die Bestätigung lässt sich nicht zurücknehmen, die Nummer IT-2026/001 ist vergeben. War es ein Versehen: !beschluss B1 storno <Grund>. Es wurde nichts gespeichert.',
    )
    expect((await decision()).status).toBe('valid')
  })
})

describe('refused', () => {
  test('by anybody but the author of the command', async () => {
    await bot.says(karin, '!beschluss Drucker')
    expect(await undo(anna, 'IT-2026/001')).toBe(
      'Zurücknehmen kann das nur, wer den Befehl gegeben hat. Es wurde nichts gespeichert.',
    )
    expect((await decision()).status).toBe('valid')
  })

  test('after ten minutes; what was asked for in time and handled late counts', async () => {
    await bot.says(karin, '!beschluss Drucker')
    await bot.says(karin, '!beschluss Toner')
    bot.travelTo('2026-03-12T10:09:00+01:00')
    await bot.put(karin, '!rückgängig', { replyTo: (await bot.find('B1')).event_id })
    bot.travelTo('2026-03-12T10:30:00+01:00')
    await bot.work()
    expect((await bot.said()).at(-1)).toContain('Zurückgenommen.')
    expect(await undo(karin, 'B2')).toBe(
      'Zurücknehmen geht nur in den ersten 10 Minuten. Ändern geht weiterhin: !B2. Es wurde nichts gespeichert.',
    )
  })

  test('when somebody has changed the item since, until that is taken back', async () => {
    await bot.says(anna, '!beschluss Drucker')
    await bot.says(karin, '!beschluss B1 berichtigen Toner')
    expect(await undo(anna, 'B1 vorgemerkt')).toBe(
      'B1 ist inzwischen geändert worden. Zurücknehmen würde das verlieren; der Stand: !B1. Es wurde nichts gespeichert.',
    )
    await undo(karin, 'berichtigt')
    expect(await undo(anna, 'B1 vorgemerkt')).toContain('Zurückgenommen.')
  })

  test('twice, of nothing, and without a reply', async () => {
    await bot.says(karin, '!beschluss Drucker')
    await undo(karin, 'eingetragen')
    expect(await undo(karin, 'eingetragen')).toBe('Das ist schon zurückgenommen. Es wurde nichts gespeichert.')
    expect(await undo(karin, 'Zurückgenommen')).toContain('Hier gibt es nichts, was sich zurücknehmen lässt.')
    await bot.says(karin, '!beschlüsse')
    expect(await undo(karin, 'Register')).toContain('Hier gibt es nichts')
    expect(await bot.ask(karin, '!undo')).toContain('Bitte mit !rückgängig auf meine Antwort antworten, die')
  })

  test('by somebody who was removed from the group', async () => {
    await bot.says(ben, 'beschluss Drucker', { in: ben })
    await bot.db.membership.updateMany({ where: { personId: ben }, data: { removedAt: bot.clock() } })
    expect(await undo(ben, 'vorgemerkt', ben)).not.toContain('Zurückgenommen')
    expect((await decision()).status).toBe('pending')
  })
})
