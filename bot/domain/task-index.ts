import type { Db, Prisma } from '../../prisma/client.ts'
import type { Indexable } from './search/sight.ts'
import { indexItem, indexNewItem } from './search/store.ts'

type Indexed = Prisma.TaskGetPayload<{ include: { item: { include: { tags: true } } } }>

const TITLE = 120

/** Puts a task into the search, with its notes, its reason and its tags. Cancelled ones are found last. */
export async function indexTask(db: Db, task: Indexed, now: Date): Promise<void> {
  await indexItem(db, documentOf(task, await notesOf(db, task.id), now))
}

/** The same for one that was just made. */
export const indexNewTask = (db: Db, task: Indexed, now: Date): Promise<void> =>
  indexNewItem(db, documentOf(task, [], now))

function documentOf({ id, text, reason, item, status }: Indexed, notes: readonly string[], now: Date): Indexable {
  const { groupId, scope, administrationKey, authorId, tags } = item
  const body = [text, reason, ...notes, ...tags.map(({ tag }) => `#${tag}`)].filter(Boolean).join('\n')
  const valid = status !== 'cancelled'
  return {
    itemId: id,
    kind: 'task',
    groupId,
    scope,
    administrationKey,
    authorId,
    title: headOf(text),
    body,
    valid,
    now,
  }
}

/** The beginning of a text as one line, cut between words. */
export function headOf(text: string, length = TITLE): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= length) return line
  const cut = line.slice(0, length)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), length - 30)).trimEnd()} …`
}

async function notesOf(db: Db, itemId: string): Promise<string[]> {
  const entries = await db.historyEntry.findMany({ where: { itemId, action: 'note' }, orderBy: { id: 'asc' } })
  return entries.flatMap(({ detail }) => (JSON.parse(detail ?? '{}') as { text?: string }).text ?? [])
}
