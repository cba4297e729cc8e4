/** Numbers that look random and come again with the same seed; `randomOf` gives each event its own row of them. */
export type Random = {
  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number
  chance(probability: number): boolean
  pick<Value>(values: readonly Value[]): Value
  /** A list of up to `most` results. */
  some<Value>(most: number, make: () => Value): Value[]
}

/** The numbers of event `index` in the run of `seed`, whatever came before it. */
export function randomOf(seed: number, index: number): Random {
  const next = numbers(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35))
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (values) => {
      const value = values[below(values.length)]
      if (value === undefined && values.length === 0) throw new Error('nothing to pick from')
      return value as (typeof values)[number]
    },
    some: (most, make) => Array.from({ length: below(most + 1) }, make),
  }
}

/** mulberry32, a public-domain generator with 32 bits of state. */
function numbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
