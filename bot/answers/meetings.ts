import { type Line, meetingShown } from '../../templates/meeting-show.ts'
import type { Span } from '../../templates/meeting-when.ts'
import { type Shown, toldTheGroup } from '../../templates/meetings.ts'
import type { Say } from '../../templates/template.ts'
import type { Answer, Ctx } from '../command.ts'
import { historyOf } from '../domain/history.ts'
import { datesToCome, isAllDay, type MeetingDate } from '../domain/meeting-dates.ts'
import { membersInRoom } from '../domain/meeting-reminders.ts'
import type { Meeting } from '../domain/meetings.ts'
import { membershipIn, nameOf } from '../domain/people.ts'

const DATES_SHOWN = 5

/** When a date of a meeting is, as templates take it. */
export const spanOfDate = (
  date: Pick<MeetingDate, 'startsAt' | 'minutes'>,
  { timeZone }: Pick<Meeting, 'timeZone'>,
): Span => ({
  startsAt: date.startsAt,
  minutes: date.minutes,
  allDay: isAllDay(date, timeZone),
  timeZone,
})

/** A meeting as templates take it; with a date that one, with its own place and address. */
export const shownMeeting = (meeting: Meeting, date?: MeetingDate): Shown => ({
  ...spanOfDate(date ?? meeting, meeting),
  id: meeting.id,
  title: meeting.title,
  rule: meeting.rule,
  place: date?.place ?? meeting.place,
  url: date?.url ?? meeting.url,
})

/**
 * An answer about a meeting that its group must hear of: given in the group's room it is heard; given elsewhere it is posted there
 * too, and `isUrgent` notifies those in the room.
 */
export async function heardByGroup(
  ctx: Ctx,
  { item }: Meeting,
  say: Say,
  { isUrgent }: { isUrgent: boolean },
): Promise<Answer> {
  const { group } = item
  if (!ctx.isDirect && ctx.group?.id === group.id) return { say, itemId: item.id }
  const others = isUrgent ? (await membersInRoom(ctx.db, group.id)).filter((id) => id !== ctx.viewer.personId) : []
  const post = {
    key: `meeting:${item.id}:told:${ctx.eventId}`,
    to: { groupId: group.id },
    say,
    itemId: item.id,
    ping: others,
  }
  return { say: toldTheGroup({ say, group: group.name }), itemId: item.id, posts: [post] }
}

/** A meeting with its dates and its history. Of a public one no persons are named to people of other groups. */
export async function shownAnswer(ctx: Ctx, meeting: Meeting): Promise<Answer> {
  const { item, rule, cancelledAt, reason } = meeting
  const isNamed = item.scope !== 'public' || membershipIn(ctx.viewer, item.groupId) !== undefined
  const nameIn = (personId: string) => (isNamed ? nameOf(ctx.db, personId, item.group.roomId) : undefined)
  const history: Line[] = []
  for (const { at, actorId, action, detail } of await historyOf(ctx.db, item.id)) {
    history.push({ at, who: await nameIn(actorId), action, detail: JSON.parse(detail ?? '{}') as Line['detail'] })
  }
  const next = await datesToCome(ctx.db, meeting, ctx.now)
  const data = {
    ...shownMeeting(meeting, rule ? undefined : await onlyDate(ctx, meeting)),
    group: item.group.name,
    author: await nameIn(item.authorId),
    scope: item.scope,
    isCancelled: cancelledAt !== null,
    reason,
    isOver: cancelledAt === null && next.length === 0,
    next: rule && !cancelledAt ? next.slice(0, DATES_SHOWN).map((date) => dateLine(date, meeting)) : [],
    history,
  }
  return { say: meetingShown(data), itemId: item.id }
}

const onlyDate = async ({ db }: Ctx, { id }: Meeting) =>
  (await db.meetingDate.findFirst({ where: { meetingId: id }, orderBy: { startsAt: 'asc' } })) ?? undefined

const dateLine = (date: MeetingDate, meeting: Meeting) => ({
  ...spanOfDate(date, meeting),
  place: date.place,
  url: date.url,
  movedFrom: date.movedAt ? date.originalStart : null,
  isCancelled: date.cancelledAt !== null,
  reason: date.reason,
})
