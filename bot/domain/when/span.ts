import { isGlued, isMark, numberAt, type Read, type Scan, wordAt } from './tokens.ts'
import { NUMBERS, UNITS } from './words.ts'

/** A length of time as written: two weeks, 3 Arbeitstage. `count` may be a fraction for hours (1,5). */
export type Span = {
  count: number
  unit: 'minute' | 'hour' | 'day' | 'workday' | 'week' | 'month' | 'quarter' | 'year'
}

const HALF = new Set(['halbe', 'halben', 'halbes', 'half'])
const ONE_AND_A_HALF = new Set(['anderthalb', 'eineinhalb'])

/** Reads a count and its unit: 90 min, 1,5 Stunden, zwei Wochen, eine halbe Stunde, drei viertel Jahre is not one. */
export function readSpan(scan: Scan, at: number): Read<Span> | undefined {
  const count = readCount(scan, at)
  if (!count) return undefined
  const workday =
    ['working', 'business'].includes(wordAt(scan, count.next)) && UNITS.get(wordAt(scan, count.next + 1)) === 'day'
  const unit = workday ? 'workday' : UNITS.get(wordAt(scan, count.next))
  if (!unit) return undefined
  const next = count.next + (workday ? 2 : 1)
  return unit === 'fortnight'
    ? { value: { count: count.value * 14, unit: 'day' }, next }
    : { value: { count: count.value, unit }, next }
}

function readCount(scan: Scan, at: number): Read<number> | undefined {
  const word = wordAt(scan, at)
  if (ONE_AND_A_HALF.has(word)) return { value: 1.5, next: at + 1 }
  if (HALF.has(word))
    return { value: 0.5, next: wordAt(scan, at + 1) === 'an' || wordAt(scan, at + 1) === 'a' ? at + 2 : at + 1 }
  const named = NUMBERS.get(word)
  if (named !== undefined)
    return HALF.has(wordAt(scan, at + 1)) ? { value: named / 2, next: at + 2 } : { value: named, next: at + 1 }
  return readDecimal(scan, at)
}

function readDecimal(scan: Scan, at: number): Read<number> | undefined {
  const whole = numberAt(scan, at, 1, 9)
  if (whole === undefined) return undefined
  const tenth = numberAt(scan, at + 2, 1, 2)
  const decimal = isMark(scan, at + 1, ',.') && isGlued(scan, at + 1) && isGlued(scan, at + 2) && tenth !== undefined
  return decimal
    ? { value: Number(`${whole}.${scan.tokens[at + 2]!.text}`), next: at + 3 }
    : { value: whole, next: at + 1 }
}
