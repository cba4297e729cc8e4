import { addWorkingDays } from '../calendar.ts'
import { readSpan, type Span } from './span.ts'
import { type DayValue, phraseOf, type Read, type Scan, skipWords, wordAt } from './tokens.ts'
import { NEAR_DAYS } from './words.ts'
import { addDays, addMonths } from './zone.ts'

const IN = new Set(['in', 'binnen', 'innerhalb', 'within', 'after', 'nach'])
const FILLERS = new Set(['von', 'der', 'den', 'the', 'next', 'naechsten', 'about', 'etwa', 'ca'])
const FROM_NOW = new Set(['ab', 'from', 'now', 'today', 'heute', 'jetzt', 'hence', 'time'])
const FARTHEST_DAYS = 60 * 366

/** Reads a day by its distance: heute, übermorgen, in zwei Wochen, heute in 14 Tagen, vor 3 Tagen, a week from now. */
export function readNearDay(scan: Scan, at: number): Read<DayValue> | undefined {
  const near = readNamed(scan, at)
  if (near) return readLater(scan, near.next, near.value) ?? { value: { day: near.value }, next: near.next }
  return readLater(scan, at, scan.today) ?? readEarlier(scan, at) ?? readTrailing(scan, at)
}

/** Reads `in 14 Tagen` counted from a day; hours and minutes are no distance between days. */
export function readLater(scan: Scan, at: number, from: string): Read<DayValue> | undefined {
  if (!IN.has(wordAt(scan, at))) return undefined
  const span = readSpan(scan, skipWords(scan, at + 1, FILLERS))
  return span && move(scan, [at, span.next], from, span.value, 1)
}

function readNamed(scan: Scan, at: number): Read<string> | undefined {
  const far = skipWords(scan, at, new Set(['the']))
  if (wordAt(scan, far) === 'day' && ['tomorrow', 'yesterday'].includes(wordAt(scan, far + 2))) {
    if (wordAt(scan, far + 1) === 'after') return { value: addDays(scan.today, 2), next: far + 3 }
    if (wordAt(scan, far + 1) === 'before') return { value: addDays(scan.today, -2), next: far + 3 }
  }
  const near = NEAR_DAYS.get(wordAt(scan, at))
  return near === undefined ? undefined : { value: addDays(scan.today, near), next: at + 1 }
}

function readEarlier(scan: Scan, at: number): Read<DayValue> | undefined {
  const german = wordAt(scan, at) === 'vor'
  const span = readSpan(scan, german ? at + 1 : at)
  if (!span || (!german && wordAt(scan, span.next) !== 'ago')) return undefined
  const next = german ? span.next : span.next + 1
  return move(scan, [at, next], scan.today, span.value, -1)
}

/** Two weeks from now, 14 Tage ab heute. */
function readTrailing(scan: Scan, at: number): Read<DayValue> | undefined {
  const span = readSpan(scan, at)
  if (!span) return undefined
  const next = skipWords(scan, span.next, FROM_NOW)
  return next > span.next ? move(scan, [at, next], scan.today, span.value, 1) : undefined
}

function move(
  scan: Scan,
  span: [number, number],
  from: string,
  length: Span,
  sign: 1 | -1,
): Read<DayValue> | undefined {
  const { count, unit } = length
  if (unit === 'minute' || unit === 'hour') return undefined
  const days = count * { day: 1, workday: 20, week: 7, month: 31, quarter: 92, year: 366 }[unit]
  if (days > FARTHEST_DAYS)
    return { value: { problem: { kind: 'too-far', phrase: phraseOf(scan, ...span) } }, next: span[1] }
  const day = moved(scan, from, length, sign)
  return day === undefined ? undefined : { value: { day }, next: span[1] }
}

function moved(scan: Scan, from: string, { count, unit }: Span, sign: 1 | -1): string | undefined {
  const months = { month: 1, quarter: 3, year: 12 }[unit as string]
  const total = months === undefined ? count : count * months
  if (!Number.isInteger(total)) return undefined
  if (months !== undefined) return addMonths(from, sign * total)
  if (unit === 'workday') return addWorkingDays(from, sign * total, scan.options.land ?? 'NI')
  return addDays(from, sign * total * (unit === 'week' ? 7 : 1))
}
