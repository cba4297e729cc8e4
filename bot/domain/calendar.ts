import Holidays from 'date-holidays'
import { addDays, instantOf, localDay, localTime, weekdayOf } from './when/zone.ts'

/** Quiet hours by local time; they run over midnight when `to` is not after `from`. */
export type Quiet = { from: string; to: string }

// Making a year's holidays costs milliseconds and they never change, so each year of a Land is kept.
const holidays = new Map<string, ReadonlySet<string>>()

/** Whether nobody works on a day: weekend, public holiday of the Land (ISO 3166-2 part such as NI), 24 or 31 December. */
export function isFreeDay(day: string, land: string): boolean {
  return weekdayOf(day) > 5 || /-12-(24|31)$/.test(day) || holidaysOf(land, day.slice(0, 4)).has(day)
}

/** The day itself, or the last working day before it. */
export function workingDayOnOrBefore(day: string, land: string): string {
  return nearest(day, land, -1)
}

/** The day itself, or the first working day after it. */
export function workingDayOnOrAfter(day: string, land: string): string {
  return nearest(day, land, 1)
}

/** The day so many working days later (earlier when negative); 0 gives the day itself, also a free one. */
export function addWorkingDays(day: string, count: number, land: string): string {
  const step = Math.sign(count)
  let found = day
  for (let left = Math.abs(Math.trunc(count)); left > 0; left--) found = nearest(addDays(found, step), land, step)
  return found
}

/** Reads quiet hours as people type them: 18-7, 18:00–7:30, von 18 bis 7 Uhr. */
export function parseQuiet(text: string): Quiet | undefined {
  const match =
    /^(?:von )?(\d{1,2})(?:[:.](\d{2}))?(?: ?uhr)?(?: ?[-‐‑–—] ?| bis | to )(\d{1,2})(?:[:.](\d{2}))?(?: ?uhr)?\.?$/i.exec(
      text.slice(0, 60).replace(/\s+/g, ' ').trim(),
    )
  if (!match) return undefined
  const from = clock(match[1], match[2])
  const to = clock(match[3], match[4])
  return from && to && from !== to ? { from, to } : undefined
}

/** Whether an instant lies in quiet hours; their first minute does, their end does not. */
export function isQuiet(at: Date, quiet: Quiet, timeZone: string): boolean {
  const time = localTime(at, timeZone)
  return quiet.from < quiet.to ? time >= quiet.from && time < quiet.to : time >= quiet.from || time < quiet.to
}

/** The instant at which the quiet hours around `at` end; `at` itself when it lies in none. */
export function quietEnd(at: Date, quiet: Quiet, timeZone: string): Date {
  if (!isQuiet(at, quiet, timeZone)) return at
  const today = localDay(at, timeZone)
  const end = instantOf(localTime(at, timeZone) < quiet.to ? today : addDays(today, 1), quiet.to, timeZone)
  // In the repeated hour of autumn the first end may be over already; the second comes an hour later.
  return end > at ? end : new Date(end.getTime() + 3_600_000)
}

function nearest(day: string, land: string, step: number): string {
  let found = day
  while (isFreeDay(found, land)) found = addDays(found, step)
  return found
}

function holidaysOf(land: string, year: string): ReadonlySet<string> {
  const key = `${land.toUpperCase()} ${year}`
  const known = holidays.get(key)
  if (known) return known
  const all = new Holidays('DE', land.toUpperCase()).getHolidays(Number(year))
  const days = new Set(all.filter(({ type }) => type === 'public').map(({ date }) => date.slice(0, 10)))
  holidays.set(key, days)
  return days
}

function clock(hour: string | undefined, minute = '00'): string | undefined {
  const value = Number(hour) === 24 ? 0 : Number(hour)
  return value < 24 && Number(minute) < 60 ? `${String(value).padStart(2, '0')}:${minute}` : undefined
}
