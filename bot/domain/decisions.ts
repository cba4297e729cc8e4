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

/**
 * Gives a decision that awaits confirmation its register number. undefined: it does not wait any more, as when two
 * coordinators confirm at once.
 */
export async function confirmDecision(db: Db, { id, item, day }: Decision, by: By): Promise<Decision | undefined> {
  const before = await snapshotDecision(db, id)
  // The condition is asked again where another transaction has just confirmed, so only one takes a number.
  const { count } = await db.decision.updateMany({ where: { id, status: 'pending' }, data: { status: 'valid' } })
  if (count === 0) return undefined
  await db.decision.update({ where: { id }, data: await entryOf(db, item.group, day, by) })
  await note(db, id, by, { action: 'confirmed', before })
  return indexed(db, id, by)
}

/** Puts another text in place of a decision's; the history keeps the old one. */
export async function correctDecision(
  db: Db,
  { id, text: from }: Decision,
  { text, reason }: { text: string; reason?: string },
  by: By,
): Promise<Decision> {
  const before = await snapshotDecision(db, id)
  await db.decision.update({ where: { id }, data: { text } })
  await note(db, id, by, { action: 'text', detail: { from, to: text, reason: reason ?? null }, before })
  return indexed(db, id, by)
}

/** Marks a decision as a wrong entry. Its number stays and is not given again. */
export async function voidDecision(db: Db, { id }: Decision, reason: string, by: By): Promise<Decision> {
  const before = await snapshotDecision(db, id)
  await setVoid(db, id, reason, by.now)
  await note(db, id, by, { action: 'void', detail: { reason }, before })
  return indexed(db, id, by)
}

/** What `restoreDecision` needs to put a decision back; never its number, which stays once it is given. */
export async function snapshotDecision(db: Db, id: string) {
  const { text, status, reason, item } = await decisionOf(db, id)
  return { text, status, reason, cancelledAt: item.cancelledAt?.toISOString() ?? null }
}

type Before = Awaited<ReturnType<typeof snapshotDecision>>

/** Puts text, status and reason back as they were; the number and the day stay. */
export async function restoreDecision(db: Db, id: string, before: unknown, by: By): Promise<void> {
  const { text, status, reason, cancelledAt } = before as Before
  await db.decision.update({ where: { id }, data: { text, status, reason } })
  await db.item.update({ where: { id }, data: { cancelledAt: cancelledAt ? new Date(cancelledAt) : null } })
  await indexed(db, id, by)
}

/** Takes back a decision that was recorded by mistake: it stays, with its number if it has one, as a wrong entry. */
export async function withdrawDecision(db: Db, id: string, by: By): Promise<void> {
  await setVoid(db, id, null, by.now)
  await indexed(db, id, by)
}

async function setVoid(db: Db, id: string, reason: string | null, now: Date) {
  await db.decision.update({ where: { id }, data: { status: 'void', reason } })
  await db.item.update({ where: { id }, data: { cancelledAt: now } })
}

/** What entering into the register sets: number, time and who answers for it. */
async function entryOf(db: Db, group: Group, day: string, { now, actorId }: By) {
  const number = await nextInRegister(db, group, Number(day.slice(0, 4)))
  return { ...number, status: 'valid' as const, enteredAt: now, confirmedBy: actorId }
}

/** Brings the search index up to date with a decision. */
async function indexed(db: Db, id: string, { now }: By): Promise<Decision> {
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
