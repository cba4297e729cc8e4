import { yearAt } from './day-written.ts'
import { settleYear } from './settle-day.ts'
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
import { MONTHS, ORDINALS, POINTERS, UNITS } from './words.ts'
import { addDays, addMonths, dayOf, isoWeek, lastDayOf, mondayOfWeek, weekdayOf } from './zone.ts'

/** Where in a period a day is meant; `whole` is its end for deadlines and its begin for all else. */
export type Part = 'begin' | 'middle' | 'end' | 'whole'

/** A week, month, quarter or year of which a part can be asked. `named`: "im März" counts by itself, "Mai" alone may be a name. */
export type Period = { dayOf: (part: Part) => DayValue; kind: 'week' | 'month' | 'quarter' | 'year'; named: boolean }

const ARTICLES = new Set(['des', 'der', 'dem', 'den', 'of', 'the', 'vom', 'von', 'im', 'in', 'month', 'monats'])

/** Reads a period: KW 12, Q1, März 2027, nächster Monat, (Ende) des Jahres, 2027. */
export function readPeriod(scan: Scan, at: number): Read<Period> | undefined {
  const from = skipWords(scan, at, ARTICLES)
  return readWeekNumber(scan, from) ?? readQuarter(scan, from) ?? readMonth(scan, from) ?? readPointed(scan, from, at)
}

/** Reads a calendar week: KW 12, 12. KW, KW 12/2027, week 12, 2027-W12. */
export function readWeekNumber(scan: Scan, at: number): Read<Period> | undefined {
  const named = ['kw', 'kalenderwoche', 'cw', 'week', 'woche'].includes(wordAt(scan, at))
  const number = named ? skipMark(scan, at + 1, '.') : at
  const week = numberAt(scan, number)
  if (week === undefined) return readIsoWeek(scan, at)
  const counted = isMark(scan, at + 1, '.') && ['kw', 'kalenderwoche'].includes(wordAt(scan, at + 2))
  if (!named && !counted) return undefined
  const after = named ? number + 1 : at + 3
  const slash = isMark(scan, after, '/-') ? after + 1 : after
  const short = slash > after && isGlued(scan, slash) ? numberAt(scan, slash, 2, 2) : undefined
  const year = short === undefined ? yearAt(scan, slash) : 2000 + short
  const next = year === undefined ? after : slash + 1
  return { value: weekPeriod(scan, [at, next], week, year), next }
}

/** The day of a week for a part of it: Monday, Wednesday, Friday. */
function weekDay(monday: string, part: Part, scan: Scan): string {
  const late = part === 'end' || (part === 'whole' && scan.options.use === 'deadline')
  return addDays(monday, late ? 4 : part === 'middle' ? 2 : 0)
}

function readIsoWeek(scan: Scan, at: number): Read<Period> | undefined {
  const year = numberAt(scan, at, 4, 4)
  const week = numberAt(scan, at + 3)
  if (year === undefined || week === undefined || !isMark(scan, at + 1, '-') || wordAt(scan, at + 2) !== 'w')
    return undefined
  return { value: weekPeriod(scan, [at, at + 4], week, year), next: at + 4 }
}

function weekPeriod(scan: Scan, span: [number, number], week: number, year: number | undefined): Period {
  const build = (part: Part) => (each: number) => {
    const monday = mondayOfWeek(each, week)
    return monday && weekDay(monday, part, scan)
  }
  return {
    kind: 'week',
    named: true,
    dayOf: (part) => placed(scan, span, year, build(part), isoWeek(scan.today).year, (next) => `KW ${week}/${next}`),
  }
}

function readQuarter(scan: Scan, at: number): Read<Period> | undefined {
  const ordinal = (isMark(scan, at + 1, '.') ? numberAt(scan, at, 1, 1) : undefined) ?? ORDINALS.get(wordAt(scan, at))
  const unit = isMark(scan, at + 1, '.') ? at + 2 : at + 1
  const long = ordinal !== undefined && UNITS.get(wordAt(scan, unit)) === 'quarter'
  const quarter = long ? ordinal : wordAt(scan, at) === 'q' ? numberAt(scan, at + 1, 1, 1) : undefined
  if (quarter === undefined || quarter < 1 || quarter > 4) return undefined
  const after = long ? unit + 1 : at + 2
  return months(scan, at, after, quarter * 3 - 2, 3, true)
}

