import type { Db, Prisma } from '../../prisma/client.ts'
import { membersOf } from './reach.ts'
import { isOpen, type Occasion, occasionsOf, type Settings } from './task-occasions.ts'
import { remindedOf } from './task-people.ts'
import { type Task, wholeTask } from './tasks.ts'
import { addDays, localDay } from './when/zone.ts'

/** Days before the due day of the first reminder, where a person has set nothing else. */
const LEAD_DAYS = 3
/** The last reminder comes 21 days after the due day; zones and free days lie in the rest. */
const LAST_DAYS = 30
const LOOKED = 'task-reminders'
const DAY_MS = 86_400_000

type Person = Prisma.PersonGetPayload<object>

/** A task of which somebody is to be reminded now, the occasion, and the keys of all that is taken care of with it. */
export type Reminder = { task: Task; occasion: Occasion; keys: string[] }
/** All of one person, by group and number. */
export type PersonReminders = { person: Person; reminders: Reminder[] }

type Asked = { now: Date; land: string; timeZone: string }

/**
 * Takes the reminders that are due and marks them as taken.
 *
 * Taking and posting must not come apart: call it in the transaction that stores the posts. What was missed in an outage is
 * due as well, of each task the latest occasion only. After a jump of the clock back nothing comes twice.
 */
export async function takeTaskReminders(db: Db, { now, land, timeZone }: Asked): Promise<PersonReminders[]> {
  const since = await lookedUpTo(db, now)
  const people = new Map<string, PersonReminders>()
  const members = new Map<string, Awaited<ReturnType<typeof membershipsOf>>>()
  for (const task of await candidates(db, since, now)) {
    const group = members.get(task.item.groupId) ?? (await membershipsOf(db, task.item.groupId))
    members.set(task.item.groupId, group)
    for (const personId of remindedOf(task, group)) {
      const member = group.find((one) => one.personId === personId)
      if (!member) continue
      const { person, createdAt } = member
      const settings = { leadDays: person.leadDays ?? LEAD_DAYS, timeZone: person.timeZone ?? timeZone, land }
      if (!isOpen(now, settings)) continue
      const from = Math.max(since?.getTime() ?? 0, createdAt.getTime(), task.dueSetAt?.getTime() ?? 0)
      const taken = await take(db, task, personId, settings, from, now)
      if (!taken) continue
      const own = people.get(personId) ?? { person, reminders: [] }
      own.reminders.push({ task, ...taken })
      people.set(personId, own)
    }
  }
  if (isOpen(now, { timeZone, land }))
    await db.occasion.upsert({ where: { key: LOOKED }, create: { key: LOOKED, at: now }, update: { at: now } })
  return [...people.values()]
}

/**
 * Older occasions were looked after, or concerned somebody else then: who takes over a task is not reminded of its past.
 * A day is left for zones that begin it later. After the clock was set back it says nothing.
 */
async function lookedUpTo(db: Db, now: Date): Promise<Date | undefined> {
  const looked = await db.occasion.findUnique({ where: { key: LOOKED } })
  return looked && looked.at <= now ? new Date(looked.at.getTime() - DAY_MS) : undefined
}

/** Open tasks whose reminders may lie between these instants, by group and number. */
async function candidates(db: Db, since: Date | undefined, now: Date): Promise<Task[]> {
  const { _max } = await db.person.aggregate({ _max: { leadDays: true } })
  const ahead = Math.max(LEAD_DAYS, _max.leadDays ?? 0) + LAST_DAYS
  const dueDay = {
    lte: addDays(localDay(now, 'UTC'), ahead),
    ...(since ? { gte: addDays(localDay(since, 'UTC'), -LAST_DAYS) } : {}),
  }
  const where: Prisma.TaskWhereInput = {
    status: { in: ['open', 'doing'] },
    dueDay,
    item: { cancelledAt: null, group: { archivedAt: null } },
  }
  return db.task.findMany({
    where,
    include: wholeTask,
    orderBy: [{ item: { group: { name: 'asc' } } }, { item: { number: 'asc' } }],
  })
}

async function membershipsOf(db: Db, groupId: string) {
  const members = await membersOf(db, groupId)
  const rows = await db.membership.findMany({
    where: { groupId, personId: { in: members.map(({ personId }) => personId) } },
    include: { person: true },
  })
  return rows.sort((a, b) => (a.personId < b.personId ? -1 : 1))
}

/** The latest occasion that is due, taken together with those before it; undefined: none, or it was taken before. */
async function take(
  db: Db,
  task: Task,
  personId: string,
  settings: Settings,
  from: number,
  now: Date,
): Promise<Pick<Reminder, 'occasion' | 'keys'> | undefined> {
  const due = occasionsOf(task.dueDay ?? '', settings).filter(({ at }) => at.getTime() > from && at <= now)
  const latest = due.at(-1)
  if (!latest) return undefined
  const keyOf = ({ kind }: Occasion) => `task-reminder:${task.id}:${task.dueDay}:${kind}:${personId}`
  const taken = await db.occasion.findMany({ where: { key: { in: due.map(keyOf) } } })
  const fresh = due.filter((one) => !taken.some(({ key }) => key === keyOf(one)))
  await db.occasion.createMany({ data: fresh.map((one) => ({ key: keyOf(one), at: now })) })
  return fresh.includes(latest) ? { occasion: latest, keys: due.map(keyOf) } : undefined
}
