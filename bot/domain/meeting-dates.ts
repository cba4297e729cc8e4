import type { Db, Prisma } from '../../prisma/client.ts'
import { occurrences } from './when/recurrence.ts'
import { addDays, instantOf, localDay, localTime } from './when/zone.ts'

export type MeetingDate = Prisma.MeetingDateGetPayload<object>

/** What is asked of a meeting to know its dates. */
export type Plan = Pick<
  Prisma.MeetingGetPayload<object>,
  'id' | 'startsAt' | 'minutes' | 'place' | 'url' | 'timeZone' | 'rule' | 'plannedTo'
>

const DAY_MS = 86_400_000
/** A series has dates at least so far ahead, or at least so many of them. */
const LEAST_DAYS = 400
const LEAST_DATES = 60
/** Planned a little further than that, so that it is not extended day by day. */
const DAYS_AHEAD = 430
const DATES_AHEAD = 75
const MOST_MISSED = 2000

/** Makes the dates of a meeting as rows: the one of a single meeting, or those of a series that are in sight. */
export async function planDates(db: Db, meeting: Plan, now: Date): Promise<void> {
  const { id, startsAt, minutes, rule, timeZone } = meeting
  if (!rule) {
    await db.meetingDate.create({ data: { meetingId: id, originalStart: startsAt, startsAt, minutes } })
    return
  }
  const from = meeting.plannedTo ?? startsAt
  const horizon = new Date(Math.max(+now, +startsAt) + DAYS_AHEAD * DAY_MS)
  const left = DATES_AHEAD - (await datesAhead(db, id, now))
  if (left <= 0) return
  const series = { rule, start: startsAt, timeZone }
  // Dates that went by while nothing planned them belong to the series as well.
  const missed = from < now ? occurrences(series, from, now, MOST_MISSED) : []
  const ahead = occurrences(series, from < now ? now : from, horizon, left)
  const last = ahead.at(-1)
  const plannedTo = last && ahead.length === left ? new Date(+last + 1) : horizon
  const data = [...missed, ...ahead].map((at) => ({ meetingId: id, originalStart: at, startsAt: at, minutes }))
  await db.meetingDate.createMany({ data })
  await db.meeting.update({ where: { id }, data: { plannedTo } })
}

/** Plans further dates of the series that have too few ahead; answers with the ids of those. */
export async function extendSeries(db: Db, now: Date): Promise<string[]> {
  const horizon = new Date(+now + LEAST_DAYS * DAY_MS)
  const short = await db.meeting.findMany({
    where: { rule: { not: null }, cancelledAt: null, plannedTo: { lt: horizon } },
    orderBy: { id: 'asc' },
  })
  const extended: string[] = []
  for (const meeting of short) {
    if ((await datesAhead(db, meeting.id, now)) >= LEAST_DATES) continue
    await planDates(db, meeting, now)
    extended.push(meeting.id)
  }
  return extended
}

const datesAhead = (db: Db, meetingId: string, now: Date) =>
  db.meetingDate.count({ where: { meetingId, originalStart: { gte: now } } })

/** Whether a date takes the whole of its days. */
export const isAllDay = ({ startsAt, minutes }: Pick<MeetingDate, 'startsAt' | 'minutes'>, timeZone: string) =>
  minutes % 1440 === 0 && localTime(startsAt, timeZone) === '00:00'

/** Dates of a meeting that are not over yet, cancelled ones among them, by time. */
export async function datesToCome(db: Db, meeting: Pick<Plan, 'id' | 'timeZone'>, now: Date): Promise<MeetingDate[]> {
  const today = instantOf(localDay(now, meeting.timeZone), '00:00', meeting.timeZone)
  const dates = await db.meetingDate.findMany({
    where: { meetingId: meeting.id, startsAt: { gte: today } },
    orderBy: { startsAt: 'asc' },
  })
  return dates.filter((date) => date.startsAt > now || isAllDay(date, meeting.timeZone))
}

/** The date on a local day (YYYY-MM-DD): one that takes place then before one that was to. Several: the first that stands. */
export async function dateOn(
  db: Db,
  { id, timeZone }: Pick<Plan, 'id' | 'timeZone'>,
  day: string,
): Promise<MeetingDate | undefined> {
  const span = { gte: instantOf(day, '00:00', timeZone), lt: instantOf(addDays(day, 1), '00:00', timeZone) }
  const found = await db.meetingDate.findMany({
    where: { meetingId: id, startsAt: span },
    orderBy: { startsAt: 'asc' },
  })
  const now = found.find(({ cancelledAt }) => !cancelledAt) ?? found[0]
  return now ?? (await db.meetingDate.findFirst({ where: { meetingId: id, originalStart: span } })) ?? undefined
}
