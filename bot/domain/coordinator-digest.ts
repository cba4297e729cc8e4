import type { Db } from '../../prisma/client.ts'
import { placeName } from './administrations.ts'
import { inTurn } from './in-turn.ts'
import { type NextMeeting, nextMeetings } from './meeting-list.ts'
import { inForce, localPart } from './people.ts'

/** An open task as a coordinator sees it. `place`: the administration it is grouped under; '' for none. */
export type OwedTask = {
  id: string
  text: string
  place: string
  who: string[]
  dueDay: string
  dueTime: string | null
  isOverdue: boolean
  reason: string | null
}

/** One group in the coordinator's digest. */
export type CoordinatedGroup = {
  name: string
  tasks: OwedTask[]
  /** Open tasks of people who are no members any more. */
  orphaned: { id: string; text: string }[]
  pendingDecisions: { id: string; text: string }[]
  pendingMembers: { name: string; place: string }[]
  /** Administrations that no member represents, not even an invited one. */
  unrepresented: string[]
  meetings: NextMeeting[]
}

const WEEK_MS = 7 * 86_400_000
const open = { in: ['open', 'doing'] as ('open' | 'doing')[] }

/** All groups of a coordinator, by name; within them by administration, never by delay. */
export async function coordinatorDigest(db: Db, personId: string, now: Date): Promise<CoordinatedGroup[]> {
  const groups = await db.group.findMany({
    where: { archivedAt: null, members: { some: { personId, role: 'coordinator', ...inForce } } },
    orderBy: { name: 'asc' },
  })
  return inTurn(groups, (group) => coordinatedGroup(db, group, now))
}

async function coordinatedGroup(
  db: Db,
  { id: groupId, name, roomId }: { id: string; name: string; roomId: string | null },
  now: Date,
): Promise<CoordinatedGroup> {
  const soon = new Date(+now + WEEK_MS)
  const item = { groupId, cancelledAt: null }
  const members = await db.membership.findMany({ where: { groupId }, include: { person: true } })
  const shown = await db.roomMember.findMany({
    where: { roomId: roomId ?? '' },
    select: { userId: true, displayName: true },
  })
  const tasks = await db.task.findMany({
    where: { item, status: open },
    include: { item: true, assignees: { orderBy: { position: 'asc' } } },
    orderBy: { item: { number: 'asc' } },
  })
  const pending = await db.decision.findMany({
    where: { groupId, status: 'pending', item: { cancelledAt: null } },
    orderBy: { item: { number: 'asc' } },
  })
  const meetings = await nextMeetings(db, { groupIds: [groupId], from: now, to: soon, limit: 10 })
  const administrations = await db.administration.findMany({
    where: { groups: { some: { groupId } } },
    orderBy: { name: 'asc' },
  })
  const active = members.filter((member) => !member.leftAt && !member.removedAt)
  const places = new Map(administrations.map(({ key, name: full }) => [key, placeName(full)]))
  const placeOf = (personId: string) =>
    places.get(members.find((member) => member.personId === personId)?.administrationKey ?? '') ?? ''
  const names = new Map(
    shown.flatMap(({ userId, displayName }) => (displayName ? [[userId, displayName] as const] : [])),
  )
  const nameOf = (personId: string) =>
    names.get(personId) ??
    members.find((member) => member.personId === personId)?.person.displayName ??
    localPart(personId)
  const isActive = (personId: string) => active.some((member) => member.personId === personId)
  return {
    name,
    tasks: tasks
      .filter(({ dueAt }) => dueAt && dueAt <= soon)
      .flatMap((task) => owed(task, { now, places, placeOf, nameOf }))
      .sort(byPlace),
    orphaned: tasks
      .filter(
        ({ assignees }) =>
          assignees.some(({ personId }) => personId) &&
          assignees.every(({ personId, administrationKey }) => !administrationKey && personId && !isActive(personId)),
      )
      .map(({ id, text }) => ({ id, text })),
    pendingDecisions: pending.map(({ id, text }) => ({ id, text })),
    pendingMembers: active
      .filter(({ joinedAt }) => !joinedAt)
      .map(({ personId }) => ({ name: nameOf(personId), place: placeOf(personId) }))
      .sort(byPlace),
    unrepresented: administrations
      .filter(({ key }) => !active.some((member) => member.administrationKey === key))
      .map(({ name: full }) => placeName(full))
      .sort((a, b) => a.localeCompare(b, 'de')),
    meetings,
  }
}

type Assignee = { personId: string | null; administrationKey: string | null; doneAt: Date | null }
type Names = {
  now: Date
  places: Map<string, string>
  placeOf(personId: string): string
  nameOf(personId: string): string
}
type OpenTask = {
  id: string
  text: string
  dueDay: string | null
  dueTime: string | null
  dueAt: Date | null
  reason: string | null
  assignees: Assignee[]
  item: { authorId: string }
}

/** A task stands under each administration that still owes it; without assignee under its author's. */
function owed(
  { id, text, dueDay, dueTime, dueAt, reason, assignees, item }: OpenTask,
  { now, places, placeOf, nameOf }: Names,
): OwedTask[] {
  const about = { id, text, dueDay: dueDay ?? '', dueTime, isOverdue: dueAt !== null && dueAt < now, reason }
  const waiting = assignees.filter(({ doneAt }) => !doneAt)
  const owing = waiting.length > 0 ? waiting : [{ personId: item.authorId, administrationKey: null, doneAt: null }]
  const byAdministration = Map.groupBy(owing, ({ personId, administrationKey }) =>
    administrationKey ? (places.get(administrationKey) ?? '') : placeOf(personId ?? ''),
  )
  return [...byAdministration].map(([place, those]) => ({
    ...about,
    place,
    who: those.flatMap(({ personId }) => (personId ? [nameOf(personId)] : [])),
  }))
}

const byPlace = (a: { place: string }, b: { place: string }) => a.place.localeCompare(b.place, 'de')
