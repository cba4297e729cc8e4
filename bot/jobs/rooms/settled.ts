import type { Client } from '../../../prisma/client.ts'
import { leftRooms } from '../../domain/left-rooms.ts'
import { markUndone } from '../../domain/occasions.ts'
import type { Work } from './attempt.ts'

const SETTLED = 'rooms-settled'
/** After this time everything is compared again, whether it seems to have changed or not. */
const AGAIN_MS = 3_600_000
/** What came shortly before a round may have been stored only after it. */
const LATE_MS = 300_000

/** Runs a round over all rooms, and notes when it began if it left nothing to be tried again. */
export async function settling(work: Work, round: (watched: Work) => Promise<void>): Promise<void> {
  const at = work.clock()
  if (!(await noticing(work, round))) return
  const where = { key: SETTLED }
  await work.db.occasion.upsert({ where, create: { ...where, at }, update: { at } })
}

/** Runs part of a round. What failed or was worth a warning is to be looked at again at the next tick; false: there was such a thing. */
export async function noticing(work: Work, round: (watched: Work) => Promise<void>): Promise<boolean> {
  let isFine = true
  const log: Work['log'] = (level, message, fields) => {
    if (level !== 'info') isFine = false
    work.log(level, message, fields)
  }
  try {
    await round({ ...work, log })
  } catch (error) {
    isFine = false
    throw error
  } finally {
    if (!isFine) await markUndone(work.db, SETTLED)
  }
  return isFine
}

/** Whether nothing about rooms has changed since a round that left nothing to do. Commands and people who come ask for a round themselves. */
export async function isSettled({ db, now }: { db: Client; now: Date }): Promise<boolean> {
  const settled = await db.occasion.findUnique({ where: { key: SETTLED } })
  const age = settled ? +now - +settled.at : -1
  if (!settled || age < 0 || age >= AGAIN_MS) return false
  const changed = new Date(+settled.at - LATE_MS)
  const waiting = { roomId: null, sentAt: null, setAsideAt: null }
  return (
    !(await db.room.findFirst({ where: { updatedAt: { gt: changed } }, select: { id: true } })) &&
    !(await db.group.findFirst({ where: { roomId: null, archivedAt: null }, select: { id: true } })) &&
    !(await db.invitation.findFirst({ where: { doneAt: null }, select: { roomId: true } })) &&
    !(await db.outboxMessage.findFirst({ where: waiting, select: { id: true } })) &&
    (await leftRooms(db)).length === 0
  )
}
