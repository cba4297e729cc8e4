import { type Db, Prisma } from '../../../prisma/client.ts'
import { analyse, type Seen } from './analyse.ts'
import type { Indexable } from './sight.ts'
import { postingWeight } from './weight.ts'

/** Rows per statement: three values each, below what either database takes at once. */
const ROWS = 5000

export interface Posting {
  term: string
  documentId: number
  weight: number
}

/** The postings of a text under the id of its document. */
export function postingsOf(
  documentId: number,
  { title, body }: Pick<Indexable, 'title' | 'body'>,
  seen?: Seen,
): Posting[] {
  const { terms, length } = analyse(title, body, seen)
  return [...terms].map(([term, frequency]) => ({ term, documentId, weight: postingWeight(frequency, length) }))
}

/** Writes postings and what is new in the vocabulary. Terms go in order: two writers never wait for each other in a circle. */
export async function writePostings(db: Db, postings: Posting[]): Promise<void> {
  for (let from = 0; from < postings.length; from += ROWS) {
    const rows = postings
      .slice(from, from + ROWS)
      .map(({ term, documentId, weight }) => Prisma.sql`(${term}, ${documentId}, ${weight})`)
    await db.$executeRaw`INSERT INTO "SearchPosting" ("term", "documentId", "weight") VALUES ${Prisma.join(rows)}`
  }
  const terms = [...new Set(postings.map(({ term }) => term))].sort()
  for (let from = 0; from < terms.length; from += ROWS) {
    const rows = terms.slice(from, from + ROWS).map((term) => Prisma.sql`(${term}, 0)`)
    await db.$executeRaw`INSERT INTO "SearchTerm" ("term", "documents") VALUES ${Prisma.join(rows)} ON CONFLICT DO NOTHING`
  }
}

/** Deletes the postings of documents, and from the vocabulary what no other document says: a deleted name leaves no trace. */
export async function erasePostings(db: Db, documentIds: number[]): Promise<void> {
  const where = { documentId: { in: documentIds } }
  const said = await db.searchPosting.findMany({ where, select: { term: true }, distinct: 'term' })
  await db.searchPosting.deleteMany({ where })
  const terms = said.map(({ term }) => term).sort()
  for (let from = 0; from < terms.length; from += ROWS) {
    await db.$executeRaw`
      DELETE FROM "SearchTerm" WHERE "term" IN (${Prisma.join(terms.slice(from, from + ROWS))})
      AND NOT EXISTS (SELECT 1 FROM "SearchPosting" WHERE "SearchPosting"."term" = "SearchTerm"."term")`
  }
}
