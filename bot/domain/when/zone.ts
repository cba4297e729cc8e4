import { Temporal } from 'temporal-polyfill'

/** The local day 'YYYY-MM-DD' of an instant. */
export function localDay(at: Date, timeZone: string): string {
  return zoned(at, timeZone).toPlainDate().toString()
}

/** The local time 'HH:MM' of an instant. */
export function localTime(at: Date, timeZone: string): string {
  return zoned(at, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** The instant of a local day and time. A time left out in spring: the first instant after the gap; one that comes twice: the first. */
export function instantOf(day: string, time: string, timeZone: string): Date {
  const wall = Temporal.PlainDateTime.from(`${day}T${time}`)
  const found = wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' })
  if (found.toPlainDateTime().equals(wall)) return new Date(found.epochMilliseconds)
  const before = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  return new Date((before.getTimeZoneTransition('next') ?? found).epochMilliseconds)
}

/** The day `count` calendar days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString()
}

/** The day `count` months later; a day that month lacks becomes its last one. */
export function addMonths(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ months: count }).toString()
}

/** Calendar days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days
}

/** 1 (Monday) to 7 (Sunday). */
export function weekdayOf(day: string): number {
  return Temporal.PlainDate.from(day).dayOfWeek
}

/** Calendar week by ISO 8601, with the year it belongs to (1 January may lie in week 53 of the year before). */
export function isoWeek(day: string): { year: number; week: number } {
  const date = Temporal.PlainDate.from(day)
  return { year: date.yearOfWeek ?? date.year, week: date.weekOfYear ?? 0 }
}

/** The Monday of an ISO week; undefined when the year has no such week. */
export function mondayOfWeek(year: number, week: number): string | undefined {
  const fourth = `${year}-01-04`
  const monday = addDays(fourth, 1 - weekdayOf(fourth) + 7 * (week - 1))
  const found = isoWeek(monday)
  return week >= 1 && found.year === year && found.week === week ? monday : undefined
}

/** 'YYYY-MM-DD' of year, month and day; undefined when there is no such day (29 February, 31 April). */
export function dayOf(year: number, month: number, day: number): string | undefined {
  const inRange = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1
  if (!inRange || day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) return undefined
  return Temporal.PlainDate.from({ year, month, day }).toString()
}

/** The last day of a month. */
export function lastDayOf(year: number, month: number): string {
  return Temporal.PlainDate.from({ year, month, day: 31 }, { overflow: 'constrain' }).toString()
}

/** Whether the runtime knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

function zoned(at: Date, timeZone: string) {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
}
