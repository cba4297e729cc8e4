import type { Client, Db } from '../../prisma/client.ts'
import { changeWhere, rowWhere, transact } from '../../prisma/lean.ts'
import { fallSilent, isDeafIn } from '../domain/deafness.ts'
import type { RoomRow } from '../domain/rooms.ts'
import { mendConfirmations, setOrder } from '../restored/collecting.ts'
import { isDirectRoom, namesOf } from './addressed.ts'
import { collectRoom, ownAmong } from './collect-room.ts'
import { keepUnread } from './encryption/late.ts'
import type { Unread } from './encryption/reading.ts'
import { isEntrance, type TimelineEvent } from './event.ts'
import { type Intake, storeEvents } from './inbox.ts'
import { storeMembers } from './member-store.ts'
import type { Repeated } from './repeated.ts'
import { foldState, type RoomColumns, type RoomState } from './room-state.ts'
import { type RoomUpdate, readSync } from './sync-response.ts'

/** `obeyFrom` is undefined in a first sync: then nothing is obeyed, and the state is all there is. */
type Moment = {
  me: string
  receivedAt: Date
  obeyFrom: Date | undefined
  isCollecting: boolean
  encryption: boolean
  /** Of the marks in own messages. */
  secret: string | null
  unread: ReadonlyMap<string, Unread>
}

/**
 * What a response has led to. `rooms`: those in which something waits by it: events to be handled, or an invitation, a
 * loss of the room or of its being readable to be looked at. `hasChanged`: there is one of the latter. `deafIn`: those that
 * are encrypted from now on and cannot be read. `repeated`: new events that only bring once more what came before.
 * `token`: what is asked for next.
 */
export type Stored = { rooms: string[]; hasChanged: boolean; deafIn: string[]; repeated: Repeated[]; token: string }

/** `encryption`: whether encrypted rooms can be read; `unread`: which of the events cannot be, for now. */
type Options = {
  receivedAt: Date
  me: string
  missed?: ReadonlyMap<string, unknown[]>
  encryption?: boolean
  unread?: readonly Unread[]
}

/**
 * Stores one sync response, its token with it, in one transaction.
 * Nothing in the response can make it throw, but the lack of a token. Without a stored token (first start, or it was
 * lost) all events count as seen, and older ones that come later start nothing either. `missed`: raw events of rooms
 * that come before their timeline in the response.
 *
 * The first response after a restored backup tells all that the backup does not know: see `bot/restored/`.
 */
export async function storeSync(
  db: Client,
  response: unknown,
  { receivedAt, me, missed, encryption = false, unread = [] }: Options,
): Promise<Stored> {
  const { token, rooms } = readSync(response, receivedAt, missed)
  return transact(db, async (tx) => {
    const found: (Waiting & { roomId: string })[] = []
    const account = await rowWhere(tx, 'Account', { id: 1 })
    if (!account) throw new Error('Nobody is logged in.')
    const isFirst = account.syncToken === null
    const obeyFrom = isFirst ? receivedAt : standing(account.obeyFrom, receivedAt)
    const isCollecting = account.restoredFrom !== null && account.collectedAt === null
    const moment = {
      ...{ me, receivedAt, isCollecting, encryption, secret: account.markSecret },
      unread: new Map(unread.map((one) => [one.eventId, one])),
      obeyFrom: isFirst ? undefined : (obeyFrom ?? new Date(0)),
    }
    if (isFirst) await leaveOthers(tx, rooms, receivedAt)
    for (const room of rooms) found.push({ roomId: room.roomId, ...(await storeRoom(tx, room, moment)) })
    if (isCollecting) await collectAll(tx, rooms, moment)
    const collectedAt = isCollecting ? receivedAt : account.collectedAt
    const data = { syncToken: token, syncedAt: receivedAt, obeyFrom, collectedAt }
    await changeWhere(tx, 'Account', { id: 1 }, data)
    const waiting = isCollecting ? found : found.filter(({ isWaiting, hasChanged }) => isWaiting || hasChanged)
    return {
      rooms: waiting.map(({ roomId }) => roomId),
      hasChanged: found.some(({ hasChanged }) => hasChanged),
      deafIn: found.flatMap(({ isFallingSilent, roomId }) => (isFallingSilent ? [roomId] : [])),
      repeated: found.flatMap(({ repeated = [] }) => repeated),
      token,
    }
  })
}

