import { TRACE } from '../../bot/mark.ts'
import type { TestBot } from '../bot.ts'
import { groups, people } from '../fixture.ts'
import type { FakeEvent } from '../homeserver.ts'
import type { Random } from './random.ts'

/** A group that state events may ruin: its room is banned, upgraded, taken over. */
export const VICTIM = 'opfer'

export const hostileGroups = [
  ...groups,
  {
    key: VICTIM,
    name: 'AG Opfer',
    administrations: ['landkreis', 'stelle'],
    members: [
      { id: people.karin, administration: 'landkreis', role: 'coordinator' as const },
      { id: people.ben, administration: 'neu-wulmstorf' },
    ],
  },
]

/** What those who invent events know of the world: rooms, people, and events that are there. */
export type Surroundings = {
  rooms: readonly string[]
  victim: string
  me: string
  senders: readonly string[]
  /** An event of any room: a card of the bot, somebody's message, or one that is nowhere. */
  anyEvent(random: Random): string
  /** An answer of the bot in this room, and who had asked. */
  answerIn(random: Random, roomId: string): Answer | undefined
  /** The newest of a kind in this room; `asker`: whoever alone may take back what was made. */
  newest(roomId: string, kind: Kind): { eventId: string; asker?: string } | undefined
}

type Answer = { eventId: string; asker: string }

/** Somebody's message, any card of the bot, that of a task, or the answer to a command that made something. */
export type Kind = 'message' | 'card' | 'task' | 'made'

/** Mostly people who may do something, so that it is done. Dora and Karin's direct room stay out of it: they are served meanwhile. */
const SENDERS = [
  ...Array.from({ length: 6 }, () => [people.karin, people.anna]).flat(),
  ...[people.ben, people.ben, people.paul, people.paul, people.olga, people.stranger],
]

/** Looks at the rooms as they stand now. */
export async function lookAround(bot: TestBot): Promise<Surroundings> {
  const places = ['it', 'it', 'it', 'it', 'portale', VICTIM, people.anna, people.ben]
  const common = await bot.roomOf('it')
  // A direct room that its person has left is no place any more.
  const rooms = await Promise.all(places.map((place) => bot.roomOf(place).catch(() => common)))
  const victim = rooms[places.indexOf(VICTIM)] ?? common
  const timelines = [...new Set(rooms)].map((room) => bot.homeserver.room(room).timeline)
  return {
    rooms,
    victim,
    me: bot.installation.me,
    senders: SENDERS,
    answerIn(random, roomId) {
      const { timeline } = bot.homeserver.room(roomId)
      const answers = timeline.flatMap((event) => answerOf(timeline, event, bot.installation.me) ?? [])
      return answers.length > 0 ? random.pick(answers) : undefined
    },
    newest: (roomId, kind) => newestOf(bot.homeserver.room(roomId).timeline, kind, bot.installation.me),
    anyEvent(random) {
      const timeline = random.pick(timelines)
      if (timeline.length === 0 || random.chance(0.15))
        return random.pick(['$nowhere', '', '$', '$\u0000', `$${'x'.repeat(254)}`])
      return timeline[random.below(timeline.length)]?.event_id ?? '$none'
    },
  }
}

/** The event as an answer of the bot, while the question is still there. */
function answerOf(timeline: readonly FakeEvent[], { event_id, sender, content }: FakeEvent, me: string) {
  const relation = content['m.relates_to'] as { 'm.in_reply_to'?: { event_id?: string } } | undefined
  const asked = timeline.find((event) => event.event_id === relation?.['m.in_reply_to']?.event_id)
  return sender === me && asked ? { eventId: event_id, asker: asked.sender } : undefined
}

function newestOf(timeline: readonly FakeEvent[], kind: Kind, me: string) {
  for (const event of timeline.toReversed()) {
    const found = kind === 'made' ? answerOf(timeline, event, me) : { eventId: event.event_id }
    if (found && (kind === 'message' ? isPlain(event, me) : isCard(event, kind, me))) return found
  }
  return undefined
}

/** What the bot's messages bear about the item that they show, and what a command has made. */
function isCard({ sender, content }: FakeEvent, kind: Kind, me: string): boolean {
  const { item, numbers } = (content[TRACE] ?? {}) as { item?: string; numbers?: string[] }
  if (sender !== me || !item) return false
  return kind === 'made' ? numbers !== undefined : kind === 'card' || item.startsWith('A')
}

/** A text that can be kept. */
const isPlain = ({ sender, type, content: { msgtype, body } }: FakeEvent, me: string): boolean =>
  sender !== me &&
  type === 'm.room.message' &&
  msgtype === 'm.text' &&
  typeof body === 'string' &&
  /\p{L}{3}/u.test(body.slice(0, 1900)) &&
  body.length < 1900
