import { weekdayAt } from './day-week.ts'
import { afterOrdinal } from './day-written.ts'
import { dayName, type Rule, WORKDAYS } from './rule.ts'
import { isGlued, isMark, numberAt, type Read, type Scan, skipMark, skipWords, wordAt } from './tokens.ts'
import { MONTHS, NUMBERS, ORDINALS, UNITS, WEEKDAY_HABITS } from './words.ts'

/** Adverbs and what they mean: [frequency, every how many]. */
const ADVERBS: ReadonlyMap<string, [Rule['freq'], number]> = new Map([
  ...adverbs('DAILY', 1, 'taeglich daily'),
  ...adverbs('WEEKLY', 1, 'woechentlich weekly'),
  ...adverbs('WEEKLY', 2, 'zweiwoechentlich vierzehntaegig vierzehntaeglich fortnightly'),
  ...adverbs('MONTHLY', 1, 'monatlich monthly allmonatlich'),
  ...adverbs('MONTHLY', 2, 'zweimonatlich'),
  ...adverbs('MONTHLY', 3, 'vierteljaehrlich quartalsweise quarterly dreimonatlich'),
  ...adverbs('MONTHLY', 6, 'halbjaehrlich'),
  ...adverbs('YEARLY', 1, 'jaehrlich yearly annually alljaehrlich'),
])

const WORKDAILY = new Set(['arbeitstaeglich', 'werktaeglich', 'werktags'])
const EVERY = new Set(['jeden', 'jede', 'jedes', 'jeder', 'jedem', 'every', 'each'])
const AND = new Set(['und', 'and', 'sowie'])
const UNIT_RULES: Partial<Record<string, [Rule['freq'], number]>> = {
  day: ['DAILY', 1],
  week: ['WEEKLY', 1],
  fortnight: ['WEEKLY', 2],
  month: ['MONTHLY', 1],
  quarter: ['MONTHLY', 3],
  year: ['YEARLY', 1],
}

/** Monatlich, 14-tägig, weekly: an adverb. */
export function readAdverb(scan: Scan, at: number): Read<Rule> | undefined {
  const word = wordAt(scan, at)
  const found = ADVERBS.get(word)
  if (found) return { value: { freq: found[0], interval: found[1] }, next: at + 1 }
  if (WORKDAILY.has(word)) return { value: workdays(), next: at + 1 }
  return readHyphened(scan, at)
}

/** Every two weeks, alle 3 Monate, jede Woche, every other month, jedes halbe Jahr. */
export function readEveryUnit(scan: Scan, at: number): Read<Rule> | undefined {
  const word = wordAt(scan, at)
  if (word !== 'alle' && word !== 'aller' && !EVERY.has(word)) return undefined
  const count = readCount(scan, at + 1, word.startsWith('all') || word === 'every')
  const unit = UNITS.get(wordAt(scan, count.next))
  if (unit === 'workday' || (wordAt(scan, count.next) === 'weekday' && count.value === 1))
    return { value: workdays(), next: count.next + 1 }
  const rule = unit && UNIT_RULES[unit]
  if (!rule || (word.startsWith('all') && count.next === at + 1)) return undefined
  const interval = count.value * rule[1]
  // A half is half a year; weeks counted in days keep their weekday.
  if (count.value === 0.5)
    return unit === 'year' ? { value: { freq: 'MONTHLY', interval: 6 }, next: count.next + 1 } : undefined
  const weeks = rule[0] === 'DAILY' && interval > 1 && interval % 7 === 0
  const value: Rule = weeks ? { freq: 'WEEKLY', interval: interval / 7 } : { freq: rule[0], interval }
  return interval >= 1 && interval <= 366 ? { value, next: count.next + 1 } : undefined
}

