import type { Db } from '../../prisma/client.ts'
import { decisionOf, indexed, setVoid } from './decisions.ts'
import type { By } from './history.ts'

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
