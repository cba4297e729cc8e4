import { Undeliverable } from '../../chat.ts'
import { type LeftRoom, leftRooms, placeOf } from '../../domain/left-rooms.ts'
import { markUndone } from '../../domain/occasions.ts'
import { attempt, type Work } from './attempt.ts'

/** After this time no attempt of before can be under way any more: twice as long as a request may take. */
const SURE_MS = 120_000

/**
 * Settles what may have arrived in rooms in which nothing is said any more: what stands there was said, what does not is
 * said where it belongs now. Then the bot leaves rooms that were for one person.
 */
export async function settleLeftRooms(work: Work): Promise<void> {
  for (const left of await leftRooms(work.db))
    await attempt(work, 'leaving a room', { roomId: left.roomId }, () => settle(work, left))
}

async function settle(work: Work, left: LeftRoom): Promise<void> {
  const { db, chat } = work
  const where = { roomId: left.roomId, sentAt: null, setAsideAt: null }
  const waiting = await db.outboxMessage.findMany({ where, orderBy: { position: 'asc' } })
  let open = 0
  for (const row of waiting) if (!(await settleMessage(work, left, row))) open += 1
  if (open > 0) return
  if ('personId' in left) {
    await unlessGone(chat.leave(left.roomId))
    await db.room.update({ where: { id: left.roomId }, data: { membership: 'leave' } })
  }
  await markUndone(db, left.key)
}

type Row = { position: number; id: string; key: string; createdAt: Date; firstTriedAt: Date | null }

/** Whether it is known what became of the message. */
async function settleMessage({ db, chat, clock }: Work, left: LeftRoom, row: Row): Promise<boolean> {
  const { position, id, key, createdAt, firstTriedAt } = row
  const where = { position, sentAt: null }
  const found = firstTriedAt ? await unlessGone(chat.findSent(left.roomId, id, key, createdAt)) : undefined
  if (found) {
    await db.outboxMessage.updateMany({
      where,
      data: { eventId: found, sentAt: clock(), content: null, lastError: null },
    })
    return true
  }
  const isSure = Math.min(...[left.since, firstTriedAt ?? left.since].map((at) => Math.abs(+clock() - +at))) >= SURE_MS
  if (firstTriedAt && !isSure) return false
  const anew = { firstTriedAt: null, nextTryAt: null, attempts: 0 }
  await db.outboxMessage.updateMany({ where, data: { ...placeOf(left), ...anew } })
  return true
}

/** Nothing can be found or done in a room that the bot is not in any more. */
async function unlessGone<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request
  } catch (error) {
    if (error instanceof Undeliverable) return undefined
    throw error
  }
}
