import type { Db } from '../../prisma/client.ts'
import { reserve } from '../domain/numbers.ts'
import { markDone, markUndone } from '../domain/occasions.ts'
import { linkedToSpace } from '../domain/rooms.ts'
import { answeredBy, type OwnMessage } from '../mark.ts'
import { priorities } from '../outbox.ts'

/** Key of a message of ours that is gone from its room: what it was nobody can tell. */
export const deletedKey = (eventId: string) => `deleted:${eventId}`

/**
 * Makes the rows of own messages anew that a room shows and a restored database does not know, or knows as not sent yet:
 * they count as sent, their numbers are kept for the events that had them, and their occasions are over.
 */
export async function adoptMessages(tx: Db, roomId: string, own: readonly OwnMessage[], now: Date): Promise<void> {
  for (const message of own) {
    const { eventId, sentAt } = message
    if (await tx.outboxMessage.findUnique({ where: { eventId }, select: { id: true } })) continue
    const found = { roomId, eventId, sentAt, foundAt: now }
    if (message.key === undefined) {
      const row = { key: deletedKey(eventId), priority: priorities.post, createdAt: sentAt }
      await tx.outboxMessage.create({ data: { ...row, ...found } })
      continue
    }
    const { key, at, itemId = null, causeEventId = null } = message
    const known = await tx.outboxMessage.findUnique({ where: { key }, select: { sentAt: true } })
    if (known?.sentAt) continue // sent twice: the first one counts
    const priority = answeredBy(key) ? priorities.answer : priorities.post
    await tx.outboxMessage.upsert({
      where: { key },
      create: { key, priority, itemId, causeEventId, createdAt: new Date(at), ...found },
      update: { ...found, content: null, lastError: null, setAsideAt: null },
    })
    await adoptEffects(tx, message)
  }
}

/** What followed from the message: numbers, occasions, and that operators were told of an incident. */
async function adoptEffects(tx: Db, message: OwnMessage & { key: string }): Promise<void> {
  const { key, sentAt, causeEventId, numbers = [], occasions = [] } = message
  const cause = causeEventId ?? answeredBy(key)
  if (cause) for (const number of numbers) await reserve(tx, number, cause)
  if (answeredBy(key)) return
  for (const occasion of [key, ...occasions]) await markDone(tx, occasion, sentAt)
  const [, incident, at] = /^incident:(.+):(\d{1,15}):@/.exec(key) ?? []
  if (incident && at) await adoptIncident(tx, incident, new Date(Number(at)), message)
}

/** One that is over meanwhile is ended by whoever watches it; told again it is not. */
async function adoptIncident(tx: Db, key: string, at: Date, { body, sentAt }: OwnMessage): Promise<void> {
  const text = JSON.stringify({ de: body, en: body })
  await tx.incident.upsert({ where: { key }, create: { key, at, text, toldAt: sentAt }, update: {} })
}

/** Notes an invitation that was made: it is not made twice. */
export async function adoptInvitation(tx: Db, roomId: string, personId: string, at: Date): Promise<void> {
  const where = { roomId_personId: { roomId, personId } }
  const made = { startedAt: at, doneAt: at, problem: null }
  await tx.invitation.upsert({ where, create: { roomId, personId, ...made }, update: made })
}

/** Notes whether a room is shown in the space: it is not put there twice. */
export async function adoptLink(
  tx: Db,
  spaceId: string,
  roomId: string,
  { isThere, at }: { isThere: boolean; at: Date },
): Promise<void> {
  const key = linkedToSpace(spaceId, roomId)
  await (isThere ? markDone(tx, key, at) : markUndone(tx, key))
}

/**
 * A confirmation stands also when its reaction was taken back, because the number was given. What such a reaction was is
 * gone from the room; the answer to it tells.
 */
export async function mendConfirmations(tx: Db, own: readonly OwnMessage[]): Promise<void> {
  for (const message of own) {
    if (message.key === undefined || !message.itemId || !message.numbers?.length) continue
    const eventId = answeredBy(message.key) ?? ''
    const gone = { eventId, type: 'm.reaction', payload: null, outcome: 'ignored', replayAt: null }
    const cause = await tx.inboxEvent.findFirst({ where: gone })
    const card =
      cause && (await tx.outboxMessage.findFirst({ where: { itemId: message.itemId, roomId: cause.roomId } }))
    if (!card) continue
    const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: card.eventId, key: '✅' } }
    const payload = JSON.stringify({ event_id: eventId, type: cause.type, sender: cause.sender, content })
    await tx.inboxEvent.update({ where: { eventId }, data: { payload, handledAt: null, outcome: null } })
  }
}

/**
 * Sets the order in which all that waits is handled again: the one of the first time, as far as answers tell when their
 * causes were handled. What had no answer was handled after it was sent, and after what came before it in its room.
 */
export async function setOrder(tx: Db, own: readonly OwnMessage[]): Promise<void> {
  const answered = new Map<string, number>()
  for (const message of own) {
    const cause = message.key === undefined ? undefined : answeredBy(message.key)
    if (cause && message.key !== undefined) answered.set(cause, Math.min(message.at, answered.get(cause) ?? Infinity))
  }
  const waiting = await tx.inboxEvent.findMany({
    where: { handledAt: null, setAsideAt: null },
    select: { position: true, eventId: true, roomId: true, sentAt: true },
    orderBy: { position: 'asc' },
  })
  const latest = new Map<string, number>()
  for (const { position, eventId, roomId, sentAt } of waiting) {
    const at = answered.get(eventId) ?? Math.max(+sentAt, latest.get(roomId) ?? 0)
    latest.set(roomId, at)
    await tx.inboxEvent.update({ where: { position }, data: { replayAt: new Date(at) } })
  }
}
