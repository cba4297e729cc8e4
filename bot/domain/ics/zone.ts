import { Temporal } from 'temporal-polyfill'

/** A change of the clocks: the local time before it, and what is counted from then on. */
type Change = { at: Temporal.PlainDateTime; from: number; to: number; name: string }

type Jcal = unknown[]

/** So many changes are looked at to see whether there is a rule in them. */
const LOOKED_AT = 20
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/**
 * VTIMEZONE of a zone, for dates from `from` on, as jCal. Calendars that do not know the zone's name read its rule here:
 * a weekday in a month for each of two changes a year, or, where a zone has none, the changes themselves.
 */
export function zoneComponent(timeZone: string, from: Date): Jcal {
  const changes = changesOf(timeZone, from)
  const [first] = changes
  const parts = first
    ? [...new Set(changes.map(({ to }) => to))].map((to) => observance(changes.filter((one) => one.to === to)))
    : [steady(timeZone, from)]
  return ['vtimezone', [['tzid', {}, 'text', timeZone]], parts]
}

/** The change before a moment, and those after it. */
function changesOf(timeZone: string, from: Date): Change[] {
  const changes: Change[] = []
  const begin = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone)
  let next = begin.getTimeZoneTransition('previous')
  // Two before it: each of the two times of a year has begun then.
  next = next?.getTimeZoneTransition('previous') ?? next
  // A zone that has given up changing its clocks long ago has none that matters.
  if (!begin.getTimeZoneTransition('next')) return []
  for (; next && changes.length < LOOKED_AT; next = next.getTimeZoneTransition('next')) changes.push(changeAt(next))
  return changes
}

function changeAt(after: Temporal.ZonedDateTime): Change {
  const before = after.subtract({ nanoseconds: 1 })
  const [from, to] = [before.offsetNanoseconds / 60e9, after.offsetNanoseconds / 60e9]
  return {
    at: after.toPlainDateTime().subtract({ minutes: to - from }),
    from,
    to,
    name: to > from ? 'daylight' : 'standard',
  }
}

function observance(changes: readonly Change[]): Jcal {
  const [first] = changes as [Change, ...Change[]]
  const rule = ruleOf(changes)
  const more = rule
    ? [['rrule', {}, 'recur', rule]]
    : changes.slice(1).map(({ at }) => ['rdate', {}, 'date-time', textOf(at)])
  return part(first.name, first.at, first.from, first.to, more)
}

/** The weekday of a month that all of them have, a year apart. */
function ruleOf(changes: readonly Change[]): object | undefined {
  const [first] = changes
  if (!first || changes.length < 2) return undefined
  const day = DAYS[first.at.dayOfWeek - 1]
  const isAlike = ({ at, from }: Change, i: number) =>
    at.year === first.at.year + i &&
    at.month === first.at.month &&
    at.dayOfWeek === first.at.dayOfWeek &&
    at.toPlainTime().equals(first.at.toPlainTime()) &&
    from === first.from
  if (!changes.every(isAlike)) return undefined
  const isLast = changes.every(({ at }) => at.day + 7 > at.daysInMonth)
  const week = Math.ceil(first.at.day / 7)
  if (!isLast && changes.some(({ at }) => Math.ceil(at.day / 7) !== week)) return undefined
  return { freq: 'YEARLY', byday: `${isLast ? -1 : week}${day}`, bymonth: first.at.month }
}

function steady(timeZone: string, from: Date): Jcal {
  const offset =
    Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone).offsetNanoseconds / 60e9
  return part('standard', Temporal.PlainDateTime.from('1970-01-01T00:00'), offset, offset, [])
}

const part = (name: string, at: Temporal.PlainDateTime, from: number, to: number, more: Jcal[]): Jcal => [
  name,
  [
    ['dtstart', {}, 'date-time', textOf(at)],
    ['tzoffsetfrom', {}, 'utc-offset', offsetText(from)],
    ['tzoffsetto', {}, 'utc-offset', offsetText(to)],
    ...more,
  ],
  [],
]

const textOf = (at: Temporal.PlainDateTime) => at.toString({ smallestUnit: 'second' })

/** `+01:00`, as calendar files have offsets. */
export function offsetText(minutes: number): string {
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`
}
