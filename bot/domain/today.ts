import type { Db } from '../../prisma/client.ts'
import { inTurn } from './in-turn.ts'
import { type NextMeeting, nextMeetings } from './meeting-list.ts'

/** One group in a person's overview. */
export type TodayGroup = {
  name: string
  tasks: { id: string; text: string; dueDay: string | null; dueTime: string | null; isOverdue: boolean }[]
  meetings: NextMeeting[]
}

type Who = {
  personId: string
  memberships: { groupId: string; administrationKey: string | null; group: { name: string; archivedAt: Date | null } }[]
}

const WEEK_MS = 7 * 86_400_000

/** Open tasks of a person and of her administration, and the meetings of the next 7 days, in these groups. */
export async function todayOf(db: Db, { personId, memberships }: Who, now: Date): Promise<TodayGroup[]> {
  const groups = memberships.filter(({ group }) => !group.archivedAt)
  return inTurn(groups, ({ groupId, administrationKey, group }) =>
    todayIn(db, { personId, administrationKey, groupId, name: group.name }, now),
  )
}

async function todayIn(
  db: Db,
  {
    personId,
    administrationKey,
    groupId,
    name,
  }: { personId: string; administrationKey: string | null; groupId: string; name: string },
  now: Date,
): Promise<TodayGroup> {
  const item = { groupId, cancelledAt: null }
  const mine = [{ personId, doneAt: null }, ...(administrationKey ? [{ administrationKey, doneAt: null }] : [])]
  const tasks = await db.task.findMany({
    where: {
      item,
      status: { in: ['open', 'doing'] },
      OR: [{ assignees: { some: { OR: mine } } }, { assignees: { none: {} }, item: { authorId: personId } }],
    },
    orderBy: { item: { number: 'asc' } },
  })
  const meetings = await nextMeetings(db, { groupIds: [groupId], from: now, to: new Date(+now + WEEK_MS), limit: 10 })
  const last = Number.POSITIVE_INFINITY
  return {
    name,
    tasks: tasks
      .sort((a, b) => +(a.dueAt ?? last) - +(b.dueAt ?? last))
      .map(({ id, text, dueDay, dueTime, dueAt }) => ({
        id,
        text,
        dueDay,
        dueTime,
        isOverdue: dueAt !== null && dueAt < now,
      })),
    meetings,
  }
}
