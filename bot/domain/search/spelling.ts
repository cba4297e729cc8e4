import type { Db } from '../../../prisma/client.ts'

const MAX_SUGGESTIONS = 3

/** Terms of the index that a mistyped one was probably meant to be, nearest first; those that are as near as the nearest. */
export async function correctionsOf(db: Db, term: string, allowed: number): Promise<string[]> {
  const near = (await similarTerms(db, term, allowed)).map((other) => ({
    other,
    distance: editDistance(term, other, allowed),
  }))
  const possible = near
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance || (a.other < b.other ? -1 : 1))
  return possible
    .filter(({ distance }) => distance === possible[0]?.distance)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ other }) => other)
}

/**
 * Terms of about the same length that begin with the same letter, or with the first two swapped. The database steps through
 * its index from term to term: there is no list of all terms to keep, and so none to wait for or to forget names in.
 */
async function similarTerms(db: Db, term: string, allowed: number): Promise<string[]> {
  const [first = '', second = ''] = term
  const starts = [...new Set([first, second + first])]
  const found: string[] = []
  for (const start of starts) {
    const rows = await db.$queryRaw<{ term: string }[]>`
      WITH RECURSIVE "step"("term") AS (
        SELECT MIN("term") FROM "SearchPosting" WHERE "term" >= ${start}
        UNION ALL
        SELECT (SELECT MIN("term") FROM "SearchPosting" WHERE "term" > "step"."term") FROM "step" WHERE "step"."term" < ${after(start)}
      )
      SELECT "term" FROM "step"
      WHERE LENGTH("term") >= ${term.length - allowed} AND LENGTH("term") <= ${term.length + allowed}`
    found.push(...rows.map((row) => row.term))
  }
  return found
}

/** What comes after everything that begins like this. */
const after = (start: string) =>
  start.slice(0, -1) + String.fromCodePoint((start.codePointAt(start.length - 1) ?? 0) + 1)

/** Insertions, deletions, replacements and swaps of neighbours between two words; more than `limit` counts as infinite. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY
  let [before, previous] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const best = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + same)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(swapped ? Math.min(best, before[j - 2]! + 1) : best)
    }
    if (Math.min(...row) > limit) return Number.POSITIVE_INFINITY
    ;[before, previous] = [previous, row]
  }
  const distance = previous[b.length]!
  return distance > limit ? Number.POSITIVE_INFINITY : distance
}