function readMonth(scan: Scan, at: number): Read<Period> | undefined {
  const month = MONTHS.get(wordAt(scan, at))
  if (month === undefined) return undefined
  const led = ['im', 'in'].includes(wordAt(scan, at - 1)) && wordAt(scan, at) !== 'mar'
  const short = wordAt(scan, at).length <= 4
  return months(
    scan,
    at,
    short && isGlued(scan, at + 1) && at + 2 < scan.tokens.length ? skipMark(scan, at + 1, '.') : at + 1,
    month,
    1,
    led,
  )
}

function months(scan: Scan, at: number, after: number, first: number, count: number, named: boolean): Read<Period> {
  const slash = isMark(scan, after, '/') && yearAt(scan, after + 1) !== undefined ? after + 1 : after
  const year = yearAt(scan, slash)
  const next = year === undefined ? after : slash + 1
  const build = (part: Part) => (each: number) => monthsDay(each, first, count, part, scan)
  const kind = count === 1 ? 'month' : 'quarter'
  const placedIn = (part: Part) => placed(scan, [at, next], year, build(part), Number(scan.today.slice(0, 4)))
  return { value: { kind, named: named || year !== undefined, dayOf: placedIn }, next }
}

/** The day of some months in a row for a part of them: the first, the middle (15th of the middle month), the last. */
function monthsDay(year: number, first: number, count: number, part: Part, scan: Scan): string {
  const begin = dayOf(year, first, 1) ?? scan.today
  const late = part === 'end' || (part === 'whole' && scan.options.use === 'deadline')
  if (late) return lastDayOf(year, first + count - 1)
  if (part !== 'middle') return begin
  return count === 12 ? lastDayOf(year, 6) : addDays(addMonths(begin, Math.floor(count / 2)), 14)
}

function placed(
  scan: Scan,
  span: [number, number],
  year: number | undefined,
  build: (year: number) => string | undefined,
  current: number,
  typed?: (year: number) => string,
): DayValue {
  if (year === undefined) return settleYear(scan, span, current, build, typed)
  const day = build(year)
  return day ? { day } : { problem: { kind: 'no-such-day', phrase: phraseOf(scan, ...span) } }
}

/** Nächste Woche, dieses Quartal, next month, and after Ende: des Monats, 2027. */
function readPointed(scan: Scan, from: number, at: number): Read<Period> | undefined {
  const year = yearAt(scan, from)
  if (year !== undefined)
    return { value: unitPeriod(scan, 'year', year - Number(scan.today.slice(0, 4)), false), next: from + 1 }
  const pointer = POINTERS.get(wordAt(scan, from))
  const unit = UNITS.get(wordAt(scan, pointer === undefined ? from : from + 1))
  if (unit !== 'week' && unit !== 'month' && unit !== 'quarter' && unit !== 'year') return monthWordOnly(scan, from, at)
  const next = from + (pointer === undefined ? 1 : 2)
  const afterNext = wordAt(scan, next) === 'after' && wordAt(scan, next + 1) === 'next'
  if (pointer === undefined && from === at && !afterNext) return undefined
  return {
    value: unitPeriod(scan, unit, afterNext ? 2 : (pointer ?? 0), afterNext || pointer !== undefined),
    next: afterNext ? next + 2 : next,
  }
}

/** "Ende des Monats": the articles already took the word for the month. */
function monthWordOnly(scan: Scan, from: number, at: number): Read<Period> | undefined {
  const word = wordAt(scan, from - 1)
  return from > at && (word === 'monats' || word === 'month')
    ? { value: unitPeriod(scan, 'month', 0, false), next: from }
    : undefined
}

/** The period of a unit so many periods from now. */
export function unitPeriod(
  scan: Scan,
  unit: 'week' | 'month' | 'quarter' | 'year',
  ahead: number,
  named: boolean,
): Period {
  const [year, month] = [Number(scan.today.slice(0, 4)), Number(scan.today.slice(5, 7))]
  if (unit === 'week') {
    // On a weekend "the end of this week" can only be the coming Friday.
    const over = ahead === 0 && weekdayOf(scan.today) > 5 && scan.options.use !== 'past' && !named ? 7 : 0
    const monday = addDays(scan.today, 1 - weekdayOf(scan.today) + 7 * ahead + over)
    return { kind: unit, named, dayOf: (part) => ({ day: weekDay(monday, part, scan) }) }
  }
  const size = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12
  const begin = addMonths(`${scan.today.slice(0, 7)}-01`, -((month - 1) % size) + size * ahead)
  const first = unit === 'year' ? 1 : Number(begin.slice(5, 7))
  const target = unit === 'year' ? year + ahead : Number(begin.slice(0, 4))
  return { kind: unit, named, dayOf: (part) => ({ day: monthsDay(target, first, size, part, scan) }) }
}
