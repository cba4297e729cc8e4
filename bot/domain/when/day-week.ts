import { readLater } from './day-near.ts'
import { readWrittenDay } from './day-written.ts'
import { type Period, readWeekNumber, unitPeriod } from './period.ts'
import { type DayValue, isMark, phraseOf, type Read, type Scan, skipMark, skipWords, wordAt } from './tokens.ts'
import { DAY_PARTS, LEADS, POINTERS, UNITS, WEAK_WEEKDAYS, WEEKDAYS } from './words.ts'
import { addDays, weekdayOf } from './zone.ts'

/** A weekday, and the part of its day when both are one word (Freitagnachmittag). */
type Weekday = { weekday: number; weak: boolean; part?: string }

/** Reads a day with a weekday: Freitag, nächsten Dienstag, Do., 12.3., Mittwoch KW 12, nächste Woche Freitag, Freitag in 14 Tagen. */
export function readWeekdayDay(scan: Scan, at: number): Read<DayValue & { part?: string }> | undefined {
  const inWeek = readWeekFirst(scan, at)
  if (inWeek) return inWeek
  const pointer = POINTERS.get(wordAt(scan, at))
  const name = pointer === undefined ? at : at + 1
  const found = weekdayAt(scan, name)
  if (!found) return undefined
  const dotted = found.weak ? skipMark(scan, name + 1, '.') : name + 1
  const read = pointer === undefined ? readQualified(scan, name, dotted, found) : undefined
  if (read) return { value: { ...read.value, part: found.part }, next: read.next }
  const day = nextWeekday(scan, found.weekday, pointer)
  return { value: { day, part: found.part }, next: dotted }
}

/** The weekday a word names, also with a part of the day grown on to it. */
export function weekdayAt(scan: Scan, at: number): Weekday | undefined {
  const word = wordAt(scan, at)
  const weekday = WEEKDAYS.get(word)
  if (weekday !== undefined) return { weekday, weak: WEAK_WEEKDAYS.has(word) }
  for (const [name, value] of WEEKDAYS) {
    const part = word.slice(name.length)
    if (name.length > 5 && word.startsWith(name) && DAY_PARTS.has(part)) return { weekday: value, weak: false, part }
  }
  return undefined
}

/** The coming day of that name, in a week when it is today's; the latest one when something past is recorded. */
function nextWeekday(scan: Scan, weekday: number, pointer: number | undefined): string {
  const ahead = (weekday - weekdayOf(scan.today) + 7) % 7
  if (pointer === -1) return addDays(scan.today, ahead - 7)
  if (scan.options.use === 'past' && pointer === undefined) return addDays(scan.today, ahead === 0 ? 0 : ahead - 7)
  return addDays(scan.today, (ahead || 7) + (pointer === 2 ? 7 : 0))
}

/** What follows a weekday and says which one: a date, a week, a distance. */
function readQualified(scan: Scan, at: number, after: number, found: Weekday): Read<DayValue> | undefined {
  const dated = skipWords(scan, skipMark(scan, after, ','), LEADS)
  const written = readWrittenDay(scan, dated)
  if (written) return { value: agreed(scan, at, written, found.weekday), next: written.next }
  const later = readLater(scan, after, nextWeekday(scan, found.weekday, undefined))
  if (later) return later
  const week = readWeek(scan, skipWords(scan, skipMark(scan, after, ','), new Set(['in', 'der', 'of', 'the', 'die'])))
  return week && { value: weekdayIn(week.value, found.weekday), next: week.next }
}

function agreed(scan: Scan, at: number, written: Read<DayValue>, weekday: number): DayValue {
  if (!('day' in written.value) || weekdayOf(written.value.day) === weekday) return written.value
  return { problem: { kind: 'wrong-weekday', phrase: phraseOf(scan, at, written.next), day: written.value.day } }
}

/** KW 12 Mittwoch, nächste Woche am Freitag. */
function readWeekFirst(scan: Scan, at: number): Read<DayValue & { part?: string }> | undefined {
  const week = readWeek(scan, skipWords(scan, at, new Set(['in', 'der', 'die'])))
  if (!week) return undefined
  const name = skipWords(scan, skipMark(scan, week.next, ','), new Set(['am', 'on']))
  const found = weekdayAt(scan, name)
  if (!found) return undefined
  return {
    value: { ...weekdayIn(week.value, found.weekday), part: found.part },
    next: found.weak ? skipMark(scan, name + 1, '.') : name + 1,
  }
}

function readWeek(scan: Scan, at: number): Read<Period> | undefined {
  const numbered = readWeekNumber(scan, at)
  if (numbered) return numbered
  const pointer = POINTERS.get(wordAt(scan, at))
  if (pointer === undefined || UNITS.get(wordAt(scan, at + 1)) !== 'week') return undefined
  const afterNext = wordAt(scan, at + 2) === 'after' && wordAt(scan, at + 3) === 'next'
  return { value: unitPeriod(scan, 'week', afterNext ? 2 : pointer, true), next: at + (afterNext ? 4 : 2) }
}

function weekdayIn(week: Period, weekday: number): DayValue {
  const monday = week.dayOf('begin')
  return 'day' in monday ? { day: addDays(monday.day, weekday - 1) } : monday
}

/** Whether a short weekday name may count here: a date, a time, a mark or the end follows, or it is led in or begins the text. */
export function strongWeekday(scan: Scan, at: number): boolean {
  const after = scan.tokens[at + 1]
  const led = (at === 0 || ['am', 'on'].includes(wordAt(scan, at - 1))) && wordAt(scan, at) !== 'so'
  return (
    led ||
    !WEAK_WEEKDAYS.has(wordAt(scan, at)) ||
    !after ||
    after.kind === 'number' ||
    isMark(scan, at + 1, '.,;)') ||
    ['um', 'at', 'den', 'von', 'ab'].includes(wordAt(scan, at + 1))
  )
}
