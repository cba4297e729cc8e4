import type { Client, Db } from '../../../prisma/client.ts'
import { transact } from '../../../prisma/lean.ts'
import { forgetUnreadable, type Unreadable } from '../../domain/unreadable.ts'
import type { Log } from '../../job.ts'
import type { TimelineEvent } from '../event.ts'
import { type Intake, isObeyed } from '../inbox.ts'
import { storeLate } from '../late-store.ts'
import { logRepeated } from '../repeated.ts'
import { toId, toJson, toList, toObject, toText } from '../shapes.ts'
import type { ArrivedKey, Encryption } from './encryption.ts'
import { logUnread, readOne, type Strictness, type Unread } from './reading.ts'

type Deps = Strictness & { db: Client; encryption: Encryption; me: string; clock(): Date; log: Log }

/** What honest clients call a session; anything else has no key that could come, and may be too long for an index. */
const SESSION = /^[\x21-\x7e]{1,128}$/

/**
 * Keeps what waits for its key among the events of a room, and gives the others. What would start nothing if it could be
 * read (older than the bot's presence, or its own) is not waited for: it is among the others, and counts as seen.
 */
export async function keepUnread(
  tx: Db,
  events: readonly TimelineEvent[],
  intake: Intake,
  unread: ReadonlyMap<string, Unread>,
): Promise<TimelineEvent[]> {
  const others: TimelineEvent[] = []
  for (const [index, event] of events.entries()) {
    const one = unread.get(event.eventId)
    const payload = one && SESSION.test(one.sessionId) ? toJson(one.raw) : undefined
    if (!one || payload === undefined || intake.section === 'leave' || !isObeyed(event, index, intake))
      others.push(event)
    else await keep(tx, event, { ...one, payload, receivedAt: intake.receivedAt })
  }
  return others
}

/** What is there already, or was read meanwhile, stays as it is. */
async function keep(
  tx: Db,
  { eventId, sentAt }: TimelineEvent,
  { roomId, sender, sessionId, payload, receivedAt, ...one }: Unread & { payload: string; receivedAt: Date },
): Promise<void> {
  if (await tx.inboxEvent.findUnique({ where: { eventId }, select: { eventId: true } })) return
  const withheld = one.withheld ?? null
  const row = { roomId, sender, sessionId, sentAt, receivedAt, withheld, payload }
  await tx.unreadableEvent.upsert({ where: { eventId }, create: { eventId, ...row }, update: { withheld } })
}

/** The keys of which this sync response says that their senders do not give them. */
export function withheldIn(response: unknown): ArrivedKey[] {
  return toList(toObject(toObject(response).to_device).events).flatMap((raw) => {
    const { type, content } = toObject(raw)
    const { room_id, session_id } = toObject(content)
    const [roomId, sessionId] = [toId('!', room_id), toText(session_id)]
    return type === 'm.room_key.withheld' && roomId && sessionId ? [{ roomId, sessionId }] : []
  })
}

/**
 * Tries again what could not be read: all of it, or what these keys are for. What can be read now goes to the inbox in
 * its order, once. Resolves with the rooms in which something waits by it.
 */
export async function retryUnread(deps: Deps, keys?: readonly ArrivedKey[]): Promise<string[]> {
  const { db, clock } = deps
  await forgetUnreadable(db, clock())
  const where = keys && { sessionId: { in: [...new Set(keys.map(({ sessionId }) => sessionId))] } }
  const rows = await db.unreadableEvent.findMany({ ...(where ? { where } : {}), orderBy: { position: 'asc' } })
  const rooms = new Set<string>()
  for (const row of rows) if (await retryOne(deps, row)) rooms.add(row.roomId)
  return [...rooms]
}

/** Says whether it can be read now, and waits to be handled. */
async function retryOne(deps: Deps, { eventId, roomId, sentAt, payload, withheld }: Unreadable): Promise<boolean> {
  const { db, log, me, clock } = deps
  const { event, unread } = await readOne(deps, roomId, JSON.parse(payload))
  if (unread) {
    if (!unread.withheld || unread.withheld === withheld) return false
    logUnread(log, unread)
    await db.unreadableEvent.updateMany({ where: { eventId }, data: { withheld: unread.withheld } })
    return false
  }
  const stored = await transact(db, async (tx) => {
    const { count } = await tx.unreadableEvent.deleteMany({ where: { eventId } })
    if (count === 0 || event === undefined) return undefined
    return storeLate(tx, event, { roomId, sentAt, me, receivedAt: clock() })
  })
  if (event !== undefined) log('info', 'a message can be read now', { eventId, roomId })
  logRepeated(log, stored?.repeated ?? [])
  return stored?.isWaiting ?? false
}
