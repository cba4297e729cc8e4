import { type Json, toId, toJson, toObject, toText } from './shapes.ts'

/** On an event that was encrypted, and nowhere in what comes from the network: what is known of the device it is from. */
export const TRUST = Symbol('trust')
/** Beside it: which message it was, by session and index. */
export const MESSAGE = Symbol('message')

/** A state event as far as it is used; those of invitations have no event id. */
export type StateEvent = { type: string; stateKey: string; sender: string; content: Json }

/** An event of a timeline that can be used. */
export type TimelineEvent = {
  eventId: string
  type: string
  sender: string
  stateKey: string | undefined
  content: Json
  /** What a redaction takes back. */
  redacts: string | undefined
  /** The moment it was sent, by the bot's clock. */
  sentAt: Date
  /** Only on what this very device has sent. */
  transactionId: string | undefined
  /** Of a message that was encrypted: what is known of the device it is from. */
  trust: 'signed' | 'unsigned' | undefined
  /** Of the same: names it, however often a homeserver sends it. */
  message: string | undefined
  /** Of a member event: the membership before it. */
  membershipBefore: string | undefined
}

/** Reads an event of a timeline; undefined where it lacks what every event has. */
export function readEvent(raw: unknown, receivedAt: Date): TimelineEvent | undefined {
  const { event_id, type, sender, state_key, content, redacts, unsigned, origin_server_ts } = toObject(raw)
  const ids = { eventId: toId('$', event_id), type: toText(type, 255), sender: toId('@', sender) }
  if (!ids.eventId || !ids.type || !ids.sender) return undefined
  const about = toObject(unsigned)
  return {
    eventId: ids.eventId,
    type: ids.type,
    sender: ids.sender,
    stateKey: typeof state_key === 'string' ? state_key : undefined,
    content: toObject(content),
    // At the top up to room version 10, in the content from 11 on.
    redacts: toId('$', redacts) ?? toId('$', toObject(content).redacts),
    sentAt: sentAt(receivedAt, about.age, origin_server_ts),
    transactionId: toText(about.transaction_id, 255),
    trust: trustOf(raw),
    message: toText((toObject(raw) as { [MESSAGE]?: unknown })[MESSAGE]),
    membershipBefore: toText(toObject(about.prev_content).membership, 20),
  }
}

const trustOf = (raw: unknown) => {
  const trust = (toObject(raw) as { [TRUST]?: unknown })[TRUST]
  return trust === 'signed' || trust === 'unsigned' ? trust : undefined
}

/** Whether with this event somebody was invited, or came in; a changed name is neither. */
export function isEntrance(event: TimelineEvent, userId: string, membership: 'invite' | 'join'): boolean {
  if (event.type !== 'm.room.member' || event.stateKey !== userId) return false
  return event.content.membership === membership && event.membershipBefore !== membership
}

/** Reads a state event; undefined where it is none. */
export function readState(raw: unknown): StateEvent | undefined {
  const { type, sender, state_key, content } = toObject(raw)
  const author = toId('@', sender)
  if (typeof type !== 'string' || typeof state_key !== 'string' || !author) return undefined
  return { type, stateKey: state_key, sender: author, content: toObject(content) }
}

/**
 * Receipt minus the age that our homeserver gave, so that no other clock has a say. Without an age: receipt, or
 * `origin_server_ts` where that is earlier, since an old event must not pass for a new one. Never in the future.
 */
function sentAt(receivedAt: Date, age: unknown, originServerTs: unknown): Date {
  const now = receivedAt.getTime()
  const at = isNumber(age) ? now - age : isNumber(originServerTs) ? originServerTs : now
  return new Date(Math.min(Math.max(Math.trunc(at), 0), now))
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** What is kept of an event while it waits to be handled; undefined where no honest event looks like it. */
export function toPayload(event: TimelineEvent): string | undefined {
  const { eventId, type, sender, stateKey, redacts } = event
  const content = type === 'm.room.encrypted' ? {} : event.content
  return toJson({ event_id: eventId, type, sender, state_key: stateKey, redacts, content })
}
