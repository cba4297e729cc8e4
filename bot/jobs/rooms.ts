import { coordinatorMissing, sentence } from '../../templates/incidents.ts'
import { noCoordinatorLeft, personWithoutMembership } from '../../templates/members.ts'
import { raiseIncident } from '../domain/incidents.ts'
import { membersOf, usualAdministration } from '../domain/members.ts'
import { coordinatorsOf, type Group, inForce, nameOf } from '../domain/people.ts'
import { othersInRoom, settleMembers } from '../domain/presence.ts'
import type { RoomRow } from '../domain/rooms.ts'
import { defineJob, type JobCtx, type Post } from '../job.ts'
import { attempt, Unreachable, type Work } from './rooms/attempt.ts'
import { keepDirectRooms, leaveCrowded, serveWaiting } from './rooms/direct.ts'
import { ensureGroupRoom, linkToSpace } from './rooms/groups.ts'
import { answerInvitations } from './rooms/incoming.ts'
import { inviteAll } from './rooms/invitations.ts'
import { watchEncryption, watchRoom } from './rooms/loss.ts'
import { removeFormer } from './rooms/removals.ts'
import { ensureSpace, findSpace } from './rooms/space.ts'
import { keepState } from './rooms/state.ts'
import { followUpgrades } from './rooms/upgrades.ts'

/**
 * Makes up the difference between the rooms that are wanted and those that are there: at every tick, cheaply, because
 * both stand in the database. Safe to break off anywhere: nothing is made or asked twice.
 */
export default defineJob({
  name: 'rooms',
  cron: '* * * * *',
  prompt: true,

  async work(work) {
    try {
      await reconcile(work)
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      work.log('warn', 'rooms: the homeserver cannot be reached, tried again at the next tick', {
        error: error.message,
      })
    }
  },

  async run(ctx) {
    const groups = await ctx.db.group.findMany({ where: { roomId: { not: null } }, orderBy: { key: 'asc' } })
    const posts: Post[] = []
    for (const group of groups) {
      await settleMembers(ctx.db, group, ctx.now, ctx.installation.me)
      if (!group.archivedAt)
        posts.push(...(await namePeopleWithoutMembership(ctx, group)), ...(await tellNoCoordinator(ctx, group)))
    }
    return posts
  },
})

async function reconcile(work: Work): Promise<void> {
  await followUpgrades(work)
  await answerInvitations(work)
  await attempt(work, 'the space', {}, () => ensureSpace(work))
  const space = await standingSpace(work)
  for (const group of await work.db.group.findMany({ orderBy: { key: 'asc' } })) {
    await attempt(work, 'a room', { groupId: group.id }, () => keepGroup(work, group, space))
  }
  await attempt(work, 'a direct room', {}, () => leaveCrowded(work))
  await serveWaiting(work)
  await attempt(work, 'the list of direct rooms', {}, () => keepDirectRooms(work))
}

/** The space, if the bot is in it. */
async function standingSpace(work: Work): Promise<RoomRow | undefined> {
  const space = await findSpace(work)
  return space && (await watchRoom(work, space, work.installation.space)) ? space : undefined
}

async function keepGroup(work: Work, group: Group, space: RoomRow | undefined): Promise<void> {
  const room = await ensureGroupRoom(work, group, space)
  if (!room || !(await watchRoom(work, room, group.name))) return
  const about = { groupId: group.id, roomId: room.id }
  await watchEncryption(work, room, group.name)
  if (space) await attempt(work, 'a link of the space', about, () => linkToSpace(work, room.id, space.id))
  await attempt(work, 'the state of a room', about, () => keepState(work, group, room, space))
  await attempt(work, 'removals', about, () => removeFormer(work, group, space))
  if (group.archivedAt) return
  const members = (await membersOf(work.db, group.id)).map(({ personId }) => personId)
  const outcome = space ? await inviteAll(work, space.id, members) : 'done'
  if (outcome !== 'limited') await inviteAll(work, room.id, members)
}

/** Once for each person: coordinators learn who reads along, and how to admit her. */
async function namePeopleWithoutMembership({ db, installation }: JobCtx, group: Group): Promise<Post[]> {
  const others = await othersInRoom(db, group, installation.me)
  if (others.length === 0) return []
  const coordinators = await coordinatorsOf(db, group.id)
  const posts: Post[] = []
  for (const personId of others) {
    const administration = await usualAdministration(db, personId, group.id)
    const name = await nameOf(db, personId, group.roomId)
    const say = personWithoutMembership({
      group: group.name,
      key: group.key,
      name,
      personId,
      administration: administration ?? undefined,
    })
    posts.push(
      ...coordinators.map(
        ({ personId: to }): Post => ({
          key: `without-membership:${group.id}:${personId}:${to}`,
          to: { personId: to, absent: 'wait' },
          say,
        }),
      ),
    )
  }
  return posts
}

/** A group that had coordinators and has none any more goes on, and its members know. */
async function tellNoCoordinator({ db, now }: JobCtx, group: Group): Promise<Post[]> {
  const last = await db.membership.findMany({ where: { groupId: group.id, role: 'coordinator' } })
  if (
    last.length === 0 ||
    (await db.membership.findFirst({ where: { groupId: group.id, role: 'coordinator', ...inForce } }))
  )
    return []
  const at = Math.max(...last.map(({ leftAt, removedAt }) => Math.max(+(leftAt ?? 0), +(removedAt ?? 0))))
  const key = `no-coordinator:${group.id}:${at}`
  await raiseIncident(db, key, sentence(coordinatorMissing({ group: group.name, key: group.key })), now)
  return [{ key, to: { groupId: group.id }, say: noCoordinatorLeft({ group: group.name }) }]
}
