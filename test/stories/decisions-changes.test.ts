import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, dora, paul } = people

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00' })
})
afterEach(() => bot.close())

test('the author corrects until it is confirmed, then the coordinators; the history shows both texts', async () => {
  await bot.says(anna, '!beschluss Druker')
  expect(await bot.ask(ben, '!beschluss B1 berichtigen Toner')).toContain(
    'Das kann nur, wer es eingetragen hat (Anna Meyer), oder die Koordination der AG IT-Kooperation: Karin Beispiel.',
  )
  expect(await bot.ask(anna, '!beschluss B1 berichtigen Drucker wegen Schreibfehler')).toBe(
    'B1 berichtigt: „Drucker“. Grund: Schreibfehler.',
  )
  await bot.says(karin, '!beschluss B1 bestätigen')
  expect(await bot.ask(anna, '!beschluss B1 berichtigen Toner')).toContain('Das kann nur die Koordination')
  expect(
    await bot.ask(karin, 'berichtigen Drucker und Toner', { replyTo: (await bot.find('IT-2026/001')).event_id }),
  ).toBe('IT-2026/001 (B1) berichtigt: „Drucker und Toner“.')

  const shown = await bot.ask(ben, '!beschluss IT-2026/1')
  expect(shown.split('\n')).toEqual([
    'Beschluss IT-2026/001 (B1) · AG IT-Kooperation',
    '„Drucker und Toner“',
    'gültig · gefasst am Do., 12.03.2026 · eingetragen am Do., 12.03.2026',
    'Verlauf:',
    '- Do., 12.03.2026, 10:00 Uhr: vorgemerkt (Anna Meyer)',
    '- Do., 12.03.2026, 10:00 Uhr: berichtigt, vorher „Druker“, Grund: Schreibfehler (Anna Meyer)',
    '- Do., 12.03.2026, 10:00 Uhr: bestätigt (Karin Beispiel)',
    '- Do., 12.03.2026, 10:00 Uhr: berichtigt, vorher „Drucker“ (Karin Beispiel)',
  ])
})

test('the reason of a correction begins at the last „wegen“ that is not part of the text', async () => {
  await bot.says(karin, '!beschluss Die Straße wird wegen Arbeiten gesperrt')
  const cases = [
    ['Die Straße wird wegen Bauarbeiten gesperrt', 'Die Straße wird wegen Bauarbeiten gesperrt', null],
    [
      'Die Straße wird wegen Bauarbeiten verlegt wegen Schreibfehler',
      'Die Straße wird wegen Bauarbeiten verlegt',
      'Schreibfehler',
    ],
    [
      '„Der Weg wird wegen Regen und wegen Schnee gesperrt“',
      'Der Weg wird wegen Regen und wegen Schnee gesperrt',
      null,
    ],
    ['„Gesperrt wegen Frost“ wegen Irrtum', 'Gesperrt wegen Frost', 'Irrtum'],
  ] as const
  for (const [typed, text, reason] of cases) {
    await bot.says(karin, `!beschluss B1 berichtigen ${typed}`)
    expect((await bot.db.decision.findUniqueOrThrow({ where: { id: 'B1' } })).text).toBe(text)
    const entry = await bot.db.historyEntry.findFirstOrThrow({ where: { itemId: 'B1' }, orderBy: { id: 'desc' } })
    expect(JSON.parse(entry.detail ?? '{}')).toMatchObject({ to: text, reason })
  }
})

test('a wrong entry keeps its number, is marked, and is changed no more', async () => {
  await bot.says(karin, '!beschluss Drucker')
  expect(await bot.ask(karin, '!beschluss B1 storno')).toContain('Bitte mit Grund: !beschluss B1 storno <Grund>')
  expect(await bot.ask(anna, '!beschluss B1 storno falsch')).toContain('Das kann nur die Koordination')
  expect(await bot.ask(karin, '!beschluss 2026/1 storno doppelt eingetragen')).toBe(
    'IT-2026/001 (B1) ist als Fehleintrag gekennzeichnet; die Nummer bleibt und wird nicht neu vergeben. Grund: doppelt eingetragen.',
  )
  expect(await bot.ask(karin, '!beschluss Toner')).toContain('IT-2026/002')
  expect(await bot.ask(anna, '!beschluss B1')).toContain('Fehleintrag, Grund: doppelt eingetragen')
  expect(await bot.ask(karin, '!beschluss B1 berichtigen Papier')).toContain(
    'ist ein Fehleintrag und wird nicht mehr verändert',
  )
  expect(await bot.ask(karin, '!beschlüsse')).toContain('- IT-2026/001 (B1) Drucker · Fehleintrag')
})

