import type { Db } from '../../prisma/client.ts'
import { datesToCome, isAllDay, type MeetingDate } from './meeting-dates.ts'
import { type Meeting, whole } from './meeting-row.ts'
import { indexItem } from './search/store.ts'

const DATES_IN_INDEX = 3

/** Brings the search index up to date with a meeting: title, place, and in words when it is. */
export async function indexMeeting(db: Db, meeting: Meeting, now: Date): Promise<void> {
  const { groupId, scope, administrationKey, authorId, group } = meeting.item
  await indexItem(db, {
    itemId: meeting.id,
    kind: 'meeting',
    groupId,
    scope,
    administrationKey,
    authorId,
    title: meeting.title,
    body: await bodyOf(db, meeting, group.name, now),
    valid: !meeting.cancelledAt,
    now,
  })
}

/** In German, as the index reads it, and as whoever asks "Wann ist die nächste Sitzung?" reads it. */
async function bodyOf(db: Db, meeting: Meeting, group: string, now: Date): Promise<string> {
  if (meeting.cancelledAt) return `Sitzung der ${group}, abgesagt${meeting.reason ? `: ${meeting.reason}` : ''}.`
  const standing = (await datesToCome(db, meeting, now)).filter(({ cancelledAt }) => !cancelledAt)
  const shown = standing.length > 0 ? standing.slice(0, DATES_IN_INDEX) : [meeting]
  const dates = shown.map((date) => inWords(date, meeting.timeZone)).join('; ')
  const place = standing[0]?.place ?? meeting.place
  return `Sitzung der ${group}: ${dates}.${place ? ` Ort: ${place}.` : ''}`
}

function inWords(date: Pick<MeetingDate, 'startsAt' | 'minutes'>, timeZone: string): string {
  const day = new Intl.DateTimeFormat('de-DE', { dateStyle: 'full', timeZone }).format(date.startsAt)
  if (isAllDay(date, timeZone)) return `${day}, ganztägig`
  return `${day}, ${new Intl.DateTimeFormat('de-DE', { timeStyle: 'short', timeZone }).format(date.startsAt)} Uhr`
}

/** Brings the index up to date with series whose next dates are others by now. */
export async function refreshIndex(db: Db, now: Date): Promise<void> {
  const series = await db.meeting.findMany({
    where: { rule: { not: null }, cancelledAt: null },
    include: whole,
    orderBy: { id: 'asc' },
  })
  for (const meeting of series) await indexMeeting(db, meeting, now)
}
