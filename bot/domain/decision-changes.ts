import type { Db } from '../../prisma/client.ts'
import { snapshotDecision } from './decision-snapshot.ts'
import { type Decision, entryOf, indexed, setVoid } from './decisions.ts'
import { type By, note } from './history.ts'

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
