import { certainDay, plainDay, yearlessDay } from './settle-day.ts'
import {
  type DayValue,
  isGlued,
  isMark,
  numberAt,
  phraseOf,
  type Read,
  type Scan,
  skipMark,
  skipWords,
  wordAt,
} from './tokens.ts'
import { LEADS, MONTHS, ORDINALS } from './words.ts'
import { dayOf } from './zone.ts'

/** Reads a day that is written out: 12.3., 12.03.2026, 2026-03-12, 12. März, March 12th, 12/3/2026. */
export function readWrittenDay(scan: Scan, at: number): Read<DayValue> | undefined {
  return (
    readIso(scan, at) ??
    readDotted(scan, at) ??
    readDashed(scan, at) ??
    readSlashed(scan, at) ??
    readDayMonth(scan, at) ??
    readMonthDay(scan, at)
  )
}

/** The four digits of a year between 1900 and 2199 at a place. */
export function yearAt(scan: Scan, at: number): number | undefined {
  const year = numberAt(scan, at, 4, 4)
  const time = wordAt(scan, at + 1) === 'uhr'
  return year !== undefined && year >= 1900 && year < 2200 && !time ? year : undefined
}

function readIso(scan: Scan, at: number): Read<DayValue> | undefined {
  const year = numberAt(scan, at, 4, 4)
  const month = numberAt(scan, at + 2, 1)
  const day = numberAt(scan, at + 4, 1)
  const joined =
    isMark(scan, at + 1, '-') && isMark(scan, at + 3, '-') && [1, 2, 3, 4].every((step) => isGlued(scan, at + step))
  if (year === undefined || month === undefined || day === undefined || !joined) return undefined
  return { value: certainDay(scan, [at, at + 5], dayOf(year, month, day)), next: at + 5 }
}

function readDotted(scan: Scan, at: number): Read<DayValue> | undefined {
  const day = numberAt(scan, at)
  const month = numberAt(scan, at + 2)
  const dotted = isMark(scan, at + 1, '.') && isGlued(scan, at + 1)
  if (day === undefined || !dotted) return undefined
  if (isMark(scan, at + 2, '-/') && numberAt(scan, at + 3) !== undefined && isMark(scan, at + 4, '.'))
    return severalDays(scan, at)
  if (month === undefined) return undefined
  const closed = isMark(scan, at + 3, '.') && isGlued(scan, at + 3)
  if (!closed) return readUnclosed(scan, at, day, month)
  return readYear(scan, at, day, month)
}

/** 12.–14.3.: a span of days is no single one. */
function severalDays(scan: Scan, at: number): Read<DayValue> {
  const next = numberAt(scan, at + 5) !== undefined ? skipMark(scan, at + 6, '.') : at + 5
  return { value: { problem: { kind: 'not-understood', phrase: phraseOf(scan, at, next) } }, next }
}

/** 12.3 without the second full stop: a date only where it can be no time and no other number. */
function readUnclosed(scan: Scan, at: number, day: number, month: number): Read<DayValue> | undefined {
  const year = isGlued(scan, at + 3) ? undefined : yearAt(scan, at + 3)
  const before = wordAt(scan, at - 1)
  const led = at === 0 || LEADS.has(before) || !scan.free
  const other =
    ['uhr', 'h', 'am', 'pm'].includes(wordAt(scan, at + 3)) || (isMark(scan, at + 3, ',/:%€-') && isGlued(scan, at + 3))
  if (!isGlued(scan, at + 2) || other || !led || month < 1 || month > 12 || day < 1 || day > 31) return undefined
  return dated(scan, at, at + 3, day, month, year)
}

function readYear(scan: Scan, at: number, day: number, month: number): Read<DayValue> | undefined {
  const glued = isGlued(scan, at + 4) && scan.tokens[at + 4]?.kind === 'number'
  if (!glued) return dated(scan, at, at + 4, day, month, yearAt(scan, at + 4))
  const short = numberAt(scan, at + 4, 2, 2)
  const year = short !== undefined ? 2000 + short : numberAt(scan, at + 4, 4, 4)
  return year === undefined ? undefined : dated(scan, at, at + 4, day, month, year)
}

