import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { answer, indexItems, search } from '../bot/domain/search/store.ts'
import { type Client, openDb } from '../prisma/client.ts'
import type { Measurement } from './figures.ts'
import { fts5Over } from './search-fts5.ts'
import { type Measured, measure, round, share } from './search-measure.ts'
import { distractorsOf, linesOf, readDocuments, readQueries, type SetDocument, type SetQuery } from './search-set.ts'

/** Documents stored in one transaction. */
const BATCH = 1000
const SIGHT = { groupIds: ['bench'], personId: '@bench:allmende.example' }
const now = new Date('2026-03-12T09:00:00Z')

const given = (name: string) => fileURLToPath(new URL(`search-data/${name}`, import.meta.url))

const options = {
  documents: { type: 'string', default: given('documents.txt') },
  queries: { type: 'string', default: given('queries.txt') },
  distractors: { type: 'string', default: given('distractors.txt.gz') },
  negatives: { type: 'string', default: given('negatives.txt') },
  size: { type: 'string', default: '20000' },
  database: { type: 'string' },
  verbose: { type: 'boolean', default: false },
} as const

/**
 * Loads a search set amid distractors through the store, and measures search and answers; beside it SQLite's FTS5.
 * `--database <url>` names an empty database instead of a temporary SQLite file; `--verbose` lists what was missed.
 */
export async function benchSearch(args: string[]): Promise<Measurement> {
  const { values } = parseArgs({ args, options })
  const size = Number(values.size)
  if (!Number.isInteger(size) || size < 0) throw new Error(`--size must be a whole number, not "${values.size}"`)
  const documents = [...readDocuments(values.documents), ...distractorsOf(readDocuments(values.distractors), size)]
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  const { prisma, close } = await openDb(values.database ?? `file:${join(folder, 'search.db')}`)
  try {
    const result = await measureAll(prisma, documents, readQueries(values.queries), linesOf(values.negatives))
    if (values.verbose) for (const { kind, text, id } of result.missed) console.log(`missed: ${kind} | ${text} | ${id}`)
    return { table: tableOf(result.figures), json: result.figures, isKept: true }
  } finally {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureAll(prisma: Client, documents: SetDocument[], queries: SetQuery[], negatives: string[]) {
  const buildSeconds = await load(prisma, documents)
  const find = async (text: string) => (await search(prisma, { text, sight: SIGHT })).map(({ itemId }) => itemId)
  const { missed, ...own } = await measure(queries, find)
  const { missed: _, ...fts5 } = await measure(queries, fts5Over(documents))
  const answers = await measureAnswers(prisma, queries, negatives)
  return {
    missed,
    figures: { documents: documents.length, queries: queries.length, buildSeconds, ...own, fts5, answers },
  }
}

/** Stores all documents; returns the seconds that took. */
async function load(prisma: Client, documents: SetDocument[]): Promise<number> {
  const start = performance.now()
  for (let from = 0; from < documents.length; from += BATCH) {
    const items = documents
      .slice(from, from + BATCH)
      .map(({ id, ...rest }) => ({ itemId: id, ...rest, groupId: 'bench', scope: 'group' as const, now }))
    await prisma.$transaction((tx) => indexItems(tx, items))
  }
  return round((performance.now() - start) / 1000)
}

/** The shares of questions, of all queries, and of what nothing answers, that get an answer; and one from the right source. */
async function measureAnswers(prisma: Client, queries: SetQuery[], negatives: string[]) {
  const results: { kind: string; answered: boolean; right: boolean }[] = []
  for (const { kind, text, id } of [...queries, ...negatives.map((text) => ({ kind: 'unanswerable', text, id: '' }))]) {
    const ids = (await answer(prisma, { text, sight: SIGHT })).hits.map(({ itemId }) => itemId)
    results.push({ kind, answered: ids.length > 0, right: ids.includes(id) })
  }
  const of = (holds: (kind: string) => boolean) => {
    const asked = results.filter(({ kind }) => holds(kind))
    return {
      asked: asked.length,
      answered: share(asked, ({ answered }) => answered),
      rightSource: share(asked, ({ right }) => right),
    }
  }
  const { asked, answered } = of((kind) => kind === 'unanswerable')
  return {
    answerable: of((kind) => kind === 'question'),
    allQueries: of((kind) => kind !== 'unanswerable'),
    unanswerable: { asked, answered },
  }
}

type Figures = Awaited<ReturnType<typeof measureAll>>['figures']

function tableOf({ documents, queries, buildSeconds, fts5, answers, ...own }: Figures): string {
  const line = (cells: (string | number)[]) => cells.map((cell) => String(cell).padEnd(10)).join('')
  const row = (name: string, { 'recall@1': r1, 'recall@5': r5, mrr, p50ms, p95ms }: Measured) =>
    line([name, r1, r5, mrr, p50ms, p95ms])
  const percent = (value: number) => `${Math.round(1000 * value) / 10} %`
  const { answerable, allQueries, unanswerable } = answers
  return [
    `${documents} documents, ${queries} queries; loaded in ${buildSeconds} s`,
    line(['', 'recall@1', 'recall@5', 'mrr', 'p50ms', 'p95ms']),
    row('allmende', own),
    row('fts5', fts5),
    `answered: ${percent(answerable.answered)} of ${answerable.asked} answerable questions, ${percent(answerable.rightSource)} from the right source;`,
    `          ${percent(allQueries.answered)} of all queries; ${percent(unanswerable.answered)} of ${unanswerable.asked} questions that nothing answers`,
  ].join('\n')
}
