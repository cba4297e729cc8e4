import type { Db } from '../../prisma/client.ts'
import { type DateRow, type ShownDate, showDate } from './meeting-date-shown.ts'
import { isAllDay } from './meeting-dates.ts'
import { whole } from './meeting-row.ts'
import { instantOf, localDay } from './when/zone.ts'

/** One date of a meeting as lists need it; `id` is the meeting's. */
export type NextMeeting = ShownDate & { id: string }

type Wanted = { groupIds: readonly string[]; from: Date; to?: Date; limit: number; perMeeting?: number }

/**
 * The next dates of some groups by time, from `from` on and before `to`, a whole day as long as it is not over. Cancelled
 * ones are left out; `perMeeting` limits how many of one series are named.
 */
export async function nextMeetings(db: Db, { groupIds, from, to, limit, perMeeting }: Wanted): Promise<NextMeeting[]> {
  // Zones differ by less than a day, so whole days that run are among those of the last one.
  const earliest = new Date(+from - 2 * 86_400_000)
  const rows = await db.meetingDate.findMany({
    where: {
      startsAt: { gte: earliest, ...(to ? { lt: to } : {}) },
      cancelledAt: null,
      meeting: { cancelledAt: null, item: { groupId: { in: [...groupIds] } } },
    },
    include: { meeting: { include: whole } },
    orderBy: [{ startsAt: 'asc' }, { meetingId: 'asc' }],
    // Those of the last days that are over come on top.
    take: perMeeting ? 1000 : limit + 50,
  })
  const counts = new Map<string, number>()
  const isWanted = ({ meetingId }: DateRow) => {
    const count = (counts.get(meetingId) ?? 0) + 1
    counts.set(meetingId, count)
    return count <= (perMeeting ?? Number.POSITIVE_INFINITY)
  }
  return rows
    .filter((row) => isToCome(row, from) && isWanted(row))
    .slice(0, limit)
    .map((row) => ({ id: row.meetingId, ...showDate(row) }))
}

const isToCome = (row: DateRow, from: Date) =>
  row.startsAt >= from || (isAllDay(row, row.meeting.timeZone) && row.startsAt >= dayBegin(from, row.meeting.timeZone))

const dayBegin = (at: Date, timeZone: string) => instantOf(localDay(at, timeZone), '00:00', timeZone)
