import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben } = people

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** Somebody writes a command and takes it back by a reply to its answer. */
async function thenUndo(person: string, text: string) {
  const command = await bot.says(person, text)
  const answer = (await bot.events()).find((event) => isReply(event.content, command))
  if (!answer) throw new Error(`„${text}“ was not answered`)
  return bot.ask(person, '!rückgängig', { replyTo: answer.event_id })
}

const isReply = (content: Record<string, unknown>, eventId: string) =>
  (content['m.relates_to'] as { 'm.in_reply_to'?: { event_id: string } } | undefined)?.['m.in_reply_to']?.event_id ===
  eventId

test('a task made by mistake is cancelled, one that was changed is as it was, with all its parts', async () => {
  expect(await thenUndo(ben, '!aufgabe Bericht an Seevetal bis 20.3. #drucker')).toBe(
    'Zurückgenommen. A1 ist als Fehleintrag gekennzeichnet.',
  )
  expect((await bot.db.task.findUniqueOrThrow({ where: { id: 'A1' } })).status).toBe('cancelled')

  await bot.says(ben, '!aufgabe Bericht an Seevetal bis 20.3. #drucker')
  const before = await bot.db.task.findUniqueOrThrow({ where: { id: 'A2' }, include: { assignees: true } })
  for (const change of [
    'bis 27.3.',
    'an Neu Wulmstorf',
    'text Anderer Bericht',
    'in Arbeit',
    'abbrechen Entfällt',
    'erledigt',
  ]) {
    expect(await thenUndo(anna, `!aufgabe A2 ${change}`), change).toBe('Zurückgenommen. A2 ist wieder wie vorher.')
    expect(await bot.db.task.findUniqueOrThrow({ where: { id: 'A2' }, include: { assignees: true } }), change).toEqual(
      before,
    )
  }
})

test('a command about several tasks is taken back as a whole, or not at all', async () => {
  for (const text of ['Eins', 'Zwei', 'Drei']) await bot.says(ben, `!aufgabe ${text}`)
  expect(await thenUndo(anna, '!erledigt A1 A2')).toMatch(
    /A1 ist wieder wie vorher[\s\S]*A2 ist wieder wie vorher|A2 ist wieder wie vorher[\s\S]*A1 ist wieder wie vorher/,
  )
  const statuses = async () => (await bot.db.task.findMany({ orderBy: { id: 'asc' } })).map(({ status }) => status)
  expect(await statuses()).toEqual(['open', 'open', 'open'])

  await bot.says(anna, '!erledigt A1 A3')
  await bot.says(ben, '!aufgabe A3 öffnen')
  const refusal = await bot.ask(anna, '!rückgängig', { replyTo: (await bot.find('A1')).event_id })
  expect(refusal).toContain('A3 ist inzwischen geändert worden')
  expect(await statuses()).toEqual(['done', 'open', 'open'])
})

test('what a reaction did is taken back by a reply to the answer, and taking back the reaction then does nothing', async () => {
  await bot.says(ben, '!aufgabe Bericht')
  const reaction = await bot.react(anna, (await bot.find('A1 notiert')).event_id, '✅')
  const answer = (await bot.events()).at(-1)
  expect(await bot.ask(anna, '!rückgängig', { replyTo: answer?.event_id ?? '' })).toBe(
    'Zurückgenommen. A1 ist wieder wie vorher.',
  )
  await bot.says(anna, '!erledigt A1')
  const said = (await bot.said()).length
  await bot.redact(anna, reaction)
  expect(await bot.said()).toHaveLength(said)
  expect((await bot.db.task.findUniqueOrThrow({ where: { id: 'A1' } })).status).toBe('done')
})

