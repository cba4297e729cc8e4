import { invitationDeclined, sentence } from '../../../templates/incidents.ts'
import { Undeliverable } from '../../chat.ts'
import { raiseIncident } from '../../domain/incidents.ts'
import { isKnown } from '../../domain/members.ts'
import { judgeInvitation, type RoomRow, serverOf } from '../../domain/rooms.ts'
import { attempt, type Reach, reachOf, type Work } from './attempt.ts'

/** Answers invitations of the bot by people of here or elsewhere: into rooms of its own and direct rooms of people it knows it comes, others it declines. */
export async function answerInvitations(work: Work, reach: Reach): Promise<void> {
  const { db, installation } = work
  const invited = await db.room.findMany({ where: { membership: 'invite' }, orderBy: { id: 'asc' } })
  if (invited.length === 0) return
  const ours = await ownRooms(work)
  const isWithin = reachOf(work, reach)
  for (const room of invited) {
    if (!isWithin(room.invitedBy ?? installation.me)) continue
    const about = { roomId: room.id, invitedBy: room.invitedBy }
    await attempt(work, 'an invitation of the bot', about, async () => {
      const known = room.invitedBy !== null && (await isKnown(db, room.invitedBy, installation.operators))
      const verdict = judgeInvitation(room, { ours, isKnown: known })
      if (verdict === 'ours') return enter(work, room)
      return verdict === 'direct' ? enterDirect(work, room) : decline(work, room)
    })
  }
}

/** Rooms of groups, the space, direct rooms that stand, and what replaces any of them. */
async function ownRooms({ db }: Work): Promise<Set<string>> {
  const groups = await db.group.findMany({ where: { roomId: { not: null } }, select: { roomId: true } })
  const ids = groups.flatMap(({ roomId }) => roomId ?? [])
  const rooms = await db.room.findMany({
    where: {
      OR: [{ kind: { in: ['space', 'group'] } }, { id: { in: ids } }, { kind: 'direct', replacedBy: { not: null } }],
    },
  })
  return new Set([
    ...ids,
    ...rooms.filter(({ kind }) => kind !== 'direct').map(({ id }) => id),
    ...rooms.flatMap(({ replacedBy }) => replacedBy ?? []),
  ])
}

/** The sync tells that the bot is in: so it sees what was said since it was invited. */
const enter = ({ chat }: Work, { id, invitedBy }: RoomRow) => chat.join(id, invitedBy ? [serverOf(invitedBy)] : [])

/** What the room is stands before the bot is in, so that the first message there finds it. */
async function enterDirect(work: Work, room: RoomRow): Promise<void> {
  const { db } = work
  const { id, invitedBy } = room
  // An older room under the same id was left for good: it counts as new now.
  await db.occasion.deleteMany({ where: { key: `m.direct:${id}` } })
  await db.room.update({ where: { id }, data: { kind: 'direct', personId: invitedBy } })
  try {
    await enter(work, room)
  } catch (error) {
    if (!(error instanceof Undeliverable)) throw error
    await db.room.update({ where: { id }, data: { kind: null, personId: null, membership: 'leave' } })
    throw error
  }
}

/** Declines, and says so to the log and, once a day for each inviter, to operators. */
async function decline({ db, chat, clock, log }: Work, { id, invitedBy }: RoomRow): Promise<void> {
  try {
    await chat.leave(id)
  } catch (error) {
    if (!(error instanceof Undeliverable)) throw error // withdrawn meanwhile: there is nothing to decline
  }
  const now = clock()
  await db.room.update({ where: { id }, data: { membership: 'leave', kind: null, personId: null } })
  log('info', 'declined an invitation: only rooms of the groups and direct rooms of known people are entered', {
    roomId: id,
    invitedBy,
  })
  const key = `declined:${invitedBy}:${now.toISOString().slice(0, 10)}`
  await raiseIncident(db, key, sentence(invitationDeclined({ invitedBy: invitedBy ?? '?' })), now)
}
