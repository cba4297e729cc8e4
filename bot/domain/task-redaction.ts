import type { Db } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import { isOfRoom, othersActed, type Redaction } from './redactions.ts'
import { type TaskSnapshot, withdrawTask } from './task-snapshot.ts'
import { indexed, type Task, taskOf } from './tasks.ts'

/** What stands for words that were taken back. */
const GONE = '…'

/**
 * A message was taken back: a task that was made of it keeps only what others have written. A command that had made a
 * task takes it back while nobody else has acted on it, and it is not done.
 */
export async function forgetTasks(db: Db, redaction: Redaction, by: By): Promise<void> {
  await forgetQuoted(db, redaction, by)
  const { eventId } = redaction
  const made = await db.item.findMany({
    where: { eventId, letter: 'A', cancelledAt: null, task: { status: { in: ['open', 'doing'] } } },
    include: { group: true },
  })
  for (const { id, authorId, group } of made) {
    if (!(await isOfRoom(db, redaction, group.roomId)) || (await othersActed(db, id, authorId, ['created']))) continue
    await withdrawTask(db, id, by)
    await note(db, id, by, { action: 'undone', detail: { event: eventId } })
  }
}

async function forgetQuoted(db: Db, redaction: Redaction, by: By): Promise<void> {
  const { eventId } = redaction
  const entries = await db.historyEntry.findMany({
    where: { action: 'created', detail: { contains: JSON.stringify(eventId) }, item: { letter: 'A' } },
  })
  for (const { itemId, detail } of entries) {
    const { sourceEventId, quoted } = JSON.parse(detail ?? '{}') as { sourceEventId?: string; quoted?: number }
    const task = await taskOf(db, itemId)
    if (sourceEventId === eventId && (await isOfRoom(db, redaction, task.item.group.roomId)))
      await unquote(db, task, quoted ?? task.text.length, by)
  }
}

/** Takes the first `length` characters of the text a task was made with out of it, and out of its history. */
async function unquote(db: Db, task: Task, length: number, by: By): Promise<void> {
  const { id } = task
  const entries = await db.historyEntry.findMany({ where: { itemId: id }, orderBy: { id: 'asc' } })
  const first = entries.find(({ before }) => before !== null)
  const original = first ? (JSON.parse(first.before ?? '{}') as TaskSnapshot).task.text : task.text
  const left = original.slice(length).replace(/^ – /, '') || GONE
  for (const { id: entry, before, detail } of entries) {
    const data = { before: replaced(before, original, left), detail: replaced(detail, original, left) }
    await db.historyEntry.update({ where: { id: entry }, data })
  }
  if (task.text !== original) return
  await db.task.update({ where: { id }, data: { text: left } })
  await note(db, id, by, { action: 'text', detail: { from: GONE, to: left } })
  await indexed(db, id, by)
}

/** A JSON text in which one value stands for another, wherever it is. */
const replaced = (json: string | null, from: string, to: string): string | null =>
  json === null ? null : JSON.stringify(JSON.parse(json, (_key, value: unknown) => (value === from ? to : value)))
