import type { Db, Prisma } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import { addItem } from './items.ts'
import type { Group, Viewer } from './people.ts'
import { nextInRegister } from './register.ts'
import { indexItem } from './search/store.ts'

/** A decision with its item and its group. */
export type Decision = Prisma.DecisionGetPayload<{ include: { item: { include: { group: true } } } }>

const whole = { item: { include: { group: true } } } as const

/** The decision of an id that is known to exist. */
export const decisionOf = (db: Db, id: string): Promise<Decision> =>
  db.decision.findUniqueOrThrow({ where: { id }, include: whole })

type NewDecision = { group: Group; viewer: Viewer; text: string; day: string; isConfirmed: boolean; by: By }

/** Records a decision of `day` (YYYY-MM-DD); confirmed ones get their register number at once. */
export async function recordDecision(
  db: Db,
  { group, viewer, text, day, isConfirmed, by }: NewDecision,
): Promise<Decision> {
  const item = await addItem(db, { letter: 'B', groupId: group.id, viewer, now: by.now, eventId: by.eventId })
  const entry = isConfirmed ? await entryOf(db, group, day, by) : {}
  await db.decision.create({ data: { id: item.id, groupId: group.id, text, day, ...entry } })
  await note(db, item.id, by, { action: 'created', ...(isConfirmed ? { detail: { status: 'valid' } } : {}) })
  return indexed(db, item.id, by)
}

/** Sets the state of a wrong entry. */
export async function setVoid(db: Db, id: string, reason: string | null, now: Date) {
  await db.decision.update({ where: { id }, data: { status: 'void', reason } })
  await db.item.update({ where: { id }, data: { cancelledAt: now } })
}

/** What entering into the register sets: number, time and who answers for it. */
export async function entryOf(db: Db, group: Group, day: string, { now, actorId, eventId }: By) {
  const number = await nextInRegister(db, group, Number(day.slice(0, 4)), eventId)
  return { ...number, status: 'valid' as const, enteredAt: now, confirmedBy: actorId }
}

/** Brings the search index up to date with a decision, and gives it. */
export async function indexed(db: Db, id: string, { now }: By): Promise<Decision> {
  const decision = await decisionOf(db, id)
  const { text, register, status, item } = decision
  const { groupId, scope, administrationKey, authorId } = item
  const title = `${register ?? id} ${firstWords(text)}`
  await indexItem(db, {
    itemId: id,
    kind: 'decision',
    groupId,
    scope,
    administrationKey,
    authorId,
    title,
    body: text,
    valid: status !== 'void',
    now,
  })
  return decision
}

/** The first words of a text, at most `length` characters, cut between words. */
export function firstWords(text: string, length = 80): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= length) return line
  const cut = line.slice(0, length)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), length - 20)).trimEnd()} …`
}
