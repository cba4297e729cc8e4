import type { RoomSpec } from '../chat.ts'
import { MARK } from './room-state.ts'
import { type Json, toObject, toText } from './shapes.ts'

/** What a new room differs in from the specification of it: where the bot lives, and which version the room gets. */
export type Creation = { userId: string; version: string }

/** The default room version of a homeserver, from its capabilities. */
export function defaultVersion(capabilities: unknown): string {
  const versions = toObject(toObject(toObject(capabilities).capabilities)['m.room_versions'])
  return toText(versions.default, 50) || '11'
}

/** The body of a request that creates the room. Its version is named, because the power levels depend on it. */
export function toCreation(spec: RoomSpec, { userId, version }: Creation): Json {
  return {
    preset: 'private_chat', // the trusted one would make the invited person an equal, in version 12 for ever
    visibility: 'private',
    room_version: version,
    name: spec.name,
    topic: spec.topic,
    is_direct: spec.kind === 'direct',
    invite: spec.invite ?? [],
    creation_content: { [MARK]: spec.mark, ...(spec.kind === 'space' ? { type: 'm.space' } : {}) },
    initial_state: initialState(spec, userId),
    power_level_content_override: powerLevels(spec, { userId, version }),
  }
}

function initialState(spec: RoomSpec, userId: string): Json[] {
  const one = (type: string, content: Json, state_key = '') => ({ type, state_key, content })
  return [
    one('m.room.join_rules', joinRule(spec)),
    one('m.room.history_visibility', { history_visibility: 'shared' }),
    one('m.room.guest_access', { guest_access: 'forbidden' }),
    ...(spec.encrypted ? [one('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' })] : []),
    ...(spec.spaceId ? [one('m.space.parent', { canonical: true, via: [serverOf(userId)] }, spec.spaceId)] : []),
  ]
}

function joinRule({ joinRule, spaceId }: RoomSpec): Json {
  if (joinRule === 'invite' || !spaceId) return { join_rule: 'invite' }
  return { join_rule: 'restricted', allow: [{ type: 'm.room_membership', room_id: spaceId }] }
}

/** The server part of a user id. Room ids have none from version 12 on, so links to rooms name this one. */
export function serverOf(userId: string): string {
  return userId.slice(userId.indexOf(':') + 1)
}

/**
 * The bot decides on what the group relies on, moderators on the rest. From version 12 on the creator has power beyond
 * all levels and must not be listed.
 */
function powerLevels(spec: RoomSpec, { userId, version }: Creation): Json {
  const hasCreators = !/^(?:[1-9]|1[01])$/.test(version)
  const moderators = spec.moderators.filter((id) => id !== userId).map((id) => [id, 50])
  return {
    users: Object.fromEntries([...moderators, ...(hasCreators ? [] : [[userId, 100]])]),
    users_default: 0,
    events_default: spec.kind === 'space' ? 50 : 0,
    state_default: 50,
    ...{ invite: 50, kick: 50, ban: 50, redact: 50 },
    notifications: { room: 50 },
    events: { ...EVENT_LEVELS, 'm.room.tombstone': hasCreators ? 150 : 100 },
  }
}

const LEVELS: [number, string[]][] = [
  [0, ['m.reaction', 'm.room.redaction']],
  [0, ['m.poll.start', 'm.poll.response', 'm.poll.end']],
  [0, ['org.matrix.msc3381.poll.start', 'org.matrix.msc3381.poll.response', 'org.matrix.msc3381.poll.end']],
  [50, ['m.room.name', 'm.room.topic', 'm.room.avatar', 'm.room.pinned_events']],
  [50, ['im.vector.modular.widgets', 'org.matrix.msc4391.command_description']],
  [100, ['m.room.power_levels', 'm.room.encryption', 'm.room.server_acl']],
  [100, ['m.room.join_rules', 'm.room.history_visibility', 'm.room.guest_access']],
  [100, ['m.space.child', 'm.space.parent']],
]

const EVENT_LEVELS = Object.fromEntries(LEVELS.flatMap(([level, types]) => types.map((type) => [type, level])))
