import { type Db, Prisma } from '../../../prisma/client.ts'
import { query } from '../../../prisma/lean.ts'
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

/** Writes the postings of documents that have none yet. Nothing here is shared between documents: no writer waits for another. */
export async function writePostings(db: Db, postings: Posting[]): Promise<void> {
  for (let from = 0; from < postings.length; from += ROWS) {
    const rows = postings
      .slice(from, from + ROWS)
      .map(({ term, documentId, weight }) => Prisma.sql`(${term}, ${documentId}, ${weight})`)
    await query(
      db,
      Prisma.sql`INSERT INTO "SearchPosting" ("term", "documentId", "weight") VALUES ${Prisma.join(rows)}`,
    )
  }
}
