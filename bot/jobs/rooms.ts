import { coordinatorMissing, sentence } from '../../templates/incidents.ts'
import { noCoordinatorLeft, personWithoutMembership } from '../../templates/members.ts'
import { raiseIncident } from '../domain/incidents.ts'
import { membersOf, usualAdministration } from '../domain/members.ts'
import { doneAmong, markDone, markUndone } from '../domain/occasions.ts'
import { coordinatorsOf, type Group, nameOf } from '../domain/people.ts'
import { othersInRoom, settleMembers } from '../domain/presence.ts'
import { isPowerful, isTold, type RoomRow } from '../domain/rooms.ts'
import { defineJob, type JobCtx, type Post } from '../job.ts'
import { attempt, Unreachable, type Work } from './rooms/attempt.ts'
import { keepDirectRooms, leaveCrowded, serveWaiting } from './rooms/direct.ts'
import { ensureGroupRoom, linkToSpace } from './rooms/groups.ts'
import { answerInvitations } from './rooms/incoming.ts'
import { inviteAll } from './rooms/invitations.ts'
import { watchEncryption, watchRoom } from './rooms/loss.ts'
import { isBeingRemoved, removeFormer } from './rooms/removals.ts'
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
  const space = await findSpace(work)
  const isInSpace = space !== undefined && (await watchRoom(work, space, work.installation.space))
  let mayCreate = true
  for (const group of await work.db.group.findMany({ orderBy: { key: 'asc' } })) {
    if (!group.roomId && !mayCreate) continue
    const outcome = await attempt(work, 'a room', { groupId: group.id }, () => keepGroup(work, group, space, isInSpace))
    if (outcome === 'limited') mayCreate = false
  }
  await attempt(work, 'a direct room', {}, () => leaveCrowded(work))
  await serveWaiting(work)
  await attempt(work, 'the list of direct rooms', {}, () => keepDirectRooms(work))
}

/** `space` is known also while the bot is not in it: rules of rooms name it all the same. */
async function keepGroup(work: Work, group: Group, space: RoomRow | undefined, isInSpace: boolean): Promise<void> {
  const room = await ensureGroupRoom(work, group, space)
  if (!room || !(await watchRoom(work, room, group.name))) return
  const about = { groupId: group.id, roomId: room.id }
  const entered = isInSpace ? space : undefined
  // Before anybody is invited: who left while nobody could see it is not asked back.
  await work.db.$transaction((tx) => settleMembers(tx, group, work.clock(), work.installation.me))
  await watchEncryption(work, room, group.name)
  await attempt(work, 'the state of a room', about, () => keepState(work, group, room, space))
  // Without power the rest waits: what would be refused now must not count as refused for good.
  if (isTold(room) && !isPowerful(room, work.installation.me)) return
  if (entered) await attempt(work, 'a link of the space', about, () => linkToSpace(work, room.id, entered.id))
  await attempt(work, 'removals', about, () => removeFormer(work, group, entered))
  if (group.archivedAt) return
  const members = (await membersOf(work.db, group.id)).map(({ personId }) => personId)
  const outcome = entered ? await inviteAll(work, entered.id, members) : 'done'
  if (outcome !== 'limited') await inviteAll(work, room.id, members)
}

/** Once for each person: coordinators learn who reads along, and how to admit her. */
async function namePeopleWithoutMembership({ db, now, installation }: JobCtx, group: Group): Promise<Post[]> {
  const others = await othersInRoom(db, group, installation.me)
  const named = await doneAmong(
    db,
    others.map((personId) => isNamed(group.id, personId)),
  )
  const coordinators = await coordinatorsOf(db, group.id)
  const posts: Post[] = []
  for (const personId of others) {
    if (
      coordinators.length === 0 ||
      named.has(isNamed(group.id, personId)) ||
      (await isBeingRemoved(db, group, personId))
    )
      continue
    await markDone(db, isNamed(group.id, personId), now)
    const administration = (await usualAdministration(db, personId, group.id)) ?? undefined
    const name = await nameOf(db, personId, group.roomId)
    const say = personWithoutMembership({ group: group.name, key: group.key, name, personId, administration })
    const key = `without-membership:${group.id}:${personId}`
    posts.push(
      ...coordinators.map(
        ({ personId: to }): Post => ({ key: `${key}:${to}`, to: { personId: to, absent: 'wait' }, say }),
      ),
    )
  }
  return posts
}

const isNamed = (groupId: string, personId: string) => `named:${groupId}:${personId}`

/** A group that had coordinators and has none any more goes on, and its members and the operators know. */
async function tellNoCoordinator({ db, now }: JobCtx, group: Group): Promise<Post[]> {
  const seen = `coordinated:${group.id}`
  const isCoordinated = (await coordinatorsOf(db, group.id)).length > 0
  const before = await db.occasion.findUnique({ where: { key: seen } })
  if (isCoordinated && !before) await markDone(db, seen, now)
  if (isCoordinated || !before) return []
  await markUndone(db, seen)
  const key = `no-coordinator:${group.id}:${now.getTime()}`
  await raiseIncident(db, key, sentence(coordinatorMissing({ group: group.name, key: group.key })), now)
  return [{ key, to: { groupId: group.id }, say: noCoordinatorLeft({ group: group.name }) }]
}
