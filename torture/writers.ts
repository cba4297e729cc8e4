import { setTimeout as wait } from 'node:timers/promises'
import type { Json } from '../tools/client-api.ts'
import type { Person } from '../tools/person.ts'
import type { Cast } from './cast.ts'
import { type Clock, dayOf, daysAfter, weekdayOf, workdayAfter } from './clock.ts'
import type { Diary, Kind, Saying } from './diary.ts'
import type { DirectRooms } from './direct-rooms.ts'
import { sayOnce } from './patience.ts'
import { type Random, wordFor } from './random.ts'

const kinds: readonly Kind[] = [
  ...(['task', 'task', 'task', 'task', 'reminded', 'reminded', 'reminded', 'decision', 'link', 'meeting'] as const),
  ...(['in-person', 'in-person', 'refused', 'chat'] as const),
]

export type Stage = {
  cast: Cast
  clock: Clock
  diary: Diary
  /** Rooms of the groups by name. */
  rooms: ReadonlyMap<string, string>
  direct: DirectRooms
  /** So many days lie between what is written and its date at least: clients that encrypt wait while the homeserver is away. */
  slack?: number
}

type Draft = Pick<Saying, 'kind' | 'word' | 'text'> & Partial<Saying> & { person: Person; mentions?: string[] }

/** People write at a steady rate in all rooms until the signal comes; resolves when the last of it has arrived. */
export async function write(stage: Stage, random: Random, rate: number, signal: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>()
  const failures: unknown[] = []
  for (let n = 0; !signal.aborted; n++) {
    // Drawn before anything is waited for, so that the seed alone says what is written next.
    const draft = compose(stage, random, n)
    const pause = (1000 / rate) * (0.5 + random.next())
    const saying: Promise<void> = say(stage, draft, n)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(saying))
    underWay.add(saying)
    await Promise.race([wait(pause), ...(underWay.size > 200 ? [saying] : [])])
  }
  await Promise.all(underWay)
  if (failures.length > 0) throw failures[0]
}

function compose({ cast, clock, slack = 0 }: Stage, random: Random, n: number): Draft {
  const word = wordFor(n)
  const kind = random.pick(kinds)
  const group = random.pick(cast.groups)
  const person = kind === 'decision' || kind === 'meeting' ? cast.karin : random.pick(group.members.slice(0, 3))
  const about = { kind, word, person, group: group.name }
  const days = slack + random.between(1, 8)
  const hour = random.between(9, 12)
  const assignee = random.pick(group.members.slice(0, 3)).userId
  const today = dayOf(clock.now())
  switch (kind) {
    case 'reminded': {
      const day = workdayAfter(workdayAfter(daysAfter(today, days - 1)))
      return {
        ...about,
        text: `!aufgabe Vorgang ${word} bis ${german(day)} ${assignee}`,
        due: { day, assignee },
        mentions: [assignee],
      }
    }
    case 'meeting': {
      const day = meetingDay(daysAfter(today, days + 2))
      return { ...about, text: `!sitzung ${german(day)} ${hour}:00 Runde ${word}`, meeting: { day, hour } }
    }
    case 'decision':
      return { ...about, text: `!beschluss Vorlage ${word} wird umgesetzt.` }
    case 'link':
      return { ...about, text: `!link https://beispiel.example/${word}` }
    case 'in-person':
      return { ...about, text: `aufgabe [${group.key.toUpperCase()}] Vorgang ${word}` }
    case 'refused':
      return { ...about, text: `!erledigt A99999 ${word}` }
    case 'chat':
      return { ...about, text: `Danke, ${word} sehe ich mir an.` }
    default:
      return { ...about, text: `!aufgabe Vorgang ${word}` }
  }
}

async function say({ rooms, direct, diary }: Stage, { person, mentions, ...draft }: Draft, n: number): Promise<void> {
  const content: Json = { msgtype: 'm.text', body: draft.text, 'm.mentions': mentions ? { user_ids: mentions } : {} }
  const sayIn = async (roomId: string) => {
    const from = Date.now()
    const eventId = await sayOnce(person, roomId, `saying-${n}`, content)
    diary.sayings.push({ ...draft, roomId, sender: person.userId, eventId, from, to: Date.now() })
  }
  if (draft.kind === 'in-person') await direct.speak(person.userId, sayIn)
  else await sayIn(rooms.get(draft.group ?? '') ?? '')
}

/** A meeting on a Monday would be announced on a Sunday, which does not come. */
const meetingDay = (day: string): string => ([1, 6, 7].includes(weekdayOf(day)) ? meetingDay(daysAfter(day, 1)) : day)

const german = (day: string) => day.split('-').reverse().join('.')
