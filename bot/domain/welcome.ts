import type { Db } from '../../prisma/client.ts'
import { inForce } from './people.ts'

/** Somebody who has come into a group's room and was not welcomed yet. */
export type Newcomer = { personId: string; groupId: string; group: string; administration: string | undefined }

/**
 * Takes those who joined and were not welcomed, and marks them as welcomed. Call it in the transaction that also stores
 * the messages.
 */
export async function takeNewcomers(db: Db, now: Date): Promise<Newcomer[]> {
  const rows = await db.membership.findMany({
    where: { ...inForce, joinedAt: { not: null }, welcomedAt: null, group: { archivedAt: null } },
    include: { group: true },
    orderBy: [{ joinedAt: 'asc' }, { personId: 'asc' }],
    take: 50,
  })
  const newcomers: Newcomer[] = []
  for (const { groupId, personId, administrationKey, group } of rows) {
    await db.membership.update({ where: { groupId_personId: { groupId, personId } }, data: { welcomedAt: now } })
    const own = administrationKey ? await db.administration.findUnique({ where: { key: administrationKey } }) : null
    newcomers.push({ personId, groupId, group: group.name, administration: own?.name })
  }
  return newcomers
}

/** Where a group stands: its last register numbers, how many tasks are open, and when it meets next. */
export async function standingOf(
  db: Db,
  groupId: string,
  now: Date,
): Promise<{ decisions: string[]; openTasks: number; nextMeeting: Date | undefined }> {
  const item = { groupId, cancelledAt: null }
  const decisions = await db.decision.findMany({
    where: { groupId, status: 'valid', register: { not: null } },
    orderBy: [{ year: 'desc' }, { sequence: 'desc' }],
    take: 3,
  })
  const openTasks = await db.task.count({ where: { status: { in: ['open', 'doing'] }, item } })
  const next = await db.meetingDate.findFirst({
    where: { startsAt: { gt: now }, cancelledAt: null, meeting: { cancelledAt: null, item } },
    orderBy: { startsAt: 'asc' },
  })
  return { decisions: decisions.flatMap(({ register }) => register ?? []), openTasks, nextMeeting: next?.startsAt }
}