function dated(scan: Scan, at: number, end: number, day: number, month: number, year?: number): Read<DayValue> {
  if (year === undefined) return { value: yearlessDay(scan, [at, end], month, day), next: end }
  return { value: certainDay(scan, [at, end + 1], dayOf(year, month, day)), next: end + 1 }
}

function readDashed(scan: Scan, at: number): Read<DayValue> | undefined {
  const [day, month, year] = [numberAt(scan, at), numberAt(scan, at + 2), numberAt(scan, at + 4, 4, 4)]
  const joined =
    isMark(scan, at + 1, '-') && isMark(scan, at + 3, '-') && isGlued(scan, at + 2) && isGlued(scan, at + 4)
  if (day === undefined || month === undefined || year === undefined || !joined) return undefined
  return { value: certainDay(scan, [at, at + 5], dayOf(year, month, day)), next: at + 5 }
}

/** 12/3/2026 is 12 March here and 3 December elsewhere, so it is asked back unless only one of them exists. */
function readSlashed(scan: Scan, at: number): Read<DayValue> | undefined {
  const [first, second] = [numberAt(scan, at), numberAt(scan, at + 2)]
  if (first === undefined || second === undefined || !isMark(scan, at + 1, '/') || !isGlued(scan, at + 2))
    return undefined
  const year = isMark(scan, at + 3, '/') && isGlued(scan, at + 4) ? numberAt(scan, at + 4, 4, 4) : undefined
  if (year === undefined) return undefined
  const next = at + 5
  const days = [dayOf(year, second, first), dayOf(year, first, second)].filter((day) => day !== undefined)
  const [only, other] = new Set(days)
  if (only === undefined || other === undefined) return { value: certainDay(scan, [at, next], only), next }
  const problem = {
    kind: 'ambiguous' as const,
    phrase: phraseOf(scan, at, next),
    choices: [plainDay(only), plainDay(other)],
  }
  return { value: { problem }, next }
}

/** 12. März 2027, 12 March, the 12th of March, zwölfter März. */
function readDayMonth(scan: Scan, at: number): Read<DayValue> | undefined {
  const day = numberAt(scan, at) ?? positive(ORDINALS.get(wordAt(scan, at)))
  if (day === undefined) return undefined
  const named = skipWords(scan, afterOrdinal(scan, at), new Set(['of']))
  const month = MONTHS.get(wordAt(scan, named))
  if (month === undefined) return undefined
  const end = skipMark(scan, named + 1, isGlued(scan, named + 1) && wordAt(scan, named).length <= 4 ? '.' : '')
  const comma = skipMark(scan, end, ',')
  const year = yearAt(scan, comma)
  return dated(scan, at, year === undefined ? end : comma, day, month, year)
}

/** March 12th, 2027. */
function readMonthDay(scan: Scan, at: number): Read<DayValue> | undefined {
  const month = MONTHS.get(wordAt(scan, at))
  const number = skipMark(scan, at + 1, '.')
  const day = numberAt(scan, number)
  if (month === undefined || day === undefined || day > 31) return undefined
  const end = afterOrdinal(scan, number)
  const suffixed = end > number + 1 && wordAt(scan, number + 1) !== ''
  const counts = wordAt(scan, end) !== '' && !new Set(['at', 'um', 'from', 'uhr']).has(wordAt(scan, end))
  if (!suffixed && (counts || isMark(scan, number + 1, '.:'))) return undefined
  const comma = skipMark(scan, end, ',')
  const year = yearAt(scan, comma)
  return dated(scan, at, year === undefined ? end : comma, day, month, year)
}

/** Moves over the mark of an ordinal number: 12., 12th. */
export function afterOrdinal(scan: Scan, at: number): number {
  const glued = isGlued(scan, at + 1)
  const marked = isMark(scan, at + 1, '.') || ['st', 'nd', 'rd', 'th', 'ter', 'ten'].includes(wordAt(scan, at + 1))
  return scan.tokens[at]?.kind === 'number' && glued && marked ? at + 2 : at + 1
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined
}
