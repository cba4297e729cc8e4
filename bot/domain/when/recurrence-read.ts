import { weekdayAt } from './day-week.ts'
import {
  afterOfMonth,
  readAdverb,
  readEveryUnit,
  readMonthName,
  readOrdinals,
  readWeekdays,
} from './recurrence-words.ts'
import { dayName, type Rule, WORKDAYS } from './rule.ts'
import { isMark, numberAt, phraseOf, type Read, type Scan, skipMark, skipWords, wordAt } from './tokens.ts'
import type { WhenProblem } from './types.ts'
import { MONTHS, UNITS } from './words.ts'

/** A rule, or why the words for one are open. */
export type RuleValue = { rule: Rule } | { problem: WhenProblem }

const EVERY = new Set(['jeden', 'jede', 'jedes', 'jeder', 'jedem', 'every', 'each'])
const LEADS = new Set(['immer', 'jeweils', 'am', 'an', 'on', 'zum', 'always', 'the', 'dem', 'den'])

const SELECTOR_LEADS = new Set([...LEADS, ...EVERY, 'bis'])

/** Reads a recurrence as far as its words go: jeden Montag, alle zwei Wochen dienstags, first Monday of every month. */
export function readRecurrence(scan: Scan, at: number): Read<RuleValue> | undefined {
  const read = readHabit(scan, at) ?? readSelected(scan, at) ?? readEvery(scan, at) ?? readOfEveryMonth(scan, at)
  return read && counted(scan, read)
}

/** Montags, montags und donnerstags alle zwei Wochen, immer dienstags. */
function readHabit(scan: Scan, at: number): Read<RuleValue> | undefined {
  const days = readWeekdays(scan, skipWords(scan, at, LEADS), true)
  if (!days) return undefined
  const from = skipMark(scan, days.next, ',')
  const pace = readAdverb(scan, from) ?? readEveryUnit(scan, from)
  const weekly = pace?.value.freq === 'WEEKLY' && !pace.value.byDay
  const rule: Rule = { freq: 'WEEKLY', interval: weekly ? pace.value.interval : 1, byDay: days.value }
  return { value: { rule }, next: weekly ? pace.next : days.next }
}

/** Alle zwei Wochen dienstags, monatlich am 15., jährlich am 1. März: a pace and the day it chooses. */
function readSelected(scan: Scan, at: number): Read<RuleValue> | undefined {
  const pace = readAdverb(scan, at) ?? readEveryUnit(scan, at)
  if (!pace) return undefined
  const selected = readSelector(scan, skipMark(scan, pace.next, ','), pace.value)
  return selected
    ? { value: { rule: selected.value }, next: selected.next }
    : { value: { rule: pace.value }, next: pace.next }
}

function readSelector(scan: Scan, at: number, pace: Rule): Read<Rule> | undefined {
  if (pace.byDay || pace.freq === 'DAILY') return undefined
  const from = skipWords(scan, at, SELECTOR_LEADS)
  if (pace.freq === 'WEEKLY') {
    const days = readWeekdays(scan, from, from === at)
    return days && { value: { ...pace, byDay: days.value }, next: days.next }
  }
  if (from === at && !['letzter', 'erster'].includes(wordAt(scan, at))) return undefined
  const day = readOrdinalDay(scan, from) ?? readMonthEnd(scan, from)
  if (!day) return undefined
  const month = readMonthName(scan, day.next) ?? readMonthNumber(scan, day.next)
  if (pace.freq === 'YEARLY')
    return month && { value: { ...pace, byMonth: month.value, ...day.value }, next: month.next }
  // "Monatlich bis 15.3." names the end of the series, "monatlich bis 15." the day.
  if (readMonthNumber(scan, day.next) && isMark(scan, day.next + 1, '.')) return undefined
  return { value: { ...pace, ...day.value }, next: afterOfMonth(scan, day.next, true) ?? day.next }
}

/** Jeden Montag, jeden zweiten Dienstag, jeden ersten Montag im Monat, jeden 15., every 1st of March. */
function readEvery(scan: Scan, at: number): Read<RuleValue> | undefined {
  const every = skipWords(scan, at, LEADS)
  if (!EVERY.has(wordAt(scan, every))) return undefined
  const from = wordAt(scan, every + 1) === 'other' ? every + 2 : every + 1
  const days = readWeekdays(scan, from, false)
  if (days) return { value: { rule: { freq: 'WEEKLY', interval: from - every, byDay: days.value } }, next: days.next }
  const month = MONTHS.get(wordAt(scan, from))
  if (month !== undefined)
    return { value: { rule: { freq: 'YEARLY', interval: 1, byMonth: month, byMonthDay: 1 } }, next: from + 1 }
  const day = readOrdinalDay(scan, from)
  return day && readEveryOrdinal(scan, from, day)
}

