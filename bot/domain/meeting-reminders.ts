import type { Db } from '../../prisma/client.ts'
import { type DateRow, type ShownDate, showDate } from './meeting-date-shown.ts'
import { isAllDay } from './meeting-dates.ts'
import { whole } from './meeting-row.ts'
import { doneAmong } from './occasions.ts'
import { addDays, daysBetween, instantOf, localDay, localTime } from './when/zone.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SOON_MINUTES = 15
/** From here on a reminder says that it is late. */
const LATE_MINUTES = 15
/** A whole day begins at midnight; its day before is named in the morning. */
const ALL_DAY_REMINDER = '08:00'
/** A day before never lies further ahead than this, also where a day has 25 hours; and begun meetings are looked at so long. */
const AHEAD_MS = 49 * HOUR_MS
const BACK_MS = 48 * HOUR_MS

/** A reminder to post. */
export type MeetingReminder = ShownDate & {
  /** Names the occasion: which date of which meeting at what time. */
  key: string
  kind: 'day' | 'soon'
  meetingId: string
  isLate: boolean
  /** Calendar days from now to the meeting where the group is. */
  daysAhead: number
  /** Full minutes until it begins, rounded up. */
  minutesAhead: number
  /** Members of the group who are in its room. */
  members: string[]
}

/**
 * Takes the reminders that are due: the day before at the same local time, and 15 minutes before. Of several that an outage
 * left only the last, none when the meeting has begun, none for an occasion before the meeting was planned or moved.
 *
 * Taken ones are marked, so call it in the transaction that also stores the posts. `timeZone` is that of groups without an own one.
 */
export async function takeMeetingReminders(db: Db, now: Date, timeZone: string): Promise<MeetingReminder[]> {
  const due = (await standingDates(db, now)).map((row) => ({
    row,
    all: occasionsOf(row).filter(({ at }) => at <= now),
  }))
  const taken = await doneAmong(
    db,
    due.flatMap(({ all }) => all.map(({ key }) => key)),
  )
  const reminders: MeetingReminder[] = []
  for (const { row, all } of due) {
    const fresh = all.filter(({ key }) => !taken.has(key))
    if (fresh.length === 0) continue
    await db.occasion.createMany({ data: fresh.map(({ key }) => ({ key, at: now })) })
    const last = all.at(-1)
    const isBegun = row.startsAt <= now
    if (last && fresh.includes(last) && !isBegun) reminders.push(await reminderOf(db, row, last, now, timeZone))
  }
  return reminders
}

const standingDates = (db: Db, now: Date): Promise<DateRow[]> =>
  db.meetingDate.findMany({
    where: {
      startsAt: { gt: new Date(+now - BACK_MS), lte: new Date(+now + AHEAD_MS) },
      cancelledAt: null,
      meeting: { cancelledAt: null, item: { group: { archivedAt: null } } },
    },
    include: { meeting: { include: whole } },
    orderBy: [{ startsAt: 'asc' }, { meetingId: 'asc' }],
  })

type Occasion = { kind: 'day' | 'soon'; key: string; at: Date }

/** When people are reminded of a date, by time; nothing that lay before the date was set. */
function occasionsOf(row: DateRow): Occasion[] {
  const { startsAt, originalStart, meetingId, movedAt, meeting } = row
  const setAt = movedAt ?? meeting.item.createdAt
  const allDay = isAllDay(row, meeting.timeZone)
  const key = (kind: string) => `meeting:${meetingId}:${originalStart.toISOString()}:${startsAt.toISOString()}:${kind}`
  const dayBefore = addDays(localDay(startsAt, meeting.timeZone), -1)
  const time = allDay ? ALL_DAY_REMINDER : localTime(startsAt, meeting.timeZone)
  const day: Occasion = { kind: 'day', key: key('day'), at: instantOf(dayBefore, time, meeting.timeZone) }
  const soon: Occasion = { kind: 'soon', key: key('soon'), at: new Date(+startsAt - SOON_MINUTES * MINUTE_MS) }
  return (allDay ? [day] : [day, soon]).filter(({ at }) => setAt <= at)
}

async function reminderOf(
  db: Db,
  row: DateRow,
  { kind, key, at }: Occasion,
  now: Date,
  timeZone: string,
): Promise<MeetingReminder> {
  const { meeting, startsAt } = row
  const { group } = meeting.item
  const zone = group.timeZone ?? timeZone
  return {
    ...showDate(row),
    key,
    kind,
    meetingId: meeting.id,
    isLate: +now - +at >= LATE_MINUTES * MINUTE_MS,
    daysAhead: daysBetween(localDay(now, zone), localDay(startsAt, zone)),
    minutesAhead: Math.ceil((+startsAt - +now) / MINUTE_MS),
    members: await membersInRoom(db, group.id),
  }
}

/** Members of a group who have joined its room. */
export const membersInRoom = async (db: Db, groupId: string): Promise<string[]> => {
  const where = { groupId, joinedAt: { not: null }, leftAt: null, removedAt: null }
  return (await db.membership.findMany({ where, orderBy: { personId: 'asc' } })).map(({ personId }) => personId)
}
