import { type DayValue, phraseOf, type Scan } from './tokens.ts'
import { dayOf, daysBetween } from './zone.ts'

/** A day of past months is next year's only when it is further back than this; nearer ones are asked back. */
const DAYS_ASKED_BACK = 90

/** Finds the year of a day that was written without one. `build` gives the day of a year, `typed` what to type for it. */
export function settleYear(
  scan: Scan,
  span: [from: number, next: number],
  year: number,
  build: (year: number) => string | undefined,
  typed: (year: number, day: string) => string = (_year, day) => plainDay(day),
): DayValue {
  const phrase = phraseOf(scan, ...span)
  if (scan.options.use === 'past') return latest(scan, year, build) ?? { problem: { kind: 'no-such-day', phrase } }
  const current = build(year)
  const following = build(year + 1)
  if (current && current >= scan.today) return { day: current }
  if (current && daysBetween(current, scan.today) <= DAYS_ASKED_BACK) {
    const nextYear = following && typed(year + 1, following)
    return { problem: { kind: 'past', phrase, day: current, ...(nextYear ? { nextYear } : {}) } }
  }
  return following ? { day: following } : { problem: { kind: 'no-such-day', phrase } }
}

/** A day with its year, or that there is none. */
export function certainDay(scan: Scan, span: [from: number, next: number], day: string | undefined): DayValue {
  return day ? { day } : { problem: { kind: 'no-such-day', phrase: phraseOf(scan, ...span) } }
}

/** A day and month of a year not written. */
export function yearlessDay(scan: Scan, span: [from: number, next: number], month: number, day: number): DayValue {
  const year = Number(scan.today.slice(0, 4))
  // 29 February is not moved over a year without one: it would land years away unseen.
  const missing = scan.options.use !== 'past' && !dayOf(year, month, day) && month >= Number(scan.today.slice(5, 7))
  if (missing) return certainDay(scan, span, undefined)
  return settleYear(scan, span, year, (each) => dayOf(each, month, day))
}

/** A day as people type it: 12.3.2027. */
export function plainDay(day: string): string {
  return `${Number(day.slice(8))}.${Number(day.slice(5, 7))}.${day.slice(0, 4)}`
}

function latest(scan: Scan, year: number, build: (year: number) => string | undefined): DayValue | undefined {
  for (let back = 0; back <= 8; back++) {
    const day = build(year - back)
    if (day && day <= scan.today) return { day }
  }
  return undefined
}
