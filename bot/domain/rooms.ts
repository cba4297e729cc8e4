import type { Prisma } from '../../prisma/client.ts'

/** A room as the sync has told it. */
export type RoomRow = Prisma.RoomGetPayload<object>

/** The content of `m.room.power_levels` as far as it is read here; whatever else it holds is kept. */
export type Power = Record<string, unknown> & { users: Record<string, number>; events: Record<string, number> }

/** Power of those who may moderate. */
export const MODERATOR = 50

/** Types that are as open to members as messages; read-only they are closed with them. */
const TALK = [
  'm.reaction',
  'm.poll.start',
  'm.poll.response',
  'm.poll.end',
  'org.matrix.msc3381.poll.start',
  'org.matrix.msc3381.poll.response',
  'org.matrix.msc3381.poll.end',
]

/** Whether the sync has told the state of the room. */
export const isTold = ({ membership, version, powerLevels }: RoomRow) =>
  membership === 'join' && version !== null && powerLevels !== null

/** The room's power levels, with what they lack filled in. */
export function powerIn({ powerLevels }: RoomRow): Power {
  const content = object(JSON.parse(powerLevels ?? '{}'))
  return { ...content, users: numbers(content['users']), events: numbers(content['events']) }
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const numbers = (value: unknown) =>
  Object.fromEntries(
    Object.entries(object(value)).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
const level = (power: Power, name: string, otherwise: number) =>
  typeof power[name] === 'number' ? power[name] : otherwise

/** What a user may do there; from room version 12 on its creators may do everything. */
export function powerOf(room: RoomRow, userId: string): number {
  const hasCreators = !/^(?:[1-9]|1[01])$/.test(room.version ?? '1')
  if (hasCreators && (JSON.parse(room.creators ?? '[]') as string[]).includes(userId)) return Number.POSITIVE_INFINITY
  const power = powerIn(room)
  return power.users[userId] ?? level(power, 'users_default', 0)
}

/** Whether somebody can do there what the bot must: set levels and rules, invite and remove. */
export function isPowerful(room: RoomRow, userId: string): boolean {
  const power = powerIn(room)
  const state = (type: string) => power.events[type] ?? level(power, 'state_default', 50)
  const needed = [
    state('m.room.power_levels'),
    state('m.room.join_rules'),
    state('m.room.history_visibility'),
    level(power, 'kick', 50),
    level(power, 'invite', 0),
  ]
  return powerOf(room, userId) >= Math.max(MODERATOR, ...needed)
}

/** State that is not as it must be, and what it is to be. */
export type Repair = { what: 'join' | 'history' | 'encryption'; type: string; content: Record<string, unknown> }

export type WantedRoom = { join: 'invite' | 'space'; spaceId: string | undefined; encrypted: boolean }

/** Content of the join rule. Open to the space only when there is one. */
export const joinRule = ({ join, spaceId }: Pick<WantedRoom, 'join' | 'spaceId'>) =>
  join === 'space' && spaceId
    ? { join_rule: 'restricted', allow: [{ type: 'm.room_membership', room_id: spaceId }] }
    : { join_rule: 'invite' }

/** What is to be put right in a room whose state was told. */
export function repairsOf(room: RoomRow, wanted: WantedRoom): Repair[] {
  const rule = joinRule(wanted)
  const repairs: Repair[] = []
  if (room.joinRule !== rule.join_rule) repairs.push({ what: 'join', type: 'm.room.join_rules', content: rule })
  if (room.historyVisibility !== 'shared')
    repairs.push({ what: 'history', type: 'm.room.history_visibility', content: { history_visibility: 'shared' } })
  if (wanted.encrypted && !room.encrypted)
    repairs.push({ what: 'encryption', type: 'm.room.encryption', content: { algorithm: 'm.megolm.v1.aes-sha2' } })
  return repairs
}

type WantedPower = { raise: readonly string[]; lower: readonly string[]; readOnly: boolean; wasReadOnly: boolean }

/**
 * Power levels with coordinators as moderators, former ones whom the bot had raised lowered, and members' talk closed or
 * opened again. Whatever people set beyond that is kept. undefined: they are so already.
 */
export function wantedPower(room: RoomRow, { raise, lower, readOnly, wasReadOnly }: WantedPower): Power | undefined {
  const before = powerIn(room)
  const users = { ...before.users }
  const usual = level(before, 'users_default', 0)
  for (const userId of lower) if (users[userId] === MODERATOR) delete users[userId]
  for (const userId of raise) if (powerOf(room, userId) < MODERATOR && usual < MODERATOR) users[userId] = MODERATOR
  const talk = readOnly || wasReadOnly ? talkAt(before, readOnly ? MODERATOR : usual) : {}
  const after = { ...before, users, ...talk }
  return same(before, after) ? undefined : after
}

function talkAt(before: Power, wanted: number) {
  const open = TALK.filter((type) => type in before.events || type === 'm.reaction')
  const at = (now: number) => (wanted >= MODERATOR ? Math.max(now, wanted) : now === MODERATOR ? wanted : now)
  const events = {
    ...before.events,
    ...Object.fromEntries(open.map((type) => [type, at(before.events[type] ?? level(before, 'events_default', 0))])),
  }
  return { events_default: at(level(before, 'events_default', 0)), events }
}

/** Compares what counts: who has which power, and what members may send. */
function same(a: Power, b: Power): boolean {
  const told = ({ users, events, events_default }: Power) =>
    JSON.stringify([sorted(users), sorted(events), events_default ?? 0])
  return told(a) === told(b)
}

const sorted = (record: Record<string, number>) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

/** What an invitation of the bot is: into a room of its own, by somebody known to a direct room, or none of its business. */
export function judgeInvitation(
  room: RoomRow,
  { ours, isKnown }: { ours: ReadonlySet<string>; isKnown: boolean },
): 'ours' | 'direct' | 'foreign' {
  if (ours.has(room.id)) return 'ours'
  return room.isDirect && isKnown ? 'direct' : 'foreign'
}

/** Occasion: a room is shown in the space. */
export const linkedToSpace = (spaceId: string, roomId: string) => `space-child:${spaceId}:${roomId}`

/** The server part of a user id, by which a room can be reached. */
export const serverOf = (userId: string) => userId.slice(userId.indexOf(':') + 1)
