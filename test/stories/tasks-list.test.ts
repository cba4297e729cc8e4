import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, dora, paul, olga, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** Ids of a list, in its order. */
const ids = async (person: string, text: string, saying = {}) =>
  [...(await bot.ask(person, text, saying)).matchAll(/^- (A\d+) /gm)].map(([, id]) => id)

/** A1 to A6: with dates, persons, administrations, tags; A4 done, A6 of another group. */
async function fill() {
  await bot.ask(anna, '!aufgabe Ohne Termin @ben')
  await bot.ask(anna, '!aufgabe Spät an Seevetal bis 20.3. #drucker')
  await bot.ask(anna, '!aufgabe Früh @anna bis 10.3. #drucker #it')
  await bot.ask(anna, '!aufgabe Längst fertig @ben bis 12.3.')
  await bot.ask(anna, '!erledigt A4')
  await bot.ask(ben, '!aufgabe Von Ben')
  await bot.ask(paul, '!aufgabe Im Portal @anna bis 11.3.', { in: 'portale' })
}

test('the open ones of the group, by date; filters in any order and language', async () => {
  await fill()
  expect(await bot.ask(anna, '!aufgaben')).toBe(
    [
      'Offene Aufgaben · AG IT-Kooperation · 4',
      '- A3 „Früh“ · Anna Meyer (Seevetal) · bis Di., 10.03.2026 · #drucker #it',
      '- A2 „Spät“ · Seevetal · bis Fr., 20.03.2026 · #drucker',
      '- A1 „Ohne Termin“ · Ben Schulz (Neu Wulmstorf)',
      '- A5 „Von Ben“',
    ].join('\n'),
  )
  expect(await ids(anna, '!aufgaben meine')).toEqual(['A3', 'A2'])
  expect(await ids(dora, '!aufgaben meine')).toEqual(['A2'])
  expect(await ids(ben, '!tasks mine')).toEqual(['A1', 'A5'])
  expect(await ids(anna, '!aufgaben erledigt')).toEqual(['A4'])
  expect(await ids(anna, '!aufgaben alle')).toEqual(['A3', 'A4', 'A2', 'A1', 'A5'])
  expect(await ids(anna, '!aufgaben Seevetal')).toEqual(['A2'])
  expect(await ids(anna, '!aufgaben #DRUCKER, offen')).toEqual(['A3', 'A2'])
  expect(await ids(anna, '!aufgaben @ben')).toEqual(['A1'])
  expect(await ids(anna, '!aufgaben erledigt @ben')).toEqual(['A4'])
})

test('what is past its date, by number', async () => {
  await fill()
  expect(await bot.ask(anna, '!aufgaben überfällig')).toContain('Es ist keine Aufgabe über dem Termin')
  await bot.ask(anna, '!aufgabe A1 bis 20.3.')
  bot.travelTo('2026-03-21T00:00:00+01:00')
  expect(await ids(anna, '!aufgaben ueberfaellig')).toEqual(['A1', 'A2', 'A3'])
  expect(await bot.ask(anna, '!aufgaben überfällig')).toContain('Aufgaben über dem Termin')
})

test('a day without a time ends at its local midnight', async () => {
  await bot.ask(anna, '!aufgabe Bericht bis 10.3.')
  bot.travelTo('2026-03-10T23:59:00+01:00')
  expect(await ids(anna, '!aufgaben überfällig')).toEqual([])
  bot.travelTo('2026-03-11T00:00:00+01:00')
  expect(await ids(anna, '!aufgaben überfällig')).toEqual(['A1'])
})

test('a direct message lists all my groups, each under its name', async () => {
  await fill()
  const answer = await bot.ask(anna, 'aufgaben meine', { in: anna })
  expect(answer).toBe(
    [
      'Offene Aufgaben · meine · AG IT-Kooperation · 2',
      '- A3 „Früh“ · Anna Meyer (Seevetal) · bis Di., 10.03.2026 · #drucker #it',
      '- A2 „Spät“ · Seevetal · bis Fr., 20.03.2026 · #drucker',
      'Offene Aufgaben · meine · AG Kommunale Portale · 1',
      '- A6 „Im Portal“ · Anna Meyer (Seevetal) · bis Mi., 11.03.2026',
    ].join('\n'),
  )
  expect(await ids(anna, 'aufgaben [portale]', { in: anna })).toEqual(['A6'])
  expect(await ids(ben, 'aufgaben', { in: ben })).not.toContain('A6')
  expect(await bot.ask(ben, 'aufgaben [portale]', { in: ben })).toContain(
    'Eine Gruppe „portale“ kenne ich bei Ihnen nicht',
  )
})

