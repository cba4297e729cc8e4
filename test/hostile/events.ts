import { anyContent, message, reaction } from './contents.ts'
import type { Random } from './random.ts'
import { word } from './texts.ts'
import { damaged, mostly, oddValue } from './values.ts'
import type { Surroundings } from './world.ts'

/** An event as the homeserver holds it (`sent`), or something that is none and stands where events stand (`raw`). */
export type Hostile =
  | {
      kind: 'sent'
      roomId: string
      sender: string
      type: string
      content: Record<string, unknown>
      more: More
      command?: string
    }
  | { kind: 'raw'; roomId: string; raw: unknown }

type More = { state_key?: string; redacts?: string; origin_server_ts?: number; unsigned?: { age: unknown } }

const UNKNOWN_ROOMS = ['!unknown:nowhere.example', '!\u0000', '__proto__', 'x', `!${'r'.repeat(300)}`]

/** One event that nobody honest sends, or that only looks as if. */
export function hostileEvent(random: Random, around: Surroundings): Hostile {
  const roomId = random.pick(around.rooms)
  const at = { kind: 'sent' as const, roomId, sender: random.pick(around.senders), more: clocks(random) }
  const choice = random.below(100)
  if (choice < 66) {
    const { content, command } = message(random, around)
    const answer = command === 'rückgängig' && random.chance(0.5) ? around.answerIn(random, roomId) : undefined
    // Only whoever had asked may take back, and only in reply to the answer.
    const reply = answer && {
      sender: answer.asker,
      content: { ...content, 'm.relates_to': { 'm.in_reply_to': { event_id: answer.eventId } } },
    }
    return { ...at, type: 'm.room.message', content, ...(command ? { command } : {}), ...reply }
  }
  if (choice < 76) return { ...at, type: 'm.reaction', content: reaction(random, around) }
  if (choice < 82) return redaction(random, around, at)
  if (choice < 86) return member(random, around, at)
  if (choice < 88) return state(random, around, at)
  if (choice < 91)
    return {
      ...at,
      type: random.pick(['m.room.encrypted', 'x.y', word(random) || 'x', 'm.poll.response']),
      content: anyContent(random),
    }
  return {
    kind: 'raw',
    roomId: random.chance(0.3) ? random.pick(UNKNOWN_ROOMS) : roomId,
    raw: rawEvent(random, around),
  }
}

type At = { kind: 'sent'; roomId: string; sender: string; more: More }

/** Senders' clocks are years off; the age that our homeserver gives decides, where it gives one. */
function clocks(random: Random): More {
  if (random.chance(0.9)) return {}
  const year = 365 * 86_400_000
  const origin = random.pick([0, -1, 1e308, Number.MAX_SAFE_INTEGER, 50 * year, 70 * year, Number.NaN])
  const age = random.pick([undefined, undefined, 'x', -5 * year, 10 * year, Number.NaN, 1e300])
  return { origin_server_ts: origin, unsigned: { age } }
}

function redaction(random: Random, around: Surroundings, at: At): Hostile {
  const redacts = around.anyEvent(random)
  const content = random.chance(0.5)
    ? { redacts: mostly(random, redacts) }
    : damaged(random, { reason: word(random) }, 0.3)
  return { ...at, type: 'm.room.redaction', content, more: random.chance(0.7) ? { ...at.more, redacts } : at.more }
}

/** Of people it may be true or forged; the bot itself is only ever thrown out of the room that may be ruined. */
function member(random: Random, around: Surroundings, at: At): Hostile {
  const ruin = random.chance(0.1)
  const who = ruin
    ? around.me
    : random.pick([...around.senders, '@ghost:nowhere.example', '', 'x', `@${'a'.repeat(300)}:b`])
  const content = damaged(
    random,
    {
      membership: random.pick(['join', 'join', 'join', 'leave', 'invite', 'ban', 'knock', word(random)]),
      displayname: mostly(random, word(random), 0.3),
      is_direct: oddValue(random),
    },
    0.2,
  )
  return {
    ...at,
    roomId: ruin ? around.victim : at.roomId,
    type: 'm.room.member',
    content,
    more: { ...at.more, state_key: who },
  }
}

const STATE = [
  'm.room.power_levels',
  'm.room.name',
  'm.room.topic',
  'm.room.join_rules',
  'm.room.tombstone',
  'm.room.create',
  'm.room.encryption',
  'm.room.history_visibility',
  'm.space.child',
  'm.room.server_acl',
]

function state(random: Random, around: Surroundings, at: At): Hostile {
  const content = damaged(
    random,
    {
      users: { [around.me]: random.pick([0, 100, -1, 1e308, 'x']) },
      name: mostly(random, word(random), 0.4),
      topic: oddValue(random),
      join_rule: mostly(random, 'public', 0.3),
      algorithm: 'x',
      replacement_room: random.pick(['!new:nowhere.example', around.victim, '', 7]),
      room_version: mostly(random, '12', 0.5),
      additional_creators: oddValue(random),
      predecessor: { room_id: mostly(random, random.pick(around.rooms)) },
      'de.allmende.group': random.pick(['it', 'space', '']),
    },
    0.5,
  )
  return {
    ...at,
    roomId: around.victim,
    type: random.pick(STATE),
    content,
    more: { ...at.more, state_key: random.pick(['', '', '', 'x']) },
  }
}

/** Something in the place of an event: no object, or one that lacks or twists what every event has. */
function rawEvent(random: Random, around: Surroundings): unknown {
  if (random.chance(0.2)) return oddValue(random)
  const { content } = message(random, around)
  return damaged(
    random,
    {
      event_id: mostly(random, random.chance(0.2) ? around.anyEvent(random) : `$raw${random.below(1e9)}`, 0.2),
      type: mostly(random, random.pick(['m.room.message', 'm.reaction', 'm.room.member', 'm.room.redaction']), 0.2),
      sender: mostly(random, random.pick(around.senders), 0.2),
      content: mostly(random, content, 0.2),
      redacts: mostly(random, around.anyEvent(random), 0.5),
      unsigned: mostly(
        random,
        { age: oddValue(random), prev_content: oddValue(random), transaction_id: oddValue(random) },
        0.5,
      ),
      origin_server_ts: oddValue(random),
    },
    0.5,
  )
}
