import { afterEach, beforeEach, expect, test } from 'vitest'
import { findNamed } from '../../bot/answers/rights.ts'
import type { Ctx } from '../../bot/command.ts'
import { speakerIn } from '../../bot/domain/people.ts'
import { search } from '../../bot/domain/search/store.ts'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, dora, paul, olga } = people

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** What somebody's search finds in a direct message. */
async function found(personId: string, text: string) {
  const { sight } = (await speakerIn(bot.db, personId, { operators: [] })).viewer
  return (await search(bot.db, { text, sight: { ...sight, personId } })).map(({ itemId }) => itemId)
}

test('a decision made kreisweit is seen and found by people of other groups, one left at group scope is not there for them', async () => {
  await bot.says(karin, '!beschluss Gemeinsame Ausschreibung der Drucker')
  await bot.says(karin, '!beschluss Gemeinsame Ausschreibung der Telefone')
  expect(await found(paul, 'Ausschreibung')).toEqual([])
  expect(await bot.ask(karin, '!sichtbar B1 kreisweit')).toBe(
    'IT-2026/001 (B1) ist jetzt sichtbar: kreisweit, in allen Arbeitsgruppen.',
  )
  expect(await bot.ask(paul, 'beschluss B1', { in: paul })).toContain('„Gemeinsame Ausschreibung der Drucker“')
  expect(await bot.ask(paul, '!IT-2026/1', { in: 'portale' })).toContain('Sichtbarkeit: kreisweit')
  expect(await bot.ask(paul, 'beschlüsse', { in: paul })).toContain('IT-2026/001')
  expect(await bot.ask(paul, 'beschluss B2', { in: paul })).toContain('B2 gibt es nicht')
  expect(await found(paul, 'Ausschreibung')).toEqual(['B1'])

  expect(await bot.ask(karin, '!sichtbar IT-2026/001 gruppe')).toBe(
    'IT-2026/001 (B1) ist jetzt sichtbar: nur AG IT-Kooperation.',
  )
  expect(await bot.ask(paul, 'beschluss B1', { in: paul })).toContain('B1 gibt es nicht')
  expect(await found(paul, 'Ausschreibung')).toEqual([])
})

test('a kreisweit decision answers search and questions of people in other groups; a group’s own one is not there for them', async () => {
  await bot.says(karin, '!beschluss Die Drucker der Schulen werden gemeinsam ausgeschrieben.')
  const asked = async (text: string) => bot.ask(paul, text, { in: paul })
  expect(await asked('suche Drucker der Schulen')).not.toContain('IT-2026')
  expect(await asked('frage Wie werden die Drucker der Schulen ausgeschrieben?')).not.toContain('IT-2026')
  await bot.says(karin, '!sichtbar B1 kreisweit')
  expect(await asked('suche Drucker der Schulen')).toContain('IT-2026/001')
  expect(await asked('frage Wie werden die Drucker der Schulen ausgeschrieben?')).toContain('IT-2026/001')
  await bot.says(karin, '!sichtbar B1 gruppe')
  expect(await asked('frage Wie werden die Drucker der Schulen ausgeschrieben?')).not.toContain('IT-2026')
})

test('who sees a decision of another group cannot change it', async () => {
  await bot.says(karin, '!beschluss Drucker')
  await bot.says(karin, '!scope B1 district')
  for (const text of [
    'beschluss B1 storno weg',
    'beschluss B1 bestätigen',
    'beschluss B1 berichtigen Toner',
    'sichtbar B1 gruppe',
  ]) {
    expect(await bot.ask(paul, text, { in: paul }), text).toMatch(
      /^Das (kann nur die Koordination|können nur Mitglieder) der AG IT-Kooperation/,
    )
  }
})

