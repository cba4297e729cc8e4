import type { Db } from '../../prisma/client.ts'
import { deafRooms } from './deafness.ts'

/** How the bot is; counts and ages only, no contents. */
export type Health = {
  /** 0 healthy, 1 degraded (late, deaf in a room, or something set aside), 2 down (no sync for long). */
  level: 0 | 1 | 2
  version: string
  database: string
  encryption: boolean
  /** Seconds since the last sync response was stored; null: never. */
  syncAge: number | null
  outbox: number
  /** Age in seconds of the oldest message that waits and may be sent. */
  outboxAge: number
  /** Events that could not be handled, and messages that could not be delivered, in the last seven days. */
  setAside: { events: number; messages: number }
  waitingEvents: number
  /** Rooms that are encrypted while the installation reads none. */
  deafRooms: number
  lastDigest: Date | null
}

const DEGRADED_AFTER_S = 120
const DOWN_AFTER_S = 600
const WEEK_MS = 7 * 86_400_000

/** Reads the state of the bot out of its database. `asking`: the event that asks for it, which itself waits no longer. */
export async function healthOf(
  db: Db,
  about: { version: string; database: string; encryption: boolean },
  now: Date,
  asking?: string,
): Promise<Health> {
  const recent = { gt: new Date(+now - WEEK_MS) }
  const unsent = { sentAt: null, setAsideAt: null }
  const account = await db.account.findUnique({ where: { id: 1 } })
  const outbox = await db.outboxMessage.count({ where: unsent })
  const oldest = await db.outboxMessage.findFirst({
    where: { ...unsent, roomId: { not: null }, OR: [{ notBefore: null }, { notBefore: { lt: now } }] },
    orderBy: { position: 'asc' },
  })
  const events = await db.inboxEvent.count({ where: { setAsideAt: recent } })
  const messages = await db.outboxMessage.count({ where: { setAsideAt: recent, content: { not: null } } })
  const waitingEvents = await db.inboxEvent.count({
    where: { handledAt: null, setAsideAt: null, ...(asking ? { eventId: { not: asking } } : {}) },
  })
  const digest = await db.outboxMessage.findFirst({
    where: { key: { startsWith: 'digest:' }, sentAt: { not: null } },
    orderBy: { sentAt: 'desc' },
  })
  const deaf = about.encryption ? 0 : (await deafRooms(db)).length
  const seconds = (since: Date | null | undefined) => (since ? Math.max(0, Math.round((+now - +since) / 1000)) : null)
  const syncAge = seconds(account?.syncedAt)
  const outboxAge = seconds(oldest?.createdAt) ?? 0
  const { version, database, encryption } = about
  return {
    level: levelOf(syncAge, outboxAge, events + messages + deaf),
    version,
    database,
    encryption,
    syncAge,
    outbox,
    outboxAge,
    setAside: { events, messages },
    waitingEvents,
    deafRooms: deaf,
    lastDigest: digest?.sentAt ?? null,
  }
}

function levelOf(syncAge: number | null, outboxAge: number, setAside: number): Health['level'] {
  if (syncAge === null || syncAge > DOWN_AFTER_S) return 2
  return syncAge > DEGRADED_AFTER_S || outboxAge > DOWN_AFTER_S || setAside > 0 ? 1 : 0
}
