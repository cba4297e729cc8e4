/** Numbers that look like chance and are the same for the same seed. */
export type Random = {
  /** From 0 up to 1. */
  next(): number
  /** A whole number, both ends included. */
  between(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  /** A source of its own: what is drawn there changes nothing here. */
  fork(name: string): Random
}

/** Mulberry32, a generator of 32 bits: nobody is to be surprised here, only the bot. */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    pick: (list) => {
      const one = list[Math.floor(next() * list.length)]
      if (one === undefined) throw new Error('There is nothing to pick from.')
      return one
    },
    fork: (name) => seeded([...name].reduce((sum, sign) => Math.imul(sum ^ sign.charCodeAt(0), 16777619), seed | 0)),
  }
}

const CONSONANTS = 'bcdfghjklmnpqrstvwxz'

/** A word for a number that is in no language and no date, so that it means nothing to anybody but the count. */
export function wordFor(n: number): string {
  let word = ''
  for (let rest = n, i = 0; i < 4; i++, rest = Math.floor(rest / CONSONANTS.length))
    word = (CONSONANTS[rest % CONSONANTS.length] ?? '') + word
  return word
}
