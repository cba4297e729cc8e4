import { type Db, Prisma } from '../../../prisma/client.ts'
import type { Sight } from './sight.ts'

/** How many items are looked at closely. */
const CANDIDATES = 50

/** A visible item that has some of the terms, with the stored weight of each that it has. */
export interface Candidate {
  id: number
  itemId: string
  kind: string
  groupId: string
  title: string
  body: string
  valid: boolean
  weights: Map<string, number>
}

/** In how many items each used term stands, and how many items there are, about. */
export interface Counts {
  counts: Map<string, number>
  total: number
}

/** Counts terms in the index of all groups: rarity says nothing of who wrote what. */
export async function countTerms(db: Db, terms: string[]): Promise<Counts> {
  const rows = await db.$queryRaw<{ term: string; count: number | bigint }[]>`
    SELECT "term", COUNT(*) AS "count" FROM "SearchPosting" WHERE "term" IN (${Prisma.join(terms)}) GROUP BY "term"
    UNION ALL SELECT '', COALESCE(MAX("id"), 0) FROM "SearchDocument"`
  const counts = new Map(rows.map(({ term, count }) => [term, Number(count)]))
  const total = counts.get('') ?? 0
  counts.delete('')
  return { counts, total }
}

/**
 * The items that score best for the weighted terms among all that may be seen. `terms`: all to report on.
 * Scope is a subquery for each item that has a term: so PostgreSQL looks these up and never reads all the others.
 */
export async function findCandidates(
  db: Db,
  choosing: Map<string, number>,
  terms: Map<string, number>,
  sight: Sight,
  kinds?: string[],
): Promise<Candidate[]> {
  const rarities = [...choosing].map(
    ([term, weight]) => Prisma.sql`WHEN ${term} THEN CAST(${Math.round(weight)} AS INTEGER)`,
  )
  const visible = kinds
    ? Prisma.sql`${visibleTo(sight)} AND "item"."kind" IN (${Prisma.join(kinds)})`
    : visibleTo(sight)
  const rows = await db.$queryRaw<Omit<Candidate, 'weights'>[]>`
    WITH "scored" AS (
      SELECT "documentId" AS "id", SUM("weight" * CASE "term" ${Prisma.join(rarities, ' ')} ELSE 0 END) AS "score"
      FROM "SearchPosting" WHERE "term" IN (${Prisma.join([...choosing.keys()])}) GROUP BY "documentId"
    ),
    "best" AS (
      SELECT "id", "score" FROM "scored"
      WHERE (SELECT CASE WHEN ${visible} THEN 1 ELSE 0 END FROM "SearchDocument" AS "item" WHERE "item"."id" = "scored"."id") = 1
      ORDER BY "score" DESC, "id" DESC LIMIT ${CANDIDATES}
    )
    SELECT "item"."id", "item"."itemId", "item"."kind", "item"."groupId", "item"."title", "item"."body", "item"."valid"
    FROM "best" JOIN "SearchDocument" AS "item" ON "item"."id" = "best"."id" ORDER BY "best"."score" DESC, "best"."id" DESC`
  const weights = await weightsOf(
    db,
    rows.map(({ id }) => id),
    [...terms.keys()],
  )
  return rows.map((row) => ({ ...row, valid: Boolean(row.valid), weights: weights.get(row.id) ?? new Map() }))
}

function visibleTo({ groupIds, administrationKey }: Sight): Prisma.Sql {
  const ways = [Prisma.sql`CAST("item"."scope" AS TEXT) IN ('district', 'public')`]
  if (groupIds.length) ways.push(Prisma.sql`"item"."groupId" IN (${Prisma.join(groupIds)})`)
  if (administrationKey)
    ways.push(
      Prisma.sql`(CAST("item"."scope" AS TEXT) = 'administration' AND "item"."administrationKey" = ${administrationKey})`,
    )
  return Prisma.sql`(${Prisma.join(ways, ' OR ')})`
}

async function weightsOf(db: Db, ids: number[], terms: string[]): Promise<Map<number, Map<string, number>>> {
  const weights = new Map(ids.map((id) => [id, new Map<string, number>()]))
  if (!ids.length) return weights
  const rows = await db.$queryRaw<{ documentId: number; term: string; weight: number }[]>`
    SELECT "documentId", "term", "weight" FROM "SearchPosting"
    WHERE "documentId" IN (${Prisma.join(ids)}) AND "term" IN (${Prisma.join(terms)})`
  for (const { documentId, term, weight } of rows) weights.get(Number(documentId))?.set(term, Number(weight))
  return weights
}