test('only coordinators change who sees a decision; the author and operators do not', async () => {
  await bot.says(anna, '!beschluss Drucker')
  expect(await bot.ask(anna, '!sichtbar B1 kreisweit')).toBe(
    'Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(olga, 'sichtbar B1 kreisweit', { in: 'it' })).toBe('')
  expect(await bot.ask(olga, '!sichtbar B1 kreisweit')).toContain('Das können nur Mitglieder')
  expect(await bot.ask(paul, 'sichtbar B1 kreisweit', { in: paul })).toBe(
    'B1 gibt es nicht. Liste: !beschlüsse. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(anna, '!sichtbar B1')).toContain('B1 ist sichtbar: nur AG IT-Kooperation.')
})

test('verwaltung: the people of the author’s administration see it in other groups, others do not', async () => {
  await bot.db.membership.updateMany({ where: { personId: dora }, data: { removedAt: bot.clock() } })
  await bot.db.group.findUniqueOrThrow({ where: { key: 'portale' } }).then(({ id }) =>
    bot.db.membership.create({
      data: {
        groupId: id,
        personId: dora,
        role: 'member',
        administrationKey: 'seevetal',
        fromConfig: true,
        createdAt: bot.clock(),
      },
    }),
  )
  await bot.says(anna, '!beschluss Drucker')
  expect(await bot.ask(karin, '!beschluss B1 bestätigen')).toContain('IT-2026/001')
  expect(await bot.ask(karin, '!sichtbar B1 verwaltung')).toBe(
    'IT-2026/001 (B1) ist jetzt sichtbar: AG IT-Kooperation und Gemeinde Seevetal.',
  )
  expect(await bot.ask(dora, 'beschluss B1', { in: dora })).toContain('Drucker')
  expect(await bot.ask(dora, '!beschluss B1', { in: 'portale' })).toContain('B1 gibt es nicht')
  expect(await bot.ask(paul, 'beschluss B1', { in: paul })).toContain('B1 gibt es nicht')
  expect(await bot.ask(ben, '!beschluss B1')).toContain('Drucker')
})

test('öffentlich is asked for once more, cannot be narrowed, and names nobody to others', async () => {
  await bot.says(karin, '!beschluss Drucker')
  const asked = await bot.ask(karin, '!sichtbar B1 öffentlich')
  expect(asked).toContain('Das lässt sich nicht zurücknehmen.')
  expect(asked).toContain('!sichtbar B1 öffentlich bestätigen')
  expect((await bot.db.item.findUniqueOrThrow({ where: { id: 'B1' } })).scope).toBe('group')
  expect(await bot.ask(karin, '!sichtbar B1 oeffentlich bestätigen')).toBe(
    'IT-2026/001 (B1) ist jetzt sichtbar: öffentlich.',
  )
  expect(await bot.ask(karin, '!sichtbar B1 gruppe')).toBe(
    'IT-2026/001 (B1) ist öffentlich, das lässt sich nicht zurücknehmen. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(karin, '!rückgängig', { replyTo: (await bot.find('jetzt sichtbar')).event_id })).toContain(
    'ist öffentlich, das lässt sich nicht zurücknehmen',
  )
  const toOthers = await bot.ask(paul, 'beschluss B1', { in: paul })
  expect(toOthers).toContain('eingetragen')
  expect(toOthers).not.toContain('Karin')
  expect(await bot.ask(ben, '!beschluss B1')).toContain('Karin Beispiel')
})

test('as a reply to a card the id may be left out; words that are no scope are named', async () => {
  await bot.says(karin, '!beschluss Drucker')
  const card = (await bot.find('IT-2026/001')).event_id
  expect(await bot.ask(karin, '!freigeben kreisweit', { replyTo: card })).toContain('kreisweit')
  expect(await bot.ask(karin, '!sichtbar B1 kreisweit')).toContain('ist schon so sichtbar')
  expect(await bot.ask(karin, '!sichtbar B1 weltweit')).toContain('„weltweit“ ist keine Sichtbarkeit')
  expect(await bot.ask(karin, '!sichtbar kreisweit')).toContain('So geht es')
  expect(await bot.ask(ben, '!beschluss B1')).toContain('Sichtbarkeit kreisweit (Karin Beispiel)')
})

test('what may not be seen is looked up with the same queries as what never was', async () => {
  await bot.says(karin, '!beschluss Drucker')
  const { viewer } = await speakerIn(bot.db, paul, { operators: [] })
  const queriesFor = async (reference: string) => {
    const queries: string[] = []
    const db = bot.db.$extends({
      query: {
        $allOperations({ model, operation, args, query }) {
          queries.push(`${model}.${operation}`)
          return query(args)
        },
      },
    })
    const ctx = { db, viewer } as unknown as Ctx
    await expect(findNamed(ctx, reference, { letter: 'B' })).rejects.toThrow()
    return queries
  }
  expect(await queriesFor('B1')).toEqual(await queriesFor('B77'))
  expect(await queriesFor('IT-2026/001')).toEqual(await queriesFor('IT-2026/077'))
})
