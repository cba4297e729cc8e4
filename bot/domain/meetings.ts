import type { Db } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import { addItem } from './items.ts'
import { type MeetingDate, planDates } from './meeting-dates.ts'
import { indexMeeting } from './meeting-index.ts'
import { type Meeting, meetingOf, setCancelled, updateDate } from './meeting-row.ts'
import { snapshotMeeting } from './meeting-snapshot.ts'
import { DEFAULT_MINUTES, type MeetingRequest } from './meeting-text.ts'
import type { Group, Viewer } from './people.ts'

export { type Meeting, meetingOf } from './meeting-row.ts'

type NewMeeting = { group: Group; viewer: Viewer; request: MeetingRequest; timeZone: string; by: By }

/** Plans a meeting or, with a rule, a series whose local time in `timeZone` stays over the changes of the clocks. */
export async function planMeeting(db: Db, { group, viewer, request, timeZone, by }: NewMeeting): Promise<Meeting> {
  const { title, startsAt, minutes = DEFAULT_MINUTES, allDay, place = null, url = null, rule = null } = request
  const item = await addItem(db, { letter: 'S', groupId: group.id, viewer, now: by.now, eventId: by.eventId })
  await db.meeting.create({ data: { id: item.id, title, startsAt, minutes, allDay, place, url, rule, timeZone } })
  await planDates(db, await meetingOf(db, item.id), by.now)
  await note(db, item.id, by, { action: 'created', detail: { to: startsAt.toISOString() } })
  return finished(db, item.id, by)
}

/** What a date moves to; what is left out stays as it was. */
export type Move = { startsAt: Date; minutes?: number; place?: string; url?: string; reason?: string }

/** Moves one date. The date of a single meeting is the meeting. */
export async function moveDate(db: Db, meeting: Meeting, date: MeetingDate, move: Move, by: By): Promise<Meeting> {
  const { startsAt, minutes = date.minutes, place, url, reason = null } = move
  const where = { ...(place ? { place } : {}), ...(url ? { url } : {}) }
  const before = await snapshotMeeting(db, meeting.id)
  await updateDate(db, date, { startsAt, minutes, movedAt: by.now, ...(meeting.rule ? where : {}) })
  if (!meeting.rule) await db.meeting.update({ where: { id: meeting.id }, data: { startsAt, minutes, ...where } })
  const detail = { from: date.startsAt.toISOString(), to: startsAt.toISOString(), reason }
  await note(db, meeting.id, by, { action: 'moved', detail, before })
  return changed(db, meeting.id, by)
}

/** Cancels one date; that of a single meeting cancels the meeting. */
export async function cancelDate(
  db: Db,
  meeting: Meeting,
  date: MeetingDate,
  reason: string,
  by: By,
): Promise<Meeting> {
  if (!meeting.rule) return cancelMeeting(db, meeting, reason, by)
  const before = await snapshotMeeting(db, meeting.id)
  await updateDate(db, date, { cancelledAt: by.now, reason })
  await note(db, meeting.id, by, {
    action: 'date-cancelled',
    detail: { from: date.startsAt.toISOString(), reason },
    before,
  })
  return changed(db, meeting.id, by)
}

/** Cancels a single meeting, or a series from now on. Dates that were held stay as they are. */
export async function cancelMeeting(db: Db, { id }: Meeting, reason: string, by: By): Promise<Meeting> {
  const before = await snapshotMeeting(db, id)
  await setCancelled(db, id, reason, by.now)
  await note(db, id, by, { action: 'cancelled', detail: { reason }, before })
  return changed(db, id, by)
}

/** What of a meeting can be corrected besides its dates. */
export type Correction = { title: string } | { place: string } | { url: string } | { minutes: number }

/** Puts another title, place, address or length; with a date place, address and length change for that one only. */
export async function correctMeeting(
  db: Db,
  meeting: Meeting,
  to: Correction,
  by: By,
  date?: MeetingDate,
): Promise<Meeting> {
  const one = meeting.rule ? date : undefined
  const [action, value] = Object.entries(to)[0] as ['title' | 'place' | 'url' | 'minutes', string | number]
  const before = await snapshotMeeting(db, meeting.id)
  const old = { ...meeting, ...(one ? withoutNulls(one) : {}) }[action]
  if (one && !('title' in to)) await updateDate(db, one, to)
  else await correctAll(db, meeting, to, by.now)
  const detail = { from: old, to: value, ...(one ? { date: one.startsAt.toISOString() } : {}) }
  await note(db, meeting.id, by, { action, detail, before })
  return changed(db, meeting.id, by)
}

/** The length is kept with each date, so those to come change with the series. */
async function correctAll(db: Db, { id, minutes }: Meeting, to: Correction, now: Date) {
  await db.meeting.update({ where: { id }, data: to })
  if ('minutes' in to)
    await db.meetingDate.updateMany({ where: { meetingId: id, minutes, startsAt: { gte: now } }, data: to })
}

/** Raises SEQUENCE, as RFC 5545 wants it after every change. */
async function changed(db: Db, id: string, by: By): Promise<Meeting> {
  await db.meeting.update({ where: { id }, data: { sequence: { increment: 1 } } })
  return finished(db, id, by)
}

async function finished(db: Db, id: string, { now }: By): Promise<Meeting> {
  const meeting = await meetingOf(db, id)
  await indexMeeting(db, meeting, now)
  return meeting
}

const withoutNulls = <T extends object>(row: T): Partial<T> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Partial<T>
