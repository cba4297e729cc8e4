import { DERIVED_WEIGHT, type Meaning } from './analyse.ts'

/** One thing that must be there: any of these terms, each with how well it serves. */
export type Slot = Map<string, number>

/** One way to say something: all slots together, and how good this way is. */
export interface Wording {
  factor: number
  slots: Slot[]
}

/** What a word's parts together are worth beside the word, and what its last part alone is. */
const PARTS = 0.75
const TAIL = 0.45

/** The ways to say what these words mean: as such; and a single compound also by its parts together. */
export function wordingsOf(
  meanings: Meaning[],
  factor: number,
  slotOfPart: (part: string) => Slot = (part) => new Map([[part, 1]]),
): Wording[] {
  const asSuch = { factor, slots: meanings.map(slotOf) }
  const parts = meanings.length === 1 ? meanings[0]!.parts : []
  if (!parts.length) return [asSuch]
  return [asSuch, { factor: factor * (parts.length > 1 ? PARTS : TAIL), slots: parts.map(slotOfPart) }]
}

function slotOf({ whole, derived, parts }: Meaning): Slot {
  const slot: Slot = new Map([[whole, 1]])
  if (!parts.length) for (const base of derived) slot.set(base, DERIVED_WEIGHT)
  return slot
}
