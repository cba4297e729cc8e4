import type { TestBot } from '../bot.ts'
import { groups, people } from '../fixture.ts'
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
  answerIn(random: Random, roomId: string): { eventId: string; asker: string } | undefined
}

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
      const timeline = bot.homeserver.room(roomId).timeline
      const answers = timeline.flatMap(({ event_id, sender, content }) => {
        const relation = content['m.relates_to'] as { 'm.in_reply_to'?: { event_id?: string } } | undefined
        const asked = timeline.find((event) => event.event_id === relation?.['m.in_reply_to']?.event_id)
        return sender === bot.installation.me && asked ? [{ eventId: event_id, asker: asked.sender }] : []
      })
      return answers.length > 0 ? random.pick(answers) : undefined
    },
    anyEvent(random) {
      const timeline = random.pick(timelines)
      if (timeline.length === 0 || random.chance(0.15))
        return random.pick(['$nowhere', '', '$', '$\u0000', `$${'x'.repeat(254)}`])
      return timeline[random.below(timeline.length)]?.event_id ?? '$none'
    },
  }
}
