import { weekdayAt } from './day-week.ts'
import { afterOrdinal } from './day-written.ts'
import { readPeriod } from './period.ts'
import { type DayValue, numberAt, phraseOf, type Read, type Scan, wordAt } from './tokens.ts'
import { ORDINALS } from './words.ts'
import { addDays, lastDayOf, weekdayOf } from './zone.ts'

/** Reads the nth weekday of a month: am ersten Montag im März, letzter Freitag des nächsten Monats, first Monday in March 2027. */
export function readOrdinalWeekday(scan: Scan, at: number): Read<DayValue> | undefined {
  const next = afterOrdinal(scan, at)
  const count = ORDINALS.get(wordAt(scan, at)) ?? (next > at + 1 ? numberAt(scan, at) : undefined)
  const weekday = weekdayAt(scan, next)?.weekday
  const link = ['im', 'in', 'des', 'of', 'vom'].includes(wordAt(scan, next + 1))
  if (count === undefined || count > 5 || weekday === undefined || !link) return undefined
  const month = readPeriod(scan, next + 1)
  if (month?.value.kind !== 'month' || wordAt(scan, month.next - 1) === 'monat') return undefined
  // The end of a running month is still to come, so it finds the right year also for a day in its first weeks.
  const edge = month.value.dayOf(scan.options.use === 'past' ? 'begin' : 'end')
  const value = 'day' in edge ? nth(edge.day, weekday, count) : undefined
  if (value === undefined) return { value: edge, next: month.next }
  const inside = value.slice(0, 7) === ('day' in edge ? edge.day.slice(0, 7) : '')
  const problem = { kind: 'no-such-day' as const, phrase: phraseOf(scan, at, month.next) }
  return { value: inside ? { day: value } : { problem }, next: month.next }
}

/** Counted from the first day of the month of a day, or back from its last for -1. */
function nth(day: string, weekday: number, count: number): string {
  const last = lastDayOf(Number(day.slice(0, 4)), Number(day.slice(5, 7)))
  if (count < 0) return addDays(last, -((weekdayOf(last) - weekday + 7) % 7))
  const first = `${day.slice(0, 8)}01`
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + 7 * (count - 1))
}
