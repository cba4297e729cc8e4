import type { Db } from '../../../prisma/client.ts'
import { type Candidate, type Counts, countTerms, findCandidates } from './candidates.ts'
import { germanNouns } from './dictionary.ts'
import { type Wish, wishesOf } from './question.ts'
import { fitOf, type Statistics, termsOf } from './score.ts'
import type { Hit, Sight } from './sight.ts'
import { correctionsOf } from './spelling.ts'
import { germanOfficeSynonyms, type Synonyms } from './synonyms.ts'
import { rarity } from './weight.ts'
import type { Wording } from './wording.ts'

/** What is looked for, and on whose behalf. */
export interface Query {
  text: string
  sight: Sight
  kinds?: string[]
  synonyms?: Synonyms
}

/**
 * Postings read for the rough choice; from there on the commonest terms only help to order what the rarer ones found. Where
 * these found nothing that may be seen, all choose: what other groups have must not hide anything.
 */
const POSTINGS = 2500
const POSTINGS_SHARE = 0.1
const CORRECTED = 0.75
const CORRECTED_PART = 0.6

/** All that is found, best first. */
export async function findHits(
  db: Db,
  { text, sight, kinds, synonyms = germanOfficeSynonyms() }: Query,
): Promise<Hit[]> {
  const wishes = wishesOf(text, synonyms)
  if (!wishes.length || kinds?.length === 0) return []
  const counts = await countTerms(db, termsIn(wishes.flatMap(({ wordings }) => wordings)))
  await correct(db, wishes, counts.counts)
  const statistics = statisticsOf(counts)
  const terms = termsOf(wishes, statistics)
  if (!terms.size) return []
  const choosing = rarest(terms, counts)
  const first = await findCandidates(db, choosing, terms, sight, kinds)
  const found =
    first.length === 0 && choosing.size < terms.size ? await findCandidates(db, terms, terms, sight, kinds) : first
  return found.map((item) => hitOf(item, wishes, statistics)).sort((a, b) => b.score - a.score)
}

function hitOf(
  { itemId, kind, groupId, title, body, valid, weights }: Candidate,
  wishes: Wish[],
  statistics: Statistics,
): Hit {
  return { itemId, kind, groupId, title, body, valid, ...fitOf(wishes, weights, statistics, valid) }
}

/** Adds to words that nobody uses those of the index that they are near to. Changes both arguments. */
async function correct(db: Db, wishes: Wish[], counts: Map<string, number>): Promise<void> {
  const mistyped = wishes.filter(({ term, errors }) => errors > 0 && !counts.has(term))
  const added: Wording[] = []
  for (const wish of mistyped) {
    const wordings = await correctedWordings(db, wish)
    wish.wordings.push(...wordings)
    added.push(...wordings)
  }
  const fresh = termsIn(added).filter((term) => !counts.has(term))
  if (!fresh.length) return
  for (const [term, count] of (await countTerms(db, fresh)).counts) counts.set(term, count)
}

/** A mistyped word as a whole or, where nothing is near to that, a compound whose end is mistyped. */
async function correctedWordings(db: Db, { term, errors }: Wish): Promise<Wording[]> {
  const whole = await correctionsOf(db, term, errors)
  if (whole.length) return whole.map((each) => ({ factor: CORRECTED, slots: [new Map([[each, 1]])] }))
  const beginning = germanNouns().beginning(term)
  if (!beginning) return []
  const rests: string[] = []
  for (const rest of beginning.rests) rests.push(...(await correctionsOf(db, rest, 1)))
  if (!rests.length) return []
  return [
    {
      factor: CORRECTED_PART,
      slots: [new Map([[beginning.head, 1]]), new Map(rests.map((rest): [string, number] => [rest, 1]))],
    },
  ]
}

const termsIn = (wordings: Wording[]) => [
  ...new Set(wordings.flatMap(({ slots }) => slots.flatMap((slot) => [...slot.keys()]))),
]

function statisticsOf({ counts, total }: Counts): Statistics {
  const rarities = new Map([...counts].map(([term, count]) => [term, rarity(count, total)]))
  const unused = rarity(0, total)
  return { rarity: (term) => rarities.get(term) ?? unused, isUsed: (term) => counts.has(term) }
}

/** The terms that choose: the rarest, while their postings are few enough; at least one. */
function rarest(terms: Map<string, number>, { counts, total }: Counts): Map<string, number> {
  const enough = Math.max(POSTINGS, total * POSTINGS_SHARE)
  let read = 0
  const ordered = [...terms].sort(([a], [b]) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0))
  return new Map(
    ordered.filter(([term], i) => {
      read += counts.get(term) ?? 0
      return i === 0 || read <= enough
    }),
  )
}
