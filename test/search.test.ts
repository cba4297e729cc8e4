import { afterEach, beforeEach, expect, test } from 'vitest'
import { answer, indexItem, indexItems, rescopeItem, search } from '../bot/domain/search/store.ts'
import { readSynonyms } from '../bot/domain/search/synonyms.ts'
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

test('a decision is found by inflections, parts of words, other spellings and typing errors', async () => {
  await indexItems(db, [
    PRINTERS,
    DOGS,
    decision('B43', 'Straßennamen im Baugebiet', 'Die Liste wird dem Ortsrat vorgelegt.'),
  ])
  for (const text of [
    'Drucker',
    'druckern',
    'Multifunktionsgerät',
    'Ausschreibungen',
    'Wer führt die Vergabe der Drucker?',
  ]) {
    expect((await found(text))[0], text).toBe('B41')
  }
  for (const text of [
    'Hundesteuer',
    'Steuer für Hunde',
    'HUNDESTEUERSATZUNGEN',
    'Hundesteuersazung',
    'Hundestuersatzung',
  ]) {
    expect((await found(text))[0], text).toBe('B42')
  }
  for (const text of ['Strassennamen', 'Strasennamen', 'Straße Name']) expect((await found(text))[0], text).toBe('B43')
})

test('nothing is found for what is nowhere, for empty words and for nothing', async () => {
  await indexItem(db, DOGS)
  for (const text of ['Wasserstoff', 'was ist das denn', '', '   ', '???', "'; DROP TABLE x; --", '%', '\0'])
    expect(await found(text), text).toEqual([])
})

test('an item of a group does not exist for a stranger to the group, whatever else is found', async () => {
  await indexItems(db, [
    DOGS,
    decision('B9', 'Hundewiese', 'Am Bahnhof entsteht eine Hundewiese.', { groupId: 'portale' }),
  ])
  expect(await found('Hund')).toEqual(['B42'])
  expect(await found('Hund', stranger)).toEqual(['B9'])
  expect(await found('Hund', { groupIds: [], personId: '@guest:example.org' })).toEqual([])
})

test('scopes: of the administration, of the district, public, and back to the group', async () => {
  await indexItem(db, { ...DOGS, administrationKey: 'stelle' })
  expect(await found('Hundesteuer', stranger)).toEqual([])
  await rescopeItem(db, 'B42', 'administration')
  expect(await found('Hundesteuer', stranger)).toEqual(['B42'])
  expect(await found('Hundesteuer', { ...stranger, administrationKey: 'tostedt' })).toEqual([])
  expect(await found('Hundesteuer', { groupIds: ['portale'], personId: '@x:example.org' })).toEqual([])
  expect(await found('Hundesteuer')).toEqual(['B42'])
  for (const scope of ['district', 'public'] as const) {
    await rescopeItem(db, 'B42', scope)
    expect(await found('Hundesteuer', { groupIds: [], personId: '@x:example.org' })).toEqual(['B42'])
  }
  await rescopeItem(db, 'B42', 'group')
  expect(await found('Hundesteuer', stranger)).toEqual([])
})

test('many hits of other groups never crowd out the one that may be seen', async () => {
  const others = Array.from({ length: 2700 }, (_, i) =>
    decision(`B${1000 + i}`, `Gebühr ${i}`, 'Die Gebühr wird erhöht.', { groupId: 'it' }),
  )
  await db.$transaction(async (tx) => {
    await indexItems(tx, [...others, decision('B7', 'Wasserrohrbruch', 'Am Markt.', { groupId: 'it' })])
    await indexItem(
      tx,
      decision('B5', 'Satzung', 'In der Anlage steht eine Gebühr, neben vielem anderen.', { groupId: 'portale' }),
    )
  })
  expect(await found('Gebühr', stranger)).toEqual(['B5'])
  expect(await found('Gebühr Wasserrohrbruch', stranger)).toEqual(['B5'])
})

test('kinds limit the search, and what no longer holds comes after what does', async () => {
  const old = decision('B1', 'Hundesteuer', 'Die Hundesteuer beträgt 80 Euro.', { valid: false })
  const current = decision('B2', 'Hundesteuer', 'Die Hundesteuer beträgt 96 Euro.')
  await indexItems(db, [current, old, decision('A3', 'Hundesteuer', 'Hundesteuer berechnen', { kind: 'task' })])
  expect(await found('Hundesteuer', inIt, ['task'])).toEqual(['A3'])
  expect(await found('Hundesteuer', inIt, [])).toEqual([])
  const hits = await search(db, { text: 'Was kostet die Hundesteuer in Euro?', sight: inIt, kinds: ['decision'] })
  expect(hits.map(({ itemId, valid }) => [itemId, valid])).toEqual([
    ['B2', true],
    ['B1', false],
  ])
})

test('a question is answered with the passage that says it, or not at all', async () => {
  await indexItems(db, [PRINTERS, DOGS, decision('A7', 'Serverzertifikate erneuern', '', { kind: 'task' })])
  const { hits } = await answer(db, { text: 'Wie hoch ist die Hundesteuer für den ersten Hund?', sight: inIt })
  expect(hits.map(({ itemId, passage }) => [itemId, passage])).toEqual([
    ['B42', 'Die Hundesteuer für den ersten Hund steigt auf 96 Euro.'],
  ])
  for (const text of [
    'Was kostet eine Urnenbeisetzung?',
    'Wie hoch ist die Jagdsteuer?',
    'Wer hat Erfahrung mit Drohnen?',
  ]) {
    expect((await answer(db, { text, sight: inIt })).hits, text).toEqual([])
  }
  expect((await answer(db, { text: 'Wie hoch ist die Hundesteuer?', sight: stranger })).hits).toEqual([])
})

test('an installation has its own words for things', async () => {
  await indexItem(db, PRINTERS)
  expect(await found('Klapparatismus')).toEqual([])
  const synonyms = readSynonyms('# what Seevetal says\nKlapparatismus, Ausschreibung der Drucker')
  expect((await search(db, { text: 'Klapparatismus', sight: inIt, synonyms })).map(({ itemId }) => itemId)).toEqual([
    'B41',
  ])
})
