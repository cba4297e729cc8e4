import { expect, test } from 'vitest'
import { share } from '../bench/search-measure.ts'
import { distractorsOf, linesOf, readDocuments, readQueries } from '../bench/search-set.ts'
import { answer, indexItems, search } from '../bot/domain/search/store.ts'
import { openTestDb } from './database.ts'

const set = (name: string) => new URL(`../bench/search-data/${name}`, import.meta.url)
const sight = { groupIds: ['set'], personId: '@anna:seevetal.example' }

test('of the search set nearly everything is found among others, and questions are answered only when something answers them', async () => {
  const { db, close } = await openTestDb()
  const documents = [
    ...readDocuments(set('documents.txt')),
    ...distractorsOf(readDocuments(set('distractors.txt.gz')), 600),
  ]
  const now = new Date('2026-03-12T09:00:00Z')
  await db.$transaction((tx) =>
    indexItems(
      tx,
      documents.map(({ id, ...rest }) => ({ itemId: id, ...rest, groupId: 'set', scope: 'group' as const, now })),
    ),
  )
  const queries = [...readQueries(set('queries.txt')), ...readQueries(set('queries-held-out.txt'))]
  const results: { kind: string; found: boolean; answered: boolean }[] = []
  for (const { kind, text, id } of queries) {
    const found = (await search(db, { text, sight, limit: 5 })).some(({ itemId }) => itemId === id)
    results.push({
      kind,
      found,
      answered: (await answer(db, { text, sight })).hits.some(({ itemId }) => itemId === id),
    })
  }
  expect(share(results, ({ found }) => found)).toBeGreaterThan(0.96)
  expect(
    share(
      results.filter(({ kind }) => kind === 'question'),
      ({ answered }) => answered,
    ),
  ).toBeGreaterThan(0.9)
  const unanswerable: boolean[] = []
  for (const text of linesOf(set('negatives.txt')))
    unanswerable.push((await answer(db, { text, sight })).hits.length > 0)
  expect(share(unanswerable, (answered) => answered)).toBeLessThan(0.15)
  await close()
})
