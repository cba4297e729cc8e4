import type { Db, Prisma } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import type { Item, Letter } from './items.ts'
import { restoreScope } from './scope.ts'
import { undoable } from './undoable.ts'

const MINUTES = 10

type Entry = Prisma.HistoryEntryGetPayload<{ include: { item: true } }>

/** One item that a command touched: made by it, or changed by these entries, latest first. */
export type Touched = { item: Item; wasMade: boolean; entries: Entry[] }

/** Why a command cannot be taken back. `changed`: its item was changed since; `numbered`: a register number was given. */
export type Refusal =
  | { why: 'nothing' | 'not-author' | 'undone' }
  | { why: 'late' | 'changed' | 'numbered' | 'public'; item: Item }

/**
 * What a command did that can be taken back, by its event. Only who gave it can, within 10 minutes of its being
 * carried out (`sentAt`: when taking back was asked for), and only while nobody has changed the items since.
 */
export async function findUndoable(
  db: Db,
  causeEventId: string,
  { personId, sentAt }: { personId: string; sentAt: Date },
): Promise<{ touched: Touched[] } | Refusal> {
  const cause = await db.inboxEvent.findUnique({ where: { eventId: causeEventId }, select: { sender: true } })
  if (!cause) return { why: 'nothing' }
  if (cause.sender !== personId) return { why: 'not-author' }
  const where = { eventId: causeEventId, action: { not: 'undone' } }
  const entries = await db.historyEntry.findMany({ where, include: { item: true }, orderBy: { id: 'desc' } })
  const touched = touchedBy(entries, causeEventId)
  const [first] = touched
  if (!first) return { why: 'nothing' }
  if (first.entries[0] && sentAt.getTime() - first.entries[0].at.getTime() > MINUTES * 60_000) {
    return { why: 'late', item: first.item }
  }
  for (const one of touched) {
    const refusal = (await refusedSince(db, one, causeEventId)) ?? refusedEver(one)
    if (refusal) return refusal
  }
  return { touched }
}

/** Takes back what `findUndoable` found: made items become wrong entries, changed ones are as before. */
export async function undo(db: Db, touched: readonly Touched[], causeEventId: string, by: By): Promise<void> {
  for (const { item, wasMade, entries } of touched) {
    const { withdraw, restore } = undoable[item.letter as Letter]
    if (wasMade) await withdraw(db, item.id, by)
    else
      for (const { action, before } of entries)
        await putBack(db, item.id, action, JSON.parse(before ?? '{}'), restore, by)
    await note(db, item.id, by, { action: 'undone', detail: { event: causeEventId } })
  }
  // A reaction that did it has no effect any more that taking it back could take back.
  await db.reactionEffect.updateMany({
    where: { eventId: causeEventId, takenBackAt: null },
    data: { takenBackAt: by.now },
  })
}

type Restore = (typeof undoable)[Letter]['restore']

const putBack = (db: Db, id: string, action: string, before: object, restore: Restore, by: By) =>
  action === 'scope' ? restoreScope(db, id, before) : restore(db, id, before, by)

/** Items by what happened to them; entries that only tell something leave nothing to take back. */
function touchedBy(entries: readonly Entry[], causeEventId: string): Touched[] {
  const items = new Map(entries.map(({ item }) => [item.id, item]))
  return [...items.values()].flatMap((item) => {
    const own = entries.filter(({ itemId }) => itemId === item.id)
    const wasMade = item.eventId === causeEventId && own.some(({ before }) => before === null)
    const changes = wasMade ? own : own.filter(({ before }) => before !== null)
    return changes.length > 0 ? [{ item, wasMade, entries: changes }] : []
  })
}

/** Later changes stand in the way, unless they were taken back themselves. */
async function refusedSince(db: Db, { item, entries }: Touched, causeEventId: string): Promise<Refusal | undefined> {
  const latest = entries[0]?.id ?? 0
  const since = await db.historyEntry.findMany({ where: { itemId: item.id, id: { gt: latest } } })
  const taken = new Set(
    since.filter(({ action }) => action === 'undone').map(({ detail }) => readDetail(detail).event ?? null),
  )
  if (taken.has(causeEventId)) return { why: 'undone' }
  const stands = since.some(
    ({ action, eventId }) => action !== 'undone' && !taken.has(eventId) && eventId !== causeEventId,
  )
  return stands ? { why: 'changed', item } : undefined
}

const readDetail = (detail: string | null) => JSON.parse(detail ?? '{}') as { event?: string; to?: string }

/** A number that was given to somebody else's decision, and what was made public, stay. */
function refusedEver({ item, entries }: Touched): Refusal | undefined {
  if (entries.some(({ action }) => action === 'confirmed')) return { why: 'numbered', item }
  const toPublic = entries.some(({ action, detail }) => action === 'scope' && readDetail(detail).to === 'public')
  return toPublic ? { why: 'public', item } : undefined
}
