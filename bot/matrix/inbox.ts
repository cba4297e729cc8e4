import { type Db, Prisma } from '../../prisma/client.ts'
import { query } from '../../prisma/lean.ts'
import { concernsBot } from '../addressing.ts'
import { type TimelineEvent, toPayload } from './event.ts'
import { findRepeated, type Repeated } from './repeated.ts'
import { toId, toObject } from './shapes.ts'

/** How the events of one room are to be taken in. */
export type Intake = {
  roomId: string
  me: string
  receivedAt: Date
  /** Events sent before this moment start nothing; nothing at all does without it. */
  obeyFrom: Date | undefined
  /** Events before this index start nothing. */
  obeyIndex: number
  section: 'join' | 'leave'
  isDirect: boolean
  /** The room cannot be read: what is said there in clear all the same is not answered, and so not obeyed. */
  isDeaf: boolean
  /** What is said there in clear all the same comes from nobody knows which device. */
  isEncrypted: boolean
  /** What the bot is called in this room. */
  names: string[]
}

/**
 * Stores events that were never seen before, in their order. Those that may start something wait with their payload;
 * resolves with whether there are any, and with the new ones that only repeat what came before: those start nothing.
 */
export async function storeEvents(
  tx: Db,
  events: readonly TimelineEvent[],
  intake: Intake,
): Promise<{ isWaiting: boolean; repeated: Repeated[] }> {
  const context = await contextOf(tx, events, intake.me)
  const copies = await findRepeated(tx, intake.roomId, events)
  const rows = events.map((event, index): NewRow => {
    const { eventId, type, sender, sentAt } = event
    const isCopy = copies.has(eventId)
    const payload = !isCopy && isObeyed(event, index, intake) ? payloadFor(event, intake, context) : undefined
    if (payload) context.concerning.add(eventId)
    const trust = event.trust ?? (intake.isEncrypted && type === 'm.room.message' ? 'unsigned' : null)
    const handledAt = payload ? null : intake.receivedAt
    const message = isCopy ? null : (event.message ?? null)
    return { eventId, sender, type, sentAt, payload: payload ?? null, handledAt, trust, message }
  })
  const fresh = await insertUnknown(tx, intake.roomId, rows)
  await dropRedacted(tx, events, intake)
  const { roomId } = intake
  return {
    isWaiting: rows.some(({ eventId, payload }) => payload !== null && fresh.has(eventId)),
    repeated: rows.flatMap(({ eventId, sender }) =>
      copies.has(eventId) && fresh.has(eventId) ? [{ roomId, eventId, sender }] : [],
    ),
  }
}

type NewRow = {
  eventId: string
  sender: string
  type: string
  sentAt: Date
  payload: string | null
  handledAt: Date | null
  trust: string | null
  message: string | null
}

/** Rows in one statement: nine values each, below what either database takes at once. */
const ROWS = 500

/** Stores, in their order, those that are not there yet; gives their ids. */
async function insertUnknown(tx: Db, roomId: string, rows: readonly NewRow[]): Promise<Set<string>> {
  const fresh = new Set<string>()
  for (let from = 0; from < rows.length; from += ROWS) {
    const values = rows
      .slice(from, from + ROWS)
      .map(
        ({ eventId, sender, type, sentAt, payload, handledAt, trust, message }) =>
          Prisma.sql`(${eventId}, ${roomId}, ${sender}, ${type}, ${sentAt}, ${payload}, ${handledAt}, ${trust}, ${message})`,
      )
    const insertion = Prisma.sql`
      INSERT INTO "InboxEvent" ("eventId", "roomId", "sender", "type", "sentAt", "payload", "handledAt", "trust", "message")
      VALUES ${Prisma.join(values)} ON CONFLICT DO NOTHING RETURNING "eventId"`
    const stored = await query<{ eventId: string }>(tx, insertion)
    for (const { eventId } of stored) fresh.add(eventId)
  }
  return fresh
}

/** Whether an event may start anything at all, by who has sent it and when. */
export function isObeyed(event: TimelineEvent, index: number, { me, obeyFrom, obeyIndex }: Intake): boolean {
  return event.sender !== me && index >= obeyIndex && obeyFrom !== undefined && event.sentAt >= obeyFrom
}

/** What earlier events say about new ones: which were the bot's own, and which concerned it. */
type Context = { own: Set<string>; concerning: Set<string> }

async function contextOf(tx: Db, events: readonly TimelineEvent[], me: string): Promise<Context> {
  // What the bot's own messages answer does not matter.
  const others = events.filter(({ sender }) => sender !== me)
  const targets = [...new Set(others.flatMap((event) => [repliedTo(event) ?? [], edited(event) ?? []].flat()))]
  const eventId = { in: targets }
  const seen = targets.length > 0 ? await tx.inboxEvent.findMany({ where: { eventId } }) : []
  // Own messages are in the outbox also where the inbox begins later.
  const sent =
    targets.length > 0 ? await tx.outboxMessage.findMany({ where: { eventId }, select: { eventId: true } }) : []
  const own = [...seen, ...events].filter((event) => event.sender === me)
  return {
    own: new Set([...own.map((event) => event.eventId), ...sent.flatMap((row) => row.eventId ?? [])]),
    concerning: new Set(seen.filter((row) => row.payload ?? row.outcome).map((row) => row.eventId)),
  }
}

function repliedTo(event: TimelineEvent): string | undefined {
  return toId('$', toObject(toObject(event.content['m.relates_to'])['m.in_reply_to']).event_id)
}

function edited(event: TimelineEvent): string | undefined {
  const relation = toObject(event.content['m.relates_to'])
  return relation.rel_type === 'm.replace' ? toId('$', relation.event_id) : undefined
}

const KEPT = new Set(['m.reaction', 'm.room.redaction', 'm.room.tombstone', 'm.room.encrypted'])

function payloadFor(event: TimelineEvent, intake: Intake, context: Context): string | undefined {
  if (event.type === 'm.room.member') return isNews(event, intake) ? toPayload(event) : undefined
  if (intake.isDeaf && event.type !== 'm.room.tombstone') return undefined
  if (intake.section === 'leave') return undefined // nothing can be answered there any more
  if (event.type === 'm.room.message') return concerns(event, intake, context) ? toPayload(event) : undefined
  return KEPT.has(event.type) ? toPayload(event) : undefined
}

/** A changed membership, not merely a changed name; of rooms that the bot has left only what became of the bot. */
function isNews(event: TimelineEvent, { me, section }: Intake): boolean {
  return event.content.membership !== event.membershipBefore && (section === 'join' || event.stateKey === me)
}

/** Also the edit of what concerned the bot does, whatever it says now. */
function concerns(event: TimelineEvent, { me, names, isDirect }: Intake, { own, concerning }: Context): boolean {
  const repliesToMe = own.has(repliedTo(event) ?? '') || concerning.has(edited(event) ?? '')
  return concernsBot(event, { me, names, isDirect, repliesToMe })
}

/** What was taken back before it was handled, or could be read, is not handled any more. */
async function dropRedacted(tx: Db, events: readonly TimelineEvent[], { roomId, receivedAt }: Intake): Promise<void> {
  const targets = events.flatMap((event) => (event.type === 'm.room.redaction' ? (event.redacts ?? []) : []))
  if (targets.length === 0) return
  await tx.inboxEvent.updateMany({
    where: { eventId: { in: targets }, roomId, handledAt: null },
    data: { payload: null, handledAt: receivedAt, outcome: 'ignored' },
  })
  await tx.unreadableEvent.deleteMany({ where: { eventId: { in: targets }, roomId } })
}
