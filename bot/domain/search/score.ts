import type { Wish } from './question.ts'
import type { Slot, Wording } from './wording.ts'

/** What is known of the index: how rare a term is (weight.ts), and whether anybody uses it. */
export interface Statistics {
  rarity(term: string): number
  isUsed(term: string): boolean
}

/** How well an item serves a question: for ordering, and from 0 to 1 how much of the question it covers. */
export interface Fit {
  score: number
  confidence: number
  matched: string[]
}

/** Several slots add up, but not fully: a compound's parts are no separate wishes. */
const SLOT_EXPONENT = -0.4
/** From this factor on a wording says the same; below, it is only a broader word. */
const SAME = 0.6
/** What no longer holds is found after what does. */
const INVALID = 0.75

/** How well the terms of an item (with their stored weights) serve the wishes. */
export function fitOf(wishes: Wish[], weights: Map<string, number>, statistics: Statistics, valid = true): Fit {
  let score = 0
  let covered = 0
  let asked = 0
  for (const wish of wishes) {
    const mass = massOf(wish, statistics) * wish.importance
    asked += mass
    covered += mass * Math.max(0, ...wish.wordings.map((wording) => coverOf(wording, weights, statistics)))
    score += importanceFor(wish) * Math.max(0, ...wish.wordings.map((wording) => worthOf(wording, weights, statistics)))
  }
  const confidence = asked > 0 ? covered / asked : 0
  return { score: score * (0.5 + confidence / 2) * (valid ? 1 : INVALID), confidence, matched: [...weights.keys()] }
}

/** For the order importance counts less than for the answer: any word may be the one that tells items apart. */
const importanceFor = ({ importance }: Wish) => Math.sqrt(importance)

/** For the first, rough choice in the database: every term with the most that it can add. */
export function termsOf(wishes: Wish[], { rarity, isUsed }: Statistics): Map<string, number> {
  const terms = new Map<string, number>()
  for (const wish of wishes) {
    for (const { factor, slots } of wish.wordings) {
      const share = factor * slots.length ** SLOT_EXPONENT * importanceFor(wish)
      for (const [term, quality] of slots.flatMap((slot) => [...slot])) {
        if (isUsed(term)) terms.set(term, Math.max(terms.get(term) ?? 0, share * quality * rarity(term)))
      }
    }
  }
  return terms
}

function worthOf({ factor, slots }: Wording, weights: Map<string, number>, { rarity }: Statistics): number {
  const values = slots.map((slot) =>
    best(slot, (term, quality) => (quality * rarity(term) * (weights.get(term) ?? 0)) / 1000),
  )
  return factor * slots.length ** SLOT_EXPONENT * sum(values)
}

function coverOf({ factor, slots }: Wording, weights: Map<string, number>, statistics: Statistics): number {
  const masses = slots.map((slot) => massOfSlot(slot, statistics))
  const covered = slots.map((slot, i) => masses[i]! * best(slot, (term, quality) => (weights.has(term) ? quality : 0)))
  return (factor * sum(covered)) / sum(masses)
}

/** How much depends on a wish: its own rarity, or, where nobody uses the word itself, that of the wording people do use. */
function massOf({ wordings }: Wish, statistics: Statistics): number {
  const used = wordings.find(
    ({ factor, slots }) => factor >= SAME && slots.every((slot) => [...slot.keys()].some(statistics.isUsed)),
  )
  const slots = (used ?? wordings[0])?.slots ?? []
  return Math.max(0, ...slots.map((slot) => massOfSlot(slot, statistics)))
}

function massOfSlot(slot: Slot, { rarity, isUsed }: Statistics): number {
  const terms = [...slot.keys()]
  return rarity(terms.find(isUsed) ?? terms[0] ?? '')
}

const best = (slot: Slot, value: (term: string, quality: number) => number) =>
  Math.max(0, ...[...slot].map(([term, quality]) => value(term, quality)))
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