test('a meeting planned by mistake is cancelled, one that was moved is back in its place', async () => {
  expect(await thenUndo(ben, '!sitzung 20.3. 10 Uhr Irrtum')).toBe(
    'Zurückgenommen. S1 ist als Fehleintrag gekennzeichnet.',
  )
  expect(await bot.ask(ben, '!sitzungen')).not.toContain('Irrtum')

  await bot.says(karin, '!sitzung Jour fixe jeden Montag 9 Uhr')
  const dates = () => bot.db.meetingDate.findMany({ where: { meetingId: 'S2' }, orderBy: { originalStart: 'asc' } })
  const before = await dates()
  for (const change of [
    'am 23.3. verschieben auf 24.3. 14 Uhr',
    'am 23.3. absagen Krankheit',
    'serie absagen kein Bedarf',
  ]) {
    expect(await thenUndo(karin, `!sitzung S2 ${change}`), change).toBe('Zurückgenommen. S2 ist wieder wie vorher.')
    expect(await dates(), change).toEqual(before)
  }
})

test('whoever heard of a command hears that it is taken back: in person of a task, in the room of a meeting', async () => {
  await bot.says(ben, '!aufgabe Bericht @anna bis 20.3.')
  await thenUndo(karin, '!aufgabe A1 abbrechen Entfällt')
  expect((await bot.said(anna)).at(-1)).toContain('Zurückgenommen. A1 ist wieder wie vorher.')

  await bot.says(karin, '!sitzung 20.3. 10 Uhr Runde')
  await bot.says(karin, 'sitzung S1 absagen Krankheit', { in: karin })
  const answer = await bot.find('Krankheit', karin)
  await bot.ask(karin, 'rückgängig', { in: karin, replyTo: answer.event_id })
  const told = await bot.find('Zurückgenommen. S1 ist wieder wie vorher.')
  expect((told.content['m.mentions'] as { user_ids: string[] }).user_ids).toContain(anna)
})

test('a reply to the command itself takes it back as well', async () => {
  const command = await bot.says(karin, '!beschluss Drucker')
  expect(await bot.ask(karin, '!rückgängig', { replyTo: command })).toContain('Zurückgenommen. IT-2026/001 (B1)')
  expect(await bot.ask(anna, '!rückgängig', { replyTo: command })).toContain(
    'Zurücknehmen kann das nur, wer den Befehl gegeben hat.',
  )
})

test('a link shared by mistake is gone from the list, and can be shared anew', async () => {
  expect(await thenUndo(ben, '!link https://example.org/muster Muster')).toBe(
    'Zurückgenommen. L1 ist als Fehleintrag gekennzeichnet.',
  )
  expect(await bot.ask(ben, '!links')).not.toContain('example.org')
  await bot.says(ben, '!link https://example.org/muster Muster')
  expect(await bot.ask(anna, '!links')).toContain('L2')
})

test('an article stored by mistake is withdrawn', async () => {
  expect(await thenUndo(ben, '!wissen Fristen\nImmer vier Wochen vorher.')).toBe(
    'Zurückgenommen. W1 ist als Fehleintrag gekennzeichnet.',
  )
  expect(await bot.ask(anna, '!suche Fristen')).not.toContain('vier Wochen')
})

test('the scope of links, articles and own tasks is changed by their author, of those of others by the coordinators', async () => {
  await bot.says(ben, '!link https://example.org/muster Muster')
  await bot.says(ben, '!wissen Fristen\nImmer vier Wochen vorher.')
  await bot.says(ben, '!aufgabe Bericht')
  for (const id of ['L1', 'W1', 'A1']) {
    expect(await bot.ask(anna, `!sichtbar ${id} kreisweit`), id).toContain(
      'Das kann nur, wer es eingetragen hat (Ben Schulz), oder die Koordination',
    )
    expect(await bot.ask(ben, `!sichtbar ${id} kreisweit`), id).toBe(
      `${id} ist jetzt sichtbar: kreisweit, in allen Arbeitsgruppen.`,
    )
    expect(await bot.ask(ben, `!sichtbar ${id} öffentlich`), id).toContain('Das kann nur die Koordination')
    expect(await bot.ask(karin, `!sichtbar ${id} gruppe`), id).toContain('nur AG IT-Kooperation')
  }
})
