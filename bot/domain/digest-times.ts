import type { Db } from '../../prisma/client.ts'
import { workingDayOnOrBefore } from './calendar.ts'
import { parseWeeklyTime, type WeeklyTime } from './when/weekly-time.ts'
import { addDays, instantOf, localDay, weekdayOf } from './when/zone.ts'

const LATE_MS = 15 * 60_000

/** One occasion of a digest: the day it belongs to by the week, and the instant at which it is due. */
export type Occasion = { day: string; at: Date }

/**
 * The latest occasion of a weekly time that is not after `now`. On a free day it moves to the working day before, so
 * the coming week is looked at as well.
 */
export function latestWeekly(time: WeeklyTime, now: Date, timeZone: string, land: string): Occasion {
  const today = localDay(now, timeZone)
  const monday = addDays(today, 1 - weekdayOf(today))
  const occasions = [7, 0, -7, -14].map((shift) => {
    const day = addDays(monday, shift + time.weekday - 1)
    return { day, at: instantOf(workingDayOnOrBefore(day, land), time.time, timeZone) }
  })
  const due = occasions.find(({ at }) => at <= now)
  if (!due) throw new Error('a week that was cannot lie in the future')
  return due
}

/** The latest 8:00 of a working day that is not after `now`. */
export function latestDaily(now: Date, timeZone: string, land: string): Occasion {
  const today = localDay(now, timeZone)
  const start = instantOf(today, '08:00', timeZone) <= now ? today : addDays(today, -1)
  const day = workingDayOnOrBefore(start, land)
  return { day, at: instantOf(day, '08:00', timeZone) }
}

/** The occasion of a personal digest setting: `täglich`, or a weekly time; undefined when it is off. */
export function latestPersonal(
  setting: string | null,
  now: Date,
  timeZone: string,
  land: string,
): Occasion | undefined {
  if (!setting || setting === 'aus') return undefined
  if (setting === 'täglich') return latestDaily(now, timeZone, land)
  const weekly = parseWeeklyTime(setting)
  return weekly && latestWeekly(weekly, now, timeZone, land)
}

/** Takes an occasion: false when somebody took it before. */
export async function takeOccasion(db: Db, key: string, at: Date): Promise<boolean> {
  if (await db.occasion.findUnique({ where: { key } })) return false
  await db.occasion.create({ data: { key, at } })
  return true
}

/** Whether a post of this occasion has to say that it is late: from 15 minutes on. */
export const isLate = ({ at }: Occasion, now: Date): boolean => +now - +at >= LATE_MS
