import type { Db } from '../../prisma/client.ts'
import type { By } from './history.ts'
import type { MeetingDate } from './meeting-dates.ts'
import { indexMeeting } from './meeting-index.ts'
import { type Meeting, meetingOf, setCancelled, whole } from './meeting-row.ts'
import { removeFromIndex } from './search/store.ts'

type DateState = Pick<MeetingDate, 'startsAt' | 'minutes' | 'place' | 'url' | 'movedAt' | 'cancelledAt' | 'reason'>

/**
 * What `restoreMeeting` needs to put a meeting back. Of its dates only those that are not as the series plans them:
 * a series has many.
 */
export async function snapshotMeeting(db: Db, id: string) {
  const meeting = await meetingOf(db, id)
  const { title, startsAt, minutes, allDay, place, url, cancelledAt, reason } = meeting
  const dates = await db.meetingDate.findMany({ where: { meetingId: id } })
  const special = dates.filter((date) => !isSame(date, planned(date, meeting)))
  return {
    meeting: {
      title,
      startsAt: startsAt.toISOString(),
      minutes,
      allDay,
      place,
      url,
      cancelledAt: cancelledAt?.toISOString() ?? null,
      reason,
    },
    dates: special.map(({ originalStart, ...date }) => ({
      originalStart: originalStart.toISOString(),
      ...stateOf(date),
    })),
  }
}

type Before = {
  [K in keyof Awaited<ReturnType<typeof snapshotMeeting>>]: Stored<Awaited<ReturnType<typeof snapshotMeeting>>[K]>
}
/** JSON has no dates. */
type Stored<T> = T extends Date
  ? string
  : T extends (infer One)[]
    ? Stored<One>[]
    : T extends object
      ? { [K in keyof T]: Stored<T[K]> }
      : T

/** Puts a meeting and its dates back as they were; SEQUENCE goes on rising. */
export async function restoreMeeting(db: Db, id: string, before: unknown, { now }: By): Promise<void> {
  const { meeting: old, dates } = before as Before
  const cancelledAt = dateOrNull(old.cancelledAt)
  const data = { ...old, startsAt: new Date(old.startsAt), cancelledAt, sequence: { increment: 1 } }
  const meeting = await db.meeting.update({ where: { id }, data, include: whole })
  await db.item.update({ where: { id }, data: { cancelledAt } })
  const special = new Map(dates.map((date) => [+new Date(date.originalStart), revived(date)]))
  for (const date of await db.meetingDate.findMany({ where: { meetingId: id } })) {
    const wanted = special.get(+date.originalStart) ?? planned(date, meeting)
    const where = { meetingId_originalStart: { meetingId: id, originalStart: date.originalStart } }
    if (!isSame(date, wanted)) await db.meetingDate.update({ where, data: wanted })
  }
  await indexMeeting(db, { ...meeting, cancelledAt }, now)
}

/** Takes back a meeting that was planned by mistake: its number stays, nothing of it is found or reminded of any more. */
export async function withdrawMeeting(db: Db, id: string, { now }: By): Promise<void> {
  await setCancelled(db, id, null, now)
  await db.meeting.update({ where: { id }, data: { sequence: { increment: 1 } } })
  await removeFromIndex(db, id)
}

/** A date that nobody has touched. */
const planned = ({ originalStart }: MeetingDate, { minutes }: Pick<Meeting, 'minutes'>): DateState => ({
  startsAt: originalStart,
  minutes,
  place: null,
  url: null,
  movedAt: null,
  cancelledAt: null,
  reason: null,
})

const stateOf = ({ startsAt, minutes, place, url, movedAt, cancelledAt, reason }: DateState): DateState => ({
  startsAt,
  minutes,
  place,
  url,
  movedAt,
  cancelledAt,
  reason,
})

const isSame = (a: DateState, b: DateState) => JSON.stringify(stateOf(a)) === JSON.stringify(stateOf(b))

const revived = ({ startsAt, minutes, place, url, movedAt, cancelledAt, reason }: Stored<DateState>): DateState => ({
  startsAt: new Date(startsAt),
  minutes,
  place,
  url,
  movedAt: dateOrNull(movedAt),
  cancelledAt: dateOrNull(cancelledAt),
  reason,
})

const dateOrNull = (text: string | null) => (text === null ? null : new Date(text))
