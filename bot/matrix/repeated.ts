import { type Db, Prisma } from '../../prisma/client.ts'
import { query } from '../../prisma/lean.ts'
import type { Log } from '../job.ts'
import type { TimelineEvent } from './event.ts'

/** An event that brings a message once more which came before in another one. */
export type Repeated = { roomId: string; eventId: string; sender: string }

/**
 * Those of these events of a room whose encrypted message came before in another event: earlier, or earlier among them. Whoever runs
 * a homeserver can send what somebody has encrypted as often as they like, without being able to read it.
 */
export async function findRepeated(tx: Db, roomId: string, events: readonly TimelineEvent[]): Promise<Set<string>> {
  const first = await firstOf(
    tx,
    roomId,
    events.flatMap((event) => event.message ?? []),
  )
  const repeated = new Set<string>()
  for (const { message, eventId } of events) {
    if (message === undefined) continue
    const before = first.get(message)
    if (before === undefined) first.set(message, eventId)
    else if (before !== eventId) repeated.add(eventId)
  }
  return repeated
}

/** Of one statement. */
const MOST = 500

/** The events in which these messages came. */
async function firstOf(tx: Db, roomId: string, messages: readonly string[]): Promise<Map<string, string>> {
  const first = new Map<string, string>()
  for (let from = 0; from < messages.length; from += MOST) {
    const some = Prisma.join(messages.slice(from, from + MOST))
    const statement = Prisma.sql`
      SELECT "message", "eventId" FROM "InboxEvent" WHERE "roomId" = ${roomId} AND "message" IN (${some})`
    for (const row of await query<{ message: string; eventId: string }>(tx, statement))
      first.set(row.message, row.eventId)
  }
  return first
}

/** No text: who reads the log learns which events they were, not what was said. */
export function logRepeated(log: Log, repeated: readonly Repeated[]): void {
  for (const about of repeated) log('warn', 'dropped a message that was sent once before', about)
}
