import type { Client, Db } from '../../prisma/client.ts'
import type { TimelineEvent } from './event.ts'
import { storeEvents } from './inbox.ts'
import { storeMembers } from './member-store.ts'
import { foldState, type RoomState } from './room-state.ts'
import { type RoomUpdate, readSync } from './sync-response.ts'

/** `obeyFrom` is undefined in a first sync: then nothing is obeyed, and the state is all there is. */
type Moment = { me: string; receivedAt: Date; obeyFrom: Date | undefined }

/**
 * Stores one sync response, its token with it, in one transaction; resolves with the rooms that it told about.
 * Nothing in the response can make it throw, but the lack of a token. Without a stored token (first start, or it was
 * lost) all events count as seen, and older ones that come later start nothing either. `missed`: raw events of rooms
 * that come before their timeline in the response.
 */
export async function storeSync(
  db: Client,
  response: unknown,
  { receivedAt, me, missed }: { receivedAt: Date; me: string; missed?: ReadonlyMap<string, unknown[]> },
): Promise<{ rooms: string[] }> {
  const { token, rooms } = readSync(response, receivedAt, missed)
  await db.$transaction(async (tx) => {
    const account = await tx.account.findUniqueOrThrow({ where: { id: 1 } })
    const isFirst = account.syncToken === null
    const obeyFrom = isFirst ? receivedAt : standing(account.obeyFrom, receivedAt)
    const moment = { me, receivedAt, obeyFrom: isFirst ? undefined : (obeyFrom ?? new Date(0)) }
    if (isFirst) await leaveOthers(tx, rooms, receivedAt)
    for (const room of rooms) await storeRoom(tx, room, moment)
    await tx.account.update({ where: { id: 1 }, data: { syncToken: token, syncedAt: receivedAt, obeyFrom } })
  })
  return { rooms: rooms.map((room) => room.roomId) }
}

/** A moment that lies in the future was taken before the clock was set back; to compare with it would ignore everybody. */
function standing(obeyFrom: Date | null, now: Date): Date | null {
  return obeyFrom && obeyFrom <= now ? obeyFrom : null
}

async function storeRoom(tx: Db, update: RoomUpdate, moment: Moment): Promise<void> {
  const { roomId, section, events } = update
  const before = await tx.room.findUnique({ where: { id: roomId } })
  const isNew = before?.membership !== 'join'
  const state = foldState(update.state, moment.me)
  const columns = { ...columnsOf(update, state), updatedAt: moment.receivedAt }
  const room = await tx.room.upsert({ where: { id: roomId }, create: { id: roomId, ...columns }, update: columns })
  if (section === 'invite') return storeMembers(tx, roomId, only(moment.me, state.members), false)
  await storeMembers(tx, roomId, state.members, section === 'join' && (isNew || moment.obeyFrom === undefined))
  await settleOwn(tx, events, moment)
  const isDirect = room.kind === 'direct' || (room.kind === null && room.isDirect)
  const obeyIndex = isNew ? ownEntrance(events, moment.me) : 0
  await storeEvents(tx, events, {
    ...moment,
    roomId,
    section,
    obeyIndex,
    isDirect,
    names: await namesIn(tx, roomId, moment.me),
  })
}

/** Of an invitation only the invitation is believed: the rest of its state is unchecked and may be about a known room. */
function columnsOf({ section }: RoomUpdate, { columns, own }: RoomState) {
  if (section === 'join') return { ...columns, membership: 'join' }
  if (section === 'leave') return { ...columns, membership: own?.content.membership === 'ban' ? 'ban' : 'leave' }
  const inviter = own?.sender ?? null
  return { membership: 'invite', invitedBy: inviter, isDirect: own?.content.is_direct === true }
}

function only<Value>(key: string, map: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map([...map].filter(([each]) => each === key))
}

/** A first sync names all rooms of the account: what it does not name was lost while nobody listened. */
async function leaveOthers(tx: Db, rooms: readonly RoomUpdate[], receivedAt: Date): Promise<void> {
  const standing = rooms.map((room) => room.roomId)
  const where = { id: { notIn: standing }, membership: { in: ['join', 'invite'] } }
  await tx.room.updateMany({ where, data: { membership: 'leave', updatedAt: receivedAt } })
}

/** In a room just entered, what was said before the bot was asked in (or came in unasked) is not meant for it. */
function ownEntrance(events: readonly TimelineEvent[], me: string): number {
  const invited = events.findLastIndex((event) => isEntrance(event, me, 'invite'))
  return Math.max(invited >= 0 ? invited : events.findLastIndex((event) => isEntrance(event, me, 'join')), 0)
}

/** Whether with this event somebody was invited, or came in; a changed name is neither. */
export function isEntrance(event: TimelineEvent, userId: string, membership: 'invite' | 'join'): boolean {
  if (event.type !== 'm.room.member' || event.stateKey !== userId) return false
  return event.content.membership === membership && event.membershipBefore !== membership
}

async function namesIn(tx: Db, roomId: string, me: string): Promise<string[]> {
  const member = await tx.roomMember.findUnique({ where: { roomId_userId: { roomId, userId: me } } })
  const localPart = me.slice(1).split(':')[0] ?? ''
  return [...new Set([member?.displayName ?? '', localPart])].filter((name) => name !== '')
}

/** The homeserver shows a message of this very device with the id that it was sent under: it has arrived, whatever became of the answer. */
async function settleOwn(tx: Db, events: readonly TimelineEvent[], { me, receivedAt }: Moment): Promise<void> {
  for (const { sender, transactionId, eventId } of events) {
    if (sender !== me || !transactionId) continue
    if (await tx.outboxMessage.findUnique({ where: { eventId }, select: { id: true } })) continue
    const data = { eventId, sentAt: receivedAt, content: null, lastError: null }
    await tx.outboxMessage.updateMany({ where: { id: transactionId, sentAt: null }, data })
  }
}
