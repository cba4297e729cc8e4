import type { Db } from '../../../prisma/client.ts'
import type { Seen } from './analyse.ts'
import { findHits, type Query } from './find.ts'
import { passageOf } from './passage.ts'
import { type Posting, postingsOf, writePostings } from './postings.ts'
import type { Hit, Indexable, Scope } from './sight.ts'

/** Items per step of a bulk load: enough to be quick, few enough to let others in between when called in steps. */
const STEP = 200

/** How much of a question must be covered to call it answered; calibrated by bench/search.ts. */
const ANSWERED = 0.51
/** A further source must be nearly as good as the best. */
const SUPPORTING = 0.6

/** A source of an answer, with the passage to quote; the title where there is no text. */
export type Answer = Hit & { passage: string }

/** Puts an item into the index, or replaces it there. Call it in the transaction that changes the item. Unchanged text costs one query. */
export async function indexItem(db: Db, doc: Indexable): Promise<void> {
  await indexItems(db, [doc])
}

/** Puts an item that was just made into the index: whether it is there already is not asked. */
export async function indexNewItem(db: Db, doc: Indexable): Promise<void> {
  const data = rowOf(doc)
  const { id } = await db.searchDocument.create({ data, select: { id: true } })
  await writePostings(db, postingsOf(id, data))
}

/** `indexItem` for many at once: for a bulk load. Of two with one id the last counts. */
export async function indexItems(db: Db, docs: Indexable[]): Promise<void> {
  const unique = [...new Map(docs.map((doc) => [doc.itemId, doc])).values()]
  const seen: Seen = new Map()
  for (let from = 0; from < unique.length; from += STEP) await indexStep(db, unique.slice(from, from + STEP), seen)
}

/** Takes an item out of the index, all its words with it; nothing happens when it is not there. */
export async function removeFromIndex(db: Db, itemId: string): Promise<void> {
  await db.searchDocument.deleteMany({ where: { itemId } })
}

/** Changes who may find an item, without reading its text again. */
export async function rescopeItem(db: Db, itemId: string, scope: Scope): Promise<void> {
  await db.searchDocument.updateMany({ where: { itemId }, data: { scope } })
}

/** Reads all stored texts again and rewrites their postings: after a change of the dictionary or the analyser. */
export async function rebuildIndex(db: Db): Promise<void> {
  const seen: Seen = new Map()
  for (let after = 0; ; ) {
    const docs = await db.searchDocument.findMany({ where: { id: { gt: after } }, orderBy: { id: 'asc' }, take: STEP })
    const last = docs.at(-1)
    if (!last) return
    await db.searchPosting.deleteMany({ where: { documentId: { in: docs.map(({ id }) => id) } } })
    await writePostings(
      db,
      docs.flatMap((doc) => postingsOf(doc.id, doc, seen)),
    )
    after = last.id
  }
}

/** What is found for some words, best first; only what `sight` allows. */
export async function search(db: Db, query: Query & { limit?: number }): Promise<Hit[]> {
  return (await findHits(db, query)).slice(0, query.limit ?? 10)
}

/** The answer to a question: the items that cover it, best first, each with its best passage; empty when nothing really does. */
export async function answer(db: Db, query: Query & { limit?: number }): Promise<{ hits: Answer[] }> {
  const [best, ...others] = await findHits(db, query)
  if (!best || best.confidence < ANSWERED) return { hits: [] }
  const supporting = others.filter(
    ({ confidence, score }) => confidence >= ANSWERED && score >= best.score * SUPPORTING,
  )
  return {
    hits: [best, ...supporting]
      .slice(0, query.limit ?? 3)
      .map((hit) => ({ ...hit, passage: passageOf(hit) || hit.title })),
  }
}

async function indexStep(db: Db, docs: Indexable[], seen: Seen): Promise<void> {
  const found = await db.searchDocument.findMany({ where: { itemId: { in: docs.map(({ itemId }) => itemId) } } })
  const stored = new Map(found.map((row) => [row.itemId, row]))
  const fresh = docs.filter(({ itemId }) => !stored.has(itemId))
  const postings = fresh.length ? await insert(db, fresh, seen) : []
  for (const doc of docs) {
    const row = stored.get(doc.itemId)
    if (row) postings.push(...(await replace(db, row, doc, seen)))
  }
  await writePostings(db, postings)
}

/** Brings a stored item up to date; returns its new postings where its text has changed. */
async function replace(db: Db, row: Row & { id: number }, doc: Indexable, seen: Seen): Promise<Posting[]> {
  const data = rowOf(doc)
  if (CONTENT.every((field) => row[field] === data[field])) return []
  await db.searchDocument.update({ where: { id: row.id }, data })
  if (row.title === data.title && row.body === data.body) return []
  await db.searchPosting.deleteMany({ where: { documentId: row.id } })
  return postingsOf(row.id, data, seen)
}

async function insert(db: Db, docs: Indexable[], seen: Seen): Promise<Posting[]> {
  await db.searchDocument.createMany({ data: docs.map(rowOf) })
  const rows = await db.searchDocument.findMany({
    where: { itemId: { in: docs.map(({ itemId }) => itemId) } },
    select: { id: true, title: true, body: true },
  })
  return rows.flatMap((row) => postingsOf(row.id, row, seen))
}

const rowOf = ({
  itemId,
  kind,
  groupId,
  scope,
  administrationKey = null,
  authorId = null,
  title,
  body,
  valid = true,
  now,
}: Indexable) => ({
  itemId,
  kind,
  groupId,
  scope,
  administrationKey,
  authorId,
  title: withoutNul(title),
  body: withoutNul(body),
  length: body.length,
  valid,
  updatedAt: now,
})

type Row = ReturnType<typeof rowOf>

/** What makes a stored row another one; the time alone does not. */
const CONTENT: (keyof Row)[] = ['kind', 'groupId', 'scope', 'administrationKey', 'authorId', 'title', 'body', 'valid']

/** PostgreSQL stores no NUL character. */
const withoutNul = (text: string) => text.replaceAll('\0', '')