function readEveryOrdinal(scan: Scan, from: number, day: Read<DayRule>): Read<RuleValue> {
  const monthly = afterOfMonth(scan, day.next, true)
  if (monthly !== undefined) return { value: { rule: { freq: 'MONTHLY', interval: 1, ...day.value } }, next: monthly }
  const month = readMonthName(scan, day.next)
  if (month)
    return { value: { rule: { freq: 'YEARLY', interval: 1, byMonth: month.value, ...day.value } }, next: month.next }
  const ordinal = day.value.byDay?.length === 1 ? /^([2-9])([A-Z]{2})$/.exec(day.value.byDay[0]!) : null
  if (!ordinal) return { value: { rule: { freq: 'MONTHLY', interval: 1, ...day.value } }, next: day.next }
  if (ordinal[1] === '2')
    return { value: { rule: { freq: 'WEEKLY', interval: 2, byDay: [ordinal[2]!] } }, next: day.next }
  // "Every third Tuesday" is said for every three weeks and for the third one of a month.
  const phrase = phraseOf(scan, from - 1, day.next)
  return {
    value: { problem: { kind: 'ambiguous', phrase, choices: bothReadings(scan, phrase, Number(ordinal[1])) } },
    next: day.next,
  }
}

function bothReadings(scan: Scan, phrase: string, count: number): string[] {
  const english = wordAt(scan, 0) === 'every' || /^(every|each)/i.test(phrase)
  return english ? [`${phrase} of the month`, `every ${count} weeks`] : [`${phrase} im Monat`, `alle ${count} Wochen`]
}

/** Am ersten Montag im Monat, am 15. jedes Monats, last Friday of every month. */
function readOfEveryMonth(scan: Scan, at: number): Read<RuleValue> | undefined {
  const day = readOrdinalDay(scan, skipWords(scan, at, LEADS))
  const next = day && afterOfMonth(scan, day.next, false)
  return next === undefined ? undefined : { value: { rule: { freq: 'MONTHLY', interval: 1, ...day!.value } }, next }
}

type DayRule = { byDay?: string[]; byMonthDay?: number; bySetPos?: number }

/** Ersten Montag, ersten und dritten Montag, letzten Arbeitstag, letzten Tag, 15. */
function readOrdinalDay(scan: Scan, at: number): Read<DayRule> | undefined {
  const ordinals = readOrdinals(scan, at)
  if (!ordinals) return undefined
  const [first] = ordinals.value
  const word = wordAt(scan, ordinals.next)
  const weekday = weekdayAt(scan, ordinals.next)?.weekday
  if (weekday !== undefined && ordinals.value.every((each) => each <= 5)) {
    return { value: { byDay: ordinals.value.map((each) => `${each}${dayName(weekday)}`) }, next: ordinals.next + 1 }
  }
  if (ordinals.value.length > 1 || first === undefined) return undefined
  if (UNITS.get(word) === 'workday')
    return { value: { byDay: [...WORKDAYS], bySetPos: first }, next: ordinals.next + 1 }
  if (['working', 'business'].includes(word))
    return { value: { byDay: [...WORKDAYS], bySetPos: first }, next: ordinals.next + 2 }
  if (UNITS.get(word) === 'day') return { value: { byMonthDay: first }, next: ordinals.next + 1 }
  return first > 0 || word === '' ? { value: { byMonthDay: first }, next: ordinals.next } : undefined
}

function readMonthEnd(scan: Scan, at: number): Read<DayRule> | undefined {
  const found = ['monatsende', 'ultimo'].includes(wordAt(scan, at))
  return found ? { value: { byMonthDay: -1 }, next: at + 1 } : undefined
}

/** The month of 1.3. after its day. */
function readMonthNumber(scan: Scan, at: number): Read<number> | undefined {
  const month = numberAt(scan, at)
  return month !== undefined && month >= 1 && month <= 12
    ? { value: month, next: skipMark(scan, at + 1, '.') }
    : undefined
}

/** "10 mal", "6 times" after a rule. */
function counted(scan: Scan, read: Read<RuleValue>): Read<RuleValue> {
  const from = skipMark(scan, read.next, ',')
  const count = numberAt(scan, from, 1, 3)
  const times = ['mal', 'times', 'x', 'termine'].includes(wordAt(scan, from + 1))
  if (!count || !times || !('rule' in read.value)) return read
  return { value: { rule: { ...read.value.rule, count } }, next: from + 2 }
}
