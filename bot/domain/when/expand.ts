import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { instantOf, localDay, localTime } from './zone.ts'

/** A series: its rule, its first start, and the zone whose local time stays. */
export type Series = { rule: string; start: Date; timeZone: string }

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Starts of a series from `from` (inclusive) to `to` (exclusive), at most `limit`; its own start is the first of them. */
export function expand(series: Series, from: Date, to: Date, limit: number, withStart: boolean): Date[] {
  const { rule, until } = split(series.rule)
  const end = until && until < to ? new Date(until.getTime() + 1) : to
  if (from >= end) return []
  const found: Date[] = []
  for (const wall of wallTimes(series, rule, from, end, withStart)) {
    const at = instantOf(wall.slice(0, 10), wall.slice(11, 16), series.timeZone)
    if (at >= from && at < end) found.push(at)
    if (found.length >= limit) break
  }
  return found
}

/** Dates are expanded as local wall time, as if in UTC: then no change of the clocks can drop or move one. */
function* wallTimes(series: Series, rule: string, from: Date, to: Date, withStart: boolean): Generator<string> {
  const start = `${localDay(series.start, series.timeZone)}T${localTime(series.start, series.timeZone)}`
  const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime('UTC')
  const rrule = new RRuleTemporal({ rruleString: `RRULE:${rule}`, dtstart, includeDtstart: withStart })
  const last = to.getTime() + DAY
  for (const next of walk(rrule, rule, new Date(from.getTime() - DAY))) {
    if (next.epochMilliseconds > last) return
    yield next.toPlainDateTime().toString({ smallestUnit: 'minute' })
  }
}

/** A counted series is expanded once, as each step would count it from its begin anew. */
function* walk(rrule: RRuleTemporal, rule: string, from: Date): Generator<Temporal.ZonedDateTime> {
  if (/(?:^|;)COUNT=/.test(rule)) {
    yield* rrule.all()
    return
  }
  for (let next = rrule.next(from, true); next; next = rrule.next(new Date(next.epochMilliseconds), false)) yield next
}

/** UNTIL is an instant and is compared as one, after the local times are known. */
function split(rule: string): { rule: string; until?: Date } {
  const match = /(?:^|;)UNTIL=(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?/.exec(rule)
  if (!match) return { rule }
  const [, year, month, day, hour = '23', minute = '59', second = '59'] = match
  const until = new Date(
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)),
  )
  return { rule: rule.replace(/;?UNTIL=[^;]*/, '').replace(/^;/, ''), until }
}
