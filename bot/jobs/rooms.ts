import { coordinatorMissing, sentence } from '../../templates/incidents.ts'
import { noCoordinatorLeft, personWithoutMembership } from '../../templates/members.ts'
import { raiseIncident } from '../domain/incidents.ts'
import { membersOf, usualAdministration } from '../domain/members.ts'
import { doneAmong, markDone, markUndone } from '../domain/occasions.ts'
import { coordinatorsOf, type Group, nameOf } from '../domain/people.ts'
import { othersInRoom, settleMembers } from '../domain/presence.ts'
import { isPowerful, isTold, type RoomRow } from '../domain/rooms.ts'
import { defineJob, type JobCtx, type Post } from '../job.ts'
import { attempt, type Reach, reachOf, Unreachable, type Work } from './rooms/attempt.ts'
import { leaveDeafDirectRooms, tellDeafness } from './rooms/deaf.ts'
import { keepDirectRooms, leaveCrowded, serveWaiting } from './rooms/direct.ts'
import { encryptDirectRooms } from './rooms/encrypting.ts'
import { ensureGroupRoom, linkToSpace } from './rooms/groups.ts'
import { answerInvitations } from './rooms/incoming.ts'
import { forgetForlorn, inviteAll } from './rooms/invitations.ts'
import { settleLeftRooms } from './rooms/left.ts'
import { watchRoom } from './rooms/loss.ts'
import { coordinatedKey, groupsInQuestion } from './rooms/question.ts'
import { isBeingRemoved, removeFormer } from './rooms/removals.ts'
import { isSettled, noticing, settling } from './rooms/settled.ts'
import { ensureSpace, findSpace } from './rooms/space.ts'
import { keepState } from './rooms/state.ts'
import { followUpgrades } from './rooms/upgrades.ts'

/**
 * Makes up the difference between the rooms that are wanted and those that are there: at every tick, cheaply, because
 * both stand in the database. Safe to break off anywhere: nothing is made or asked twice. What needs the servers of
 * others, to invite their people or to come to them, goes beside: a server that is away holds up nobody else.
 */
export default defineJob({
  name: 'rooms',
  cron: '* * * * *',
  prompt: true,

  isQuiet: isSettled,
  work: (work) => settling(work, (watched) => whileReachable(watched, () => reconcile(watched))),
  async beside(work) {
    await noticing(work, (watched) => whileReachable(watched, () => reachOthers(watched)))
  },

  async run(ctx) {
    const active = await ctx.db.group.findMany({
      where: { roomId: { not: null }, archivedAt: null },
      orderBy: { key: 'asc' },
    })
    const posts = await tellDeafness(ctx)
    for (const group of await groupsInQuestion(ctx.db, active, ctx.installation.me))
      posts.push(...(await namePeopleWithoutMembership(ctx, group)), ...(await tellNoCoordinator(ctx, group)))
    return posts
  },
})

async function whileReachable({ log }: Work, look: () => Promise<void>): Promise<void> {
  try {
    await look()
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    log('warn', 'rooms: the homeserver cannot be reached, tried again at the next tick', { error: error.message })
  }
}

async function reconcile(work: Work): Promise<void> {
  await followUpgrades(work, 'home')
  await answerInvitations(work, 'home')
  await attempt(work, 'the space', {}, () => ensureSpace(work))
  const space = await findSpace(work)
  const isInSpace = space !== undefined && (await watchRoom(work, space, work.installation.space))
  let mayCreate = true
  for (const group of await work.db.group.findMany({ orderBy: { key: 'asc' } })) {
    if (!group.roomId && !mayCreate) continue
    const outcome = await attempt(work, 'a room', { groupId: group.id }, () => keepGroup(work, group, space, isInSpace))
    if (outcome === 'limited') mayCreate = false
  }
  await forgetForlorn(work)
  await attempt(work, 'a direct room', {}, () => leaveCrowded(work))
  await attempt(work, 'an encrypted direct room', {}, () => leaveDeafDirectRooms(work))
  await encryptDirectRooms(work)
  await serveWaiting(work, 'home')
  await attempt(work, 'the list of direct rooms', {}, () => keepDirectRooms(work))
  await settleLeftRooms(work)
}

/** `space` is known also while the bot is not in it: rules of rooms name it all the same. */
async function keepGroup(work: Work, group: Group, space: RoomRow | undefined, isInSpace: boolean): Promise<void> {
  const room = await ensureGroupRoom(work, group, space)
  if (!room || !(await watchRoom(work, room, group.name))) return
  const about = { groupId: group.id, roomId: room.id }
  const entered = isInSpace ? space : undefined
  // Before anybody is invited: who left while nobody could see it is not asked back.
  await work.db.$transaction((tx) => settleMembers(tx, group, work.clock(), work.installation.me))
  await attempt(work, 'the state of a room', about, () => keepState(work, group, room, space))
  // Without power the rest waits: what would be refused now must not count as refused for good.
  if (isTold(room) && !isPowerful(room, work.installation.me)) return
  if (entered) await attempt(work, 'a link of the space', about, () => linkToSpace(work, room.id, entered.id))
  await attempt(work, 'removals', about, () => removeFormer(work, group, entered))
  await inviteMembers(work, group, entered, 'home')
}

/** Members of here or elsewhere are invited to the space, where the bot is in it, and to their group's room. */
async function inviteMembers(
  work: Work,
  group: Group,
  entered: RoomRow | undefined,
  reach: Reach,
  away = new Set<string>(),
): Promise<void> {
  if (group.archivedAt || !group.roomId) return
  const here = reachOf(work, reach)
  const members = (await membersOf(work.db, group.id)).map(({ personId }) => personId).filter(here)
  const outcome = entered ? await inviteAll(work, entered.id, members, away) : 'done'
  if (outcome !== 'limited') await inviteAll(work, group.roomId, members, away)
}

/** All that may take as long as a server of others takes: each that is away once, not once for each of its people. */
async function reachOthers(work: Work): Promise<void> {
  const away = new Set<string>()
  await followUpgrades(work, 'abroad')
  await answerInvitations(work, 'abroad')
  const space = await findSpace(work)
  const entered = space?.membership === 'join' ? space : undefined
  for (const group of await work.db.group.findMany({ where: { roomId: { not: null } }, orderBy: { key: 'asc' } })) {
    const room = await work.db.room.findUnique({ where: { id: group.roomId ?? '' } })
    if (room?.membership !== 'join' || (isTold(room) && !isPowerful(room, work.installation.me))) continue
    await inviteMembers(work, group, entered, 'abroad', away)
  }
  await serveWaiting(work, 'abroad', away)
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
  const seen = coordinatedKey(group.id)
  const isCoordinated = (await coordinatorsOf(db, group.id)).length > 0
  const before = await db.occasion.findUnique({ where: { key: seen } })
  if (isCoordinated && !before) await markDone(db, seen, now)
  if (isCoordinated || !before) return []
  await markUndone(db, seen)
  // By when it came to have some: after a restored backup the same loss has the same name.
  const key = `no-coordinator:${group.id}:${before.at.getTime()}`
  await raiseIncident(db, key, sentence(coordinatorMissing({ group: group.name, key: group.key })), now)
  return [{ key, to: { groupId: group.id }, say: noCoordinatorLeft({ group: group.name }) }]
}
