import type { Db, Prisma } from '../../prisma/client.ts'
import type { MeetingDate } from './meeting-dates.ts'

/** A meeting or a series of them, with its item and its group. */
export type Meeting = Prisma.MeetingGetPayload<{ include: { item: { include: { group: true } } } }>

/** What is read with a meeting. */
export const whole = { item: { include: { group: true } } } as const

/** The meeting of an id that is known to exist. */
export const meetingOf = (db: Db, id: string): Promise<Meeting> =>
  db.meeting.findUniqueOrThrow({ where: { id }, include: whole })

/** Marks a meeting as cancelled, and its dates from now on; what was held stays. */
export async function setCancelled(db: Db, id: string, reason: string | null, now: Date): Promise<void> {
  await db.meeting.update({ where: { id }, data: { cancelledAt: now, reason } })
  await db.item.update({ where: { id }, data: { cancelledAt: now } })
  const toCome = { meetingId: id, cancelledAt: null, startsAt: { gte: now } }
  await db.meetingDate.updateMany({ where: toCome, data: { cancelledAt: now, reason } })
}

/** Changes one date; `originalStart` names it for ever. */
export const updateDate = (db: Db, { meetingId, originalStart }: MeetingDate, data: Prisma.MeetingDateUpdateInput) =>
  db.meetingDate.update({ where: { meetingId_originalStart: { meetingId, originalStart } }, data })
