import { afterEach, beforeEach, expect, test } from 'vitest'
import { answer, indexItem, indexItems, rebuildIndex, removeFromIndex, search } from '../bot/domain/search/store.ts'
import { openTestDb } from './database.ts'
import { DOGS, decision, inIt, PRINTERS, stranger } from './search-fixture.ts'

let database: Awaited<ReturnType<typeof openTestDb>>
let db: Awaited<ReturnType<typeof openTestDb>>['db']

beforeEach(async () => {
  database = await openTestDb()
  db = database.db
})
afterEach(() => database.close())

const found = async (text: string, sight = inIt, kinds?: string[]) =>
  (await search(db, { text, sight, kinds })).map(({ itemId }) => itemId)

test('indexing again replaces, with new text and new rights; unchanged text is left alone', async () => {
  await indexItem(db, PRINTERS)
  const before = await db.searchDocument.findUniqueOrThrow({ where: { itemId: 'B41' } })
  await indexItem(db, { ...PRINTERS, now: new Date('2026-04-01T09:00:00Z') })
  expect(await db.searchDocument.findUniqueOrThrow({ where: { itemId: 'B41' } })).toEqual(before)
  await indexItem(db, { ...PRINTERS, body: 'Die Scanner werden gemietet.', groupId: 'portale' })
  expect(await found('gemietet', stranger)).toEqual(['B41'])
  expect(await found('Seevetal', stranger)).toEqual([])
  expect(await found('gemietet')).toEqual([])
  expect(await db.searchDocument.count()).toBe(1)
})

test('what is removed is gone, its words too', async () => {
  await indexItems(db, [PRINTERS, decision('B50', 'Vertretung', 'Frau Przybylski übernimmt die Drucker.')])
  expect(await db.searchPosting.count({ where: { term: 'przybylski' } })).toBe(1)
  await removeFromIndex(db, 'B50')
  await removeFromIndex(db, 'B50')
  expect(await found('Przybylski')).toEqual([])
  expect(await found('Drucker')).toEqual(['B41'])
  expect(await db.searchPosting.count({ where: { term: 'przybylski' } })).toBe(0)
  expect(await db.searchPosting.count({ where: { term: 'druck' } })).toBe(1)
})

test('a name that was replaced leaves no trace', async () => {
  await indexItem(db, decision('B50', 'Vertretung', 'Frau Przybylski übernimmt.'))
  await indexItem(db, decision('B50', 'Vertretung', 'Ein ehemaliges Mitglied übernimmt.'))
  expect(await db.searchPosting.count({ where: { term: 'przybylski' } })).toBe(0)
  expect(await found('Mitglied')).toEqual(['B50'])
})

test('a transaction that fails leaves the index as it was', async () => {
  await indexItem(db, DOGS)
  const failed = db.$transaction(async (tx) => {
    await indexItem(tx, { ...DOGS, title: 'Katzensteuer', body: 'Katzen.' })
    throw new Error('refused')
  })
  await expect(failed).rejects.toThrow('refused')
  expect(await found('Hundesteuer')).toEqual(['B42'])
  expect(await found('Katzensteuer')).not.toContain('B43')
  expect(await db.searchPosting.count({ where: { term: 'katz' } })).toBe(0)
})

test('many who write the same new words at once do not stop each other', async () => {
  const words = ['Wasserstoffstrategie', 'Nahwärmenetz', 'Quartiersmanagement', 'Energiegenossenschaft']
  const writers = Array.from({ length: 8 }, (_, writer) =>
    db.$transaction(async (tx) => {
      for (const [i, word] of [...words.slice(writer % 4), ...words.slice(0, writer % 4)].entries()) {
        await indexItem(tx, decision(`B${writer * 10 + i}`, word, word))
      }
    }),
  )
  await Promise.all(writers)
  for (const word of words) expect(await found(word)).toHaveLength(8)
})

test('an index that is built anew finds the same', async () => {
  await indexItems(db, [PRINTERS, DOGS])
  const before = await search(db, { text: 'Drucker Hundesteuer', sight: inIt })
  await db.searchPosting.deleteMany()
  expect(await found('Drucker')).toEqual([])
  await rebuildIndex(db)
  expect(await search(db, { text: 'Drucker Hundesteuer', sight: inIt })).toEqual(before)
})

test('rubbish is stored and searched like anything else', async () => {
  const random = Array.from({ length: 60_000 }, (_, i) =>
    String.fromCodePoint(97 + ((i * i * 31 + i * 7) % 26), i % 9 === 0 ? 32 : 101),
  ).join('')
  for (const [i, body] of [
    random,
    'a'.repeat(60_000),
    '-'.repeat(60_000),
    'ä-'.repeat(30_000),
    '\0\u{1F600}\ud800'.repeat(20_000),
  ].entries()) {
    await indexItem(db, decision(`B${i}`, 'Unsinn', body))
    await search(db, { text: body, sight: inIt })
    await answer(db, { text: body, sight: inIt })
  }
  expect(await found('Unsinn')).toHaveLength(5)
})
