import type { Db, Prisma } from '../../prisma/client.ts'
import type { Sight } from './people.ts'
import { type Task, tasksWhere } from './tasks.ts'

/** Which tasks a list shows. */
export type TaskFilter = {
  status: 'open' | 'all' | 'overdue' | 'done'
  /** Tasks of this person: assigned to her, to her administration, or made by her and assigned to nobody. */
  mine?: { personId: string; administrationOf: ReadonlyMap<string, string | null> } | undefined
  personId?: string | undefined
  administrationKey?: string | undefined
  tags: readonly string[]
}

/**
 * Tasks of these groups that a filter lets through, by due date and then by number. Those past their date go by number
 * alone: an order by delay would rank people.
 */
export async function listTasks(
  db: Db,
  sight: Sight,
  groupIds: readonly string[],
  filter: TaskFilter,
  now: Date,
): Promise<Task[]> {
  const { status, mine, personId, administrationKey, tags } = filter
  const conditions: Prisma.TaskWhereInput[] = [{ item: { groupId: { in: [...groupIds] } } }, statusIs(status, now)]
  if (mine) conditions.push({ OR: ownOf(mine) })
  if (personId) conditions.push({ assignees: { some: { personId } } })
  if (administrationKey) conditions.push({ assignees: { some: { administrationKey } } })
  for (const tag of tags) conditions.push({ item: { tags: { some: { tag } } } })
  const found = await tasksWhere(db, sight, { AND: conditions })
  return found.sort((a, b) => (status === 'overdue' ? 0 : dueTime(a) - dueTime(b)) || a.item.number - b.item.number)
}

const dueTime = ({ dueAt }: Task) => dueAt?.getTime() ?? 8.64e15

function statusIs(status: TaskFilter['status'], now: Date): Prisma.TaskWhereInput {
  if (status === 'all') return {}
  if (status === 'done') return { status: 'done' }
  const open: Prisma.TaskWhereInput = { status: { in: ['open', 'doing'] } }
  return status === 'overdue' ? { ...open, dueAt: { lt: now } } : open
}

function ownOf({ personId, administrationOf }: NonNullable<TaskFilter['mine']>): Prisma.TaskWhereInput[] {
  const administrations = [...administrationOf].flatMap(([groupId, administrationKey]) =>
    administrationKey ? [{ item: { groupId }, assignees: { some: { administrationKey, doneAt: null } } }] : [],
  )
  return [
    { assignees: { some: { personId } } },
    { assignees: { none: {} }, item: { authorId: personId } },
    ...administrations,
  ]
}
