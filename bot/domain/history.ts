import type { Db, Prisma } from '../../prisma/client.ts'

/** Who changes something, when, and by which message. */
export type By = { actorId: string; now: Date; eventId?: string; onBehalfOf?: string }

export type HistoryEntry = Prisma.HistoryEntryGetPayload<object>

type Change = {
  action: string
  /** What the wording of the history needs. */
  detail?: Record<string, string | number | null>
  /** The item before the change, for undoing; left out where the item was made. */
  before?: object
}

/** Adds a line to an item's history. Lines are never changed or taken away. */
export const note = (db: Db, itemId: string, by: By, change: Change) =>
  db.historyEntry.create({ data: { itemId, ...lineOf(by, change) } })

/** A line of history, to be stored with its item. */
export const lineOf = (by: By, { action, detail, before }: Change) => ({
  at: by.now,
  actorId: by.actorId,
  onBehalfOf: by.onBehalfOf ?? null,
  eventId: by.eventId ?? null,
  action,
  detail: detail ? JSON.stringify(detail) : null,
  before: before ? JSON.stringify(before) : null,
})

/** An item's history, oldest first. */
export const historyOf = (db: Db, itemId: string) =>
  db.historyEntry.findMany({ where: { itemId }, orderBy: { id: 'asc' } })