/** Weekdays in a row: Montag und Mittwoch, montags, donnerstags. `habit`: only in the form that means every week. */
export function readWeekdays(scan: Scan, at: number, habit: boolean): Read<string[]> | undefined {
  const days: string[] = []
  let next = at
  for (let from = at; from < at + 20; ) {
    const weekday = WEEKDAY_HABITS.get(wordAt(scan, from)) ?? (habit ? undefined : weekdayAt(scan, from)?.weekday)
    if (weekday === undefined) break
    days.push(dayName(weekday))
    next = from + 1
    from = skipWords(scan, skipMark(scan, next, ','), AND)
    if (from === next) break
    from = skipWords(scan, from, EVERY)
  }
  return days.length > 0 ? { value: [...new Set(days)], next } : undefined
}

/** Ordinals before a weekday: ersten, 1. und 3., letzten, second. */
export function readOrdinals(scan: Scan, at: number): Read<number[]> | undefined {
  const found: number[] = []
  let next = at
  for (let from = at; from < at + 12; ) {
    const number = numberAt(scan, from)
    const ordinal = ORDINALS.get(wordAt(scan, from)) ?? (afterOrdinal(scan, from) > from + 1 ? number : undefined)
    if (ordinal === undefined || ordinal > 31) break
    found.push(ordinal)
    next = number === undefined ? from + 1 : afterOrdinal(scan, from)
    from = skipWords(scan, skipMark(scan, next, ','), AND)
    if (from === next) break
  }
  return found.length > 0 ? { value: found, next } : undefined
}

/** Im Monat, des Monats, jedes Monats, of every month: where it ends; undefined when it is not there. */
export function afterOfMonth(scan: Scan, at: number, every: boolean): number | undefined {
  const from = skipWords(scan, at, new Set(['im', 'in', 'des', 'eines', 'of', 'the', 'a', 'am', 'den', 'ein']))
  const each = skipWords(scan, from, EVERY)
  if (!['monat', 'monats', 'month', 'monates'].includes(wordAt(scan, each))) return undefined
  const certain = each > from || ['im', 'eines', 'a'].includes(wordAt(scan, at))
  return certain || (every && from > at) ? each + 1 : undefined
}

/** The month at a place after im, des, of. */
export function readMonthName(scan: Scan, at: number): Read<number> | undefined {
  const from = skipWords(scan, at, new Set(['im', 'in', 'of', 'des']))
  const month = MONTHS.get(wordAt(scan, from))
  return month === undefined ? undefined : { value: month, next: from + 1 }
}

/** Monday to Friday of every week. */
export function workdays(): Rule {
  return { freq: 'WEEKLY', interval: 1, byDay: [...WORKDAYS] }
}

function readHyphened(scan: Scan, at: number): Read<Rule> | undefined {
  const number = numberAt(scan, at)
  const word = skipMark(scan, at + 1, '-')
  if (number === undefined || number < 1 || !isGlued(scan, word)) return undefined
  const name = wordAt(scan, word)
  if (name === 'taegig' || name === 'taeglich') {
    return {
      value: number % 7 === 0 ? { freq: 'WEEKLY', interval: number / 7 } : { freq: 'DAILY', interval: number },
      next: word + 1,
    }
  }
  const found = name === 'woechentlich' || name === 'woechig' ? 'WEEKLY' : name === 'monatlich' ? 'MONTHLY' : undefined
  return found && { value: { freq: found, interval: number }, next: word + 1 }
}

function readCount(scan: Scan, at: number, cardinal: boolean): Read<number> {
  const word = wordAt(scan, at)
  if (['halbe', 'halben', 'halbes', 'half'].includes(word)) return { value: 0.5, next: at + 1 }
  if (word === 'other' || ORDINALS.get(word) === 2) return { value: 2, next: at + 1 }
  const ordinal = ORDINALS.get(word) ?? (isMark(scan, at + 1, '.') ? numberAt(scan, at) : undefined)
  if (ordinal !== undefined && ordinal > 1) return { value: ordinal, next: isMark(scan, at + 1, '.') ? at + 2 : at + 1 }
  const count = cardinal ? (numberAt(scan, at) ?? NUMBERS.get(word)) : undefined
  return count === undefined ? { value: 1, next: at } : { value: count, next: at + 1 }
}

function adverbs(freq: Rule['freq'], interval: number, words: string): [string, [Rule['freq'], number]][] {
  return words.split(' ').map((word) => [word, [freq, interval]])
}
