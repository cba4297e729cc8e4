import { clockText, readClock } from './clock-time.ts'
import { weekdayAt } from './day-week.ts'
import { scanText, skipMark, skipWords } from './tokens.ts'
import { WEEKDAY_HABITS } from './words.ts'
import { addDays, instantOf, localDay, weekdayOf } from './zone.ts'

/** A time of the week: weekday 1 (Monday) to 7, local time 'HH:MM'. */
export type WeeklyTime = { weekday: number; time: string }

/** Reads a time of the week: Mo 8:00, Thu 9:00, Donnerstag 9 Uhr, montags um 8 Uhr. */
export function parseWeeklyTime(text: string): WeeklyTime | undefined {
  if (text.length > 60) return undefined
  const scan = scanText(text, { sentAt: new Date(0), timeZone: 'UTC', use: 'start' }, false)
  const named = skipWords(scan, 0, new Set(['am', 'on', 'every', 'jeden']))
  const weekday = weekdayAt(scan, named)?.weekday ?? WEEKDAY_HABITS.get(scan.tokens[named]?.text ?? '')
  const clock = readClock(
    scan,
    skipWords(scan, skipMark(scan, skipMark(scan, named + 1, '.'), ','), new Set(['um', 'at'])),
  )
  if (weekday === undefined || !clock?.value.marked || clock.value.minutes >= 1440) return undefined
  return skipMark(scan, clock.next, '.') === scan.tokens.length
    ? { weekday, time: clockText(clock.value.minutes) }
    : undefined
}

/** The latest such instant that is not after `now`. */
export function lastWeeklyTime({ weekday, time }: WeeklyTime, now: Date, timeZone: string): Date {
  const today = localDay(now, timeZone)
  const day = addDays(today, -((weekdayOf(today) - weekday + 7) % 7))
  const latest = instantOf(day, time, timeZone)
  return latest <= now ? latest : instantOf(addDays(day, -7), time, timeZone)
}