test('the author may void what is not confirmed; it gets no number and cannot be confirmed', async () => {
  await bot.says(anna, '!beschluss Drucker')
  expect(await bot.ask(anna, 'storno war nur eine Idee', { replyTo: (await bot.find('B1 vorgemerkt')).event_id })).toBe(
    'B1 ist als Fehleintrag gekennzeichnet. Grund: war nur eine Idee.',
  )
  expect(await bot.ask(karin, '!beschluss B1 bestätigen')).toContain('B1 ist ein Fehleintrag')
  expect(await bot.ask(karin, '!beschluss Toner')).toContain('IT-2026/001 (B2)')
})

test('an id, a register number and the short form of the room all name a decision, from the room and from a direct message', async () => {
  await bot.says(karin, '!beschluss Drucker')
  for (const typed of [
    '!beschluss B1',
    '!beschluss b 1',
    '!beschluss 1',
    '!B1',
    '!beschluss IT-2026/001',
    '!it-2026/1',
    '!beschluss 2026/1',
    '!decision B001',
  ]) {
    expect(await bot.ask(ben, typed), typed).toContain('IT-2026/001 (B1)')
  }
  for (const typed of ['B1', 'beschluss IT-2026/1', 'IT-2026/001'])
    expect(await bot.ask(ben, typed, { in: ben }), typed).toContain('„Drucker“')
  expect(await bot.ask(karin, '!beschluss 3 Drucker werden angeschafft')).toContain(
    'eingetragen: „3 Drucker werden angeschafft“',
  )
  expect(await bot.ask(karin, '!beschluss A4 wird nur noch beidseitig bedruckt')).toContain('eingetragen: „A4 wird')
})

test('in a direct message an id needs no group to be named, also by somebody of several groups', async () => {
  await bot.says(karin, '!beschluss Drucker')
  for (const typed of ['beschluss B1', 'beschluss IT-2026/1', 'decision [it] 2026/1', 'B1']) {
    expect(await bot.ask(anna, typed, { in: anna }), typed).toContain('„Drucker“')
  }
  expect(await bot.ask(anna, 'beschluss B9', { in: anna })).toContain('B9 gibt es nicht. Liste: !beschlüsse')
  expect(await bot.ask(anna, 'beschluss Toner', { in: anna })).toContain('Für welche Gruppe?')
  expect(await bot.ask(anna, 'beschluss [portale] Toner', { in: anna })).toContain('AG Kommunale Portale')
})

test('what comes later is not pretended: the answer says what is possible', async () => {
  await bot.says(karin, '!beschluss Drucker')
  for (const typed of ['ersetzt B2', 'aufheben Grund', 'wv 1.10.', 'Toner']) {
    const answer = await bot.ask(karin, `!beschluss B1 ${typed}`)
    expect(answer).toContain('habe ich hier nicht verstanden')
    expect(answer).toContain('!beschluss B1 berichtigen <Text> wegen <Grund>')
  }
  expect(await bot.ask(karin, '!beschluss extern Kreistag am 1.3.: Haushalt')).toContain('„extern“ gibt es hier nicht')
  expect(await bot.db.decision.count()).toBe(1)
})

test('one that may not be seen does not exist: the same words as for one that never was', async () => {
  await bot.says(karin, '!beschluss Drucker')
  const seen = await bot.ask(paul, 'beschluss B1', { in: paul })
  expect(seen).toBe('B1 gibt es nicht. Liste: !beschlüsse')
  expect(await bot.ask(paul, 'beschluss B7', { in: paul })).toBe(seen.replace('B1', 'B7'))
  expect(await bot.ask(paul, 'beschluss IT-2026/001', { in: paul })).toBe(seen.replace('B1', 'IT-2026/001'))
  const refused = `${seen}. Es wurde nichts gespeichert.`
  expect(await bot.ask(paul, '!beschluss IT-2026/7 storno weg', { in: 'portale' })).toBe(
    refused.replace('B1', 'IT-2026/007'),
  )
  expect(await bot.ask(paul, '!beschluss B1 bestätigen', { in: 'portale' })).toBe(refused)
})

test('rights follow the membership: who was removed changes nothing more', async () => {
  await bot.says(dora, '!beschluss Drucker')
  await bot.db.membership.updateMany({ where: { personId: dora }, data: { removedAt: bot.clock() } })
  expect(await bot.ask(dora, '!beschluss B1 storno egal')).toContain('Das können nur Mitglieder')
  await bot.db.group.update({ where: { key: 'it' }, data: { archivedAt: bot.clock() } })
  expect(await bot.ask(karin, 'beschluss B1 bestätigen', { in: karin })).toContain('archiviert')
  expect((await bot.db.decision.findUniqueOrThrow({ where: { id: 'B1' } })).status).toBe('pending')
})