test('a long list is cut at ten and says how to see the rest', async () => {
  for (let i = 1; i <= 12; i++) await bot.ask(anna, `!aufgabe Nummer ${i} @anna`)
  const answer = await bot.ask(anna, '!aufgaben')
  expect(answer.split('\n')).toHaveLength(12)
  expect(answer).toContain('… und 2 weitere: !aufgaben alle')
  expect(await bot.ask(anna, '!aufgaben meine')).toContain('… und 2 weitere: !aufgaben meine alle')
  expect(await ids(anna, '!aufgaben meine alle')).toHaveLength(12)
  expect(await bot.ask(anna, 'aufgaben', { in: anna })).toContain('… und 2 weitere: !aufgaben [IT] alle')
})

test('nothing to list, and words that are no filter, are said', async () => {
  expect(await bot.ask(anna, '!aufgaben')).toBe(
    'Es sind keine Aufgaben offen. Neue Aufgabe: !aufgabe <Text> bis <Datum>',
  )
  expect(await bot.ask(anna, '!aufgaben dringend')).toContain('„dringend“ kenne ich hier nicht. Möglich: meine, offen')
})

test('any member may change a task of the group; others learn nothing of it', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben')
  expect(await bot.ask(dora, '!aufgabe A1 bis Freitag')).toContain('A1 geändert')
  const gone = 'A1 gibt es nicht. Liste: !aufgaben'
  for (const text of ['!aufgabe A1', '!aufgabe A1 bis Freitag', '!erledigt A1']) {
    expect(await bot.ask(paul, text, { in: 'portale' })).toContain(gone)
    expect(await bot.ask(paul, text.replace('A1', 'A77'), { in: 'portale' })).toBe(
      (await bot.ask(paul, text, { in: 'portale' })).replace('A1', 'A77'),
    )
  }
  expect(await bot.ask(paul, 'erledigt A1', { in: paul })).toContain(gone)
  expect(await bot.ask(anna, '!aufgabe A1', { in: 'portale' })).toContain(gone)
  expect(await bot.ask(olga, '!aufgaben')).toContain('Das können nur Mitglieder der AG IT-Kooperation')
})

test('a task that may be seen everywhere is changed by its own group alone', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben')
  await bot.db.item.update({ where: { id: 'A1' }, data: { scope: 'district' } })
  expect(await bot.ask(paul, '!aufgabe A1', { in: 'portale' })).toContain('Aufgabe A1 · AG IT-Kooperation · offen')
  expect(await bot.ask(paul, '!aufgabe A1 bis Freitag', { in: 'portale' })).toContain(
    'Das können nur Mitglieder der AG IT-Kooperation',
  )
  expect(await bot.ask(paul, '!erledigt A1', { in: 'portale' })).toContain(
    'Das können nur Mitglieder der AG IT-Kooperation',
  )
  expect(await bot.ask(paul, '!aufgaben', { in: 'portale' })).toContain('Es sind keine Aufgaben offen')
})

test('who was removed sees and changes nothing more, in direct messages either', async () => {
  await bot.ask(anna, '!aufgabe Bericht schreiben @ben')
  await bot.db.membership.updateMany({ where: { personId: ben }, data: { removedAt: bot.clock() } })
  for (const text of ['aufgaben', 'aufgabe A1', 'erledigt A1'])
    expect(await bot.ask(ben, text, { in: ben })).not.toContain('Bericht')
  expect((await bot.db.task.findUniqueOrThrow({ where: { id: 'A1' } })).status).toBe('open')
})

test('strangers in the room are told that members only may', async () => {
  bot.homeserver.setMember(await bot.roomOf('it'), stranger, 'join')
  expect(await bot.ask(stranger, '!aufgabe Bericht')).toContain('Das können nur Mitglieder der AG IT-Kooperation')
  expect(await bot.ask(karin, '!aufgaben')).toContain('keine Aufgaben offen')
})
