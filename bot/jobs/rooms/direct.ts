import { leaveBehind } from '../../domain/left-rooms.ts'
import { isKnown } from '../../domain/members.ts'
import type { RoomRow } from '../../domain/rooms.ts'
import { serverOf } from '../../domain/rooms.ts'
import { attempt, type Reach, reachOf, type Work } from './attempt.ts'
import { makeRoom, storeRoom } from './creation.ts'

const markOf = (personId: string) => `direct:${personId}`

/**
 * Gives every message that waits for a direct room its room; of people who are not known any more it is set aside. After a
 * failure others of the same foreign server wait for the next round: it may be away.
 */
export async function serveWaiting(work: Work, reach: Reach, away = new Set<string>()): Promise<void> {
  const { db, clock, installation } = work
  const waiting = { roomId: null, sentAt: null, setAsideAt: null }
  const rows = await db.outboxMessage.findMany({
    where: { ...waiting, personId: { not: null } },
    distinct: ['personId'],
    select: { personId: true },
  })
  const isWithin = reachOf(work, reach)
  for (const { personId } of rows) {
    if (!personId || !isWithin(personId) || away.has(serverOf(personId))) continue
    if (!(await isKnown(db, personId, installation.operators))) {
      await db.outboxMessage.updateMany({
        where: { ...waiting, personId },
        data: { setAsideAt: clock(), content: null, lastError: 'not known any more' },
      })
      continue
    }
    const outcome = await attempt(work, 'a direct room', { personId }, async () => {
      const roomId = await ensureDirectRoom(work, personId)
      if (roomId) await db.outboxMessage.updateMany({ where: { ...waiting, personId }, data: { roomId } })
    })
    if (outcome === 'limited') return
    if (outcome === 'failed' && reach === 'abroad') away.add(serverOf(personId))
  }
}

/** The one direct room of a person: the stored one, the one of the account data, else a new one. */
async function ensureDirectRoom(work: Work, personId: string): Promise<string | undefined> {
  const { db, chat, clock } = work
  const [stored] = await directRoomsOf(work, personId)
  if (stored) return stored.id
  const listed = (await chat.directRooms())[personId] ?? []
  const standing = await db.room.findFirst({
    where: { id: { in: listed }, membership: 'join', replacedBy: null, kind: null },
  })
  const mark = markOf(personId)
  const roomId = standing?.id ?? (await makeDirectRoom(work, personId))
  if (roomId) await db.$transaction((tx) => storeRoom(tx, { roomId, mark, kind: 'direct', personId, now: clock() }))
  return roomId
}

async function makeDirectRoom(work: Work, personId: string): Promise<string | undefined> {
  const { chat, installation } = work
  const spec = { mark: markOf(personId), name: 'Allmende', kind: 'direct' as const, joinRule: 'invite' as const }
  const made = await makeRoom(work, { ...spec, encrypted: installation.encryption, moderators: [], invite: [personId] })
  // The making may have been broken off before the invitation.
  if (made && !made.isFresh && (await chat.membershipOf(made.roomId, personId)) === undefined)
    await chat.invite(made.roomId, personId)
  return made?.roomId
}

const directRoomsOf = ({ db, installation }: Work, personId: string): Promise<RoomRow[]> =>
  db.room.findMany({
    where: {
      ...{ kind: 'direct', personId, membership: 'join', replacedBy: null },
      ...(installation.encryption ? {} : { encrypted: false }),
    },
    orderBy: { id: 'asc' },
  })

const settled = (roomId: string) => `m.direct:${roomId}`

/**
 * Keeps one direct room for each person: the one that she opened last takes the place of the older one. What was to be
 * said there is said in the new one, and the account data names it, so that it is found again.
 */
export async function keepDirectRooms(work: Work): Promise<void> {
  const { db, chat, clock } = work
  const rooms = await db.room.findMany({
    where: { kind: 'direct', membership: 'join', replacedBy: null, personId: { not: null } },
    orderBy: { id: 'asc' },
  })
  const done = new Set(
    (await db.occasion.findMany({ where: { key: { startsWith: settled('') } } })).map(({ key }) => key),
  )
  const fresh = rooms.filter(({ id }) => !done.has(settled(id)))
  if (fresh.length === 0) return
  const winners = await winnersOf(db, fresh)
  for (const room of winners) {
    const others = rooms.filter(({ id, personId }) => personId === room.personId && id !== room.id)
    for (const { id, personId } of others) await giveUp(work, id, personId ?? '')
  }
  const before = await chat.directRooms()
  await chat.setDirectRooms({
    ...before,
    ...Object.fromEntries(winners.map(({ id, personId }) => [personId, [id]])),
  })
  for (const { id } of fresh)
    await db.occasion.upsert({ where: { key: settled(id) }, create: { key: settled(id), at: clock() }, update: {} })
}

/** Of several that are new the one that the person opened, the last of these; that is the one she has before her. */
async function winnersOf(db: Work['db'], fresh: readonly RoomRow[]): Promise<RoomRow[]> {
  const begun = await beginnings(
    db,
    fresh.map(({ id }) => id),
  )
  const byPerson = Object.groupBy(fresh, ({ personId }) => personId ?? '')
  return Object.values(byPerson).flatMap((rooms = []) => {
    const opened = rooms.filter(({ invitedBy }) => invitedBy !== null)
    return opened.toSorted((a, b) => (begun.get(a.id) ?? 0) - (begun.get(b.id) ?? 0)).at(-1) ?? rooms[0] ?? []
  })
}

/** When the first thing happened in each room that the bot has seen there, in milliseconds. */
async function beginnings(db: Work['db'], roomIds: string[]): Promise<Map<string, number>> {
  const where = { roomId: { in: roomIds } }
  const rows = await db.inboxEvent.groupBy({ by: ['roomId'], where, _min: { sentAt: true } })
  return new Map(rows.map(({ roomId, _min }) => [roomId, +(_min.sentAt ?? 0)]))
}

/** A direct room into which somebody else was brought is none any more: what is said there is not for others. */
export async function leaveCrowded(work: Work): Promise<void> {
  const { db, installation, log } = work
  const rooms = await db.room.findMany({
    where: { kind: 'direct', membership: 'join' },
    include: { members: { where: { membership: { in: ['join', 'invite'] }, userId: { not: installation.me } } } },
  })
  for (const { id, personId, members } of rooms) {
    if (members.every(({ userId }) => userId === personId)) continue
    await giveUp(work, id, personId ?? '')
    log('warn', 'leaves a direct room that others have come into', { roomId: id })
  }
}

/** Takes it that a room is no direct room of this person any more; it is left when what may have arrived there is settled. */
export const giveUp = ({ db, clock }: Work, id: string, personId: string): Promise<void> =>
  db.$transaction(async (tx) => {
    await tx.room.update({ where: { id }, data: { kind: null, personId: null } })
    await leaveBehind(tx, id, { personId }, clock())
  })
