import { invitationRefused, sentence } from '../../../templates/incidents.ts'
import { NotSent, Undeliverable } from '../../chat.ts'
import { raiseIncident } from '../../domain/incidents.ts'
import { inForce } from '../../domain/people.ts'
import { serverOf } from '../../domain/rooms.ts'
import { attempt, type Outcome, reachOf, type Work } from './attempt.ts'

/** After an invitation whose outcome is unknown, or that failed on the way. */
const RETRY_MS = 10 * 60_000

type Row = { personId: string; startedAt: Date; doneAt: Date | null; problem: string | null }

/**
 * Invites each of these people once to a room: who is in it, was invited, or has been, is left alone. After a failure
 * others of the same foreign server wait for the next round: it may be away, and then goes into `away`.
 */
export async function inviteAll(
  work: Work,
  roomId: string,
  personIds: readonly string[],
  away = new Set<string>(),
): Promise<Outcome> {
  const { db, clock } = work
  const [members, rows] = await Promise.all([
    db.roomMember.findMany({ where: { roomId } }),
    db.invitation.findMany({ where: { roomId } }),
  ])
  const membership = new Map(members.map((member) => [member.userId, member.membership]))
  const known = new Map(rows.map((row) => [row.personId, row]))
  const isForeign = reachOf(work, 'abroad')
  for (const personId of personIds) {
    const row = known.get(personId)
    const now = membership.get(personId)
    if (row?.doneAt || now === 'ban') continue
    if (now === 'join' || now === 'invite') await noteDone(work, roomId, personId)
    else if ((!row?.problem || isTime(row, clock())) && !away.has(serverOf(personId))) {
      const outcome = await attempt(work, 'an invitation', { roomId, personId }, () =>
        inviteOnce(work, roomId, personId, row),
      )
      if (outcome === 'limited') return outcome
      if (outcome === 'failed' && isForeign(personId)) away.add(serverOf(personId))
    }
  }
  return 'done'
}

/** Forgets what was begun and broken off for people who are no members any more: nobody will go on with it. */
export async function forgetForlorn({ db }: Work): Promise<void> {
  for (const { roomId, personId } of await db.invitation.findMany({ where: { doneAt: null } })) {
    const isSpace = (await db.room.findUnique({ where: { id: roomId } }))?.kind === 'space'
    const group = { archivedAt: null, ...(isSpace ? {} : { roomId }) }
    if (await db.membership.findFirst({ where: { personId, ...inForce, group } })) continue
    await db.invitation.deleteMany({ where: { roomId, personId, doneAt: null } })
  }
}

/** A start that lies in the future was made before the clock was set back. */
const isTime = ({ startedAt }: Row, now: Date) => +now - +startedAt >= RETRY_MS || startedAt > now

/** The intent is stored first; where one stands already, the homeserver is asked what came of it. */
async function inviteOnce(work: Work, roomId: string, personId: string, row: Row | undefined): Promise<void> {
  const { db, chat, clock } = work
  if (row) {
    const now = await chat.membershipOf(roomId, personId)
    if (now === 'join' || now === 'invite') return noteDone(work, roomId, personId)
  }
  const where = { roomId_personId: { roomId, personId } }
  const started = { startedAt: clock(), problem: null }
  await db.invitation.upsert({ where, create: { roomId, personId, ...started }, update: started })
  try {
    await chat.invite(roomId, personId)
  } catch (error) {
    if (error instanceof Undeliverable) return noteRefused(work, roomId, personId, error.message)
    if (error instanceof NotSent) await db.invitation.delete({ where })
    else await db.invitation.update({ where, data: { problem: String(error).slice(0, 300) } })
    throw error
  }
  await noteDone(work, roomId, personId)
  await noteInvited(work, roomId, personId)
}

async function noteDone({ db, clock }: Work, roomId: string, personId: string): Promise<void> {
  const now = clock()
  await db.invitation.upsert({
    where: { roomId_personId: { roomId, personId } },
    create: { roomId, personId, startedAt: now, doneAt: now },
    update: { doneAt: now, problem: null },
  })
}

/** What was just done is so, also before the sync has told it. */
async function noteInvited({ db }: Work, roomId: string, userId: string): Promise<void> {
  const where = { roomId_userId: { roomId, userId } }
  const known = await db.roomMember.findUnique({ where })
  if (known?.membership === 'join') return
  await db.roomMember.upsert({
    where,
    create: { roomId, userId, membership: 'invite' },
    update: { membership: 'invite' },
  })
}

/** Trying again would not help; a coordinator who invites again, or an operator, may. */
async function noteRefused({ db, clock, log }: Work, roomId: string, personId: string, problem: string): Promise<void> {
  const now = clock()
  log('warn', 'an invitation was refused by the homeserver', { roomId, personId, error: problem.slice(0, 300) })
  await db.invitation.update({
    where: { roomId_personId: { roomId, personId } },
    data: { doneAt: now, problem: problem.slice(0, 300) },
  })
  await raiseIncident(
    db,
    `invitation:${roomId}:${personId}:${now.toISOString()}`,
    sentence(invitationRefused({ personId })),
    now,
  )
}