/** Whether events wait to be handled, and whether the bot was invited into the room, has lost it, or is deaf there now. */
type Waiting = { isWaiting: boolean; hasChanged: boolean; isFallingSilent?: boolean; repeated?: Repeated[] }

/** A moment that lies in the future was taken before the clock was set back; to compare with it would ignore everybody. */
function standing(obeyFrom: Date | null, now: Date): Date | null {
  return obeyFrom && obeyFrom <= now ? obeyFrom : null
}

/** After all rooms: what only all of them together tell. */
async function collectAll(tx: Db, rooms: readonly RoomUpdate[], { me, secret }: Moment): Promise<void> {
  const own = rooms.flatMap(({ events, roomId }) => ownAmong(events, { me, secret, roomId }))
  await mendConfirmations(tx, own)
  await setOrder(tx, own)
}

async function storeRoom(tx: Db, update: RoomUpdate, moment: Moment): Promise<Waiting> {
  const { roomId, section, events } = update
  const before = await rowWhere(tx, 'Room', { id: roomId })
  const self = await rowWhere(tx, 'RoomMember', { roomId, userId: moment.me })
  const isNew = before?.membership !== 'join'
  const state = foldState(update.state, moment.me)
  const columns = columnsOf(update, state)
  const told = before && isSame(before, columns) ? before : await writeRoom(tx, roomId, columns, moment.receivedAt)
  if (section === 'invite') {
    await storeMembers(tx, roomId, only(moment.me, state.members), false)
    return { isWaiting: false, hasChanged: true }
  }
  await storeMembers(tx, roomId, state.members, section === 'join' && (isNew || moment.obeyFrom === undefined))
  const room = moment.isCollecting ? await collectRoom(tx, told, events, moment) : told
  await settleOwn(tx, events, moment)
  const isDeaf = isDeafIn(room, moment)
  const isFallingSilent = isDeaf && !before?.encrypted
  if (isFallingSilent) await fallSilent(tx, room, moment.receivedAt)
  const obeyIndex = isNew ? ownEntrance(events, moment.me) : 0
  const intake: Intake = {
    ...moment,
    roomId,
    // What was said in a room before the bot left it was handled once, and is again.
    section: moment.isCollecting ? 'join' : section,
    obeyIndex,
    isDirect: isDirectRoom(room),
    isDeaf,
    isEncrypted: room.encrypted,
    names: namesOf(moment.me, (state.members.get(moment.me) ?? self)?.displayName),
  }
  const kept = await storeEvents(tx, await keepUnread(tx, events, intake, moment.unread), intake)
  return { ...kept, hasChanged: room.membership !== 'join' || isFallingSilent, isFallingSilent }
}

/** Most responses tell nothing about the room itself: then nothing is written. */
const isSame = (before: RoomRow, columns: Columns) =>
  Object.entries(columns).every(([name, value]) => before[name as keyof Columns] === value)

const writeRoom = (tx: Db, id: string, columns: Columns, updatedAt: Date): Promise<RoomRow> =>
  tx.room.upsert({
    where: { id },
    create: { id, ...columns, updatedAt },
    update: { ...columns, updatedAt },
  })

type Columns = RoomColumns & { membership: string; invitedBy?: string | null; isDirect?: boolean }

/** Of an invitation only the invitation is believed: the rest of its state is unchecked and may be about a known room. */
function columnsOf({ section }: RoomUpdate, { columns, own }: RoomState): Columns {
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

/** The homeserver shows a message of this very device with the id that it was sent under: it has arrived, whatever became of the answer. */
async function settleOwn(tx: Db, events: readonly TimelineEvent[], { me, receivedAt }: Moment): Promise<void> {
  for (const { sender, transactionId, eventId } of events) {
    if (sender !== me || !transactionId) continue
    if (await rowWhere(tx, 'OutboxMessage', { eventId })) continue
    const data = { eventId, sentAt: receivedAt, content: null, lastError: null }
    await changeWhere(tx, 'OutboxMessage', { id: transactionId, sentAt: null }, data)
  }
}
