import type { RunningBot } from '../bot/run.ts'
import type { Person } from '../tools/person.ts'
import type { RoomMessage } from '../tools/room-timeline.ts'

/** A line that must be said exactly so often, by the bot, in a room. */
export type Expectation = { room: string; text: string; times: number }

export type Stage = ReturnType<typeof openStage>

/**
 * Where the demonstration plays: a clock that is set by hand, the bot, and what was seen when. Everything is read back
 * from the homeserver with a member's log-in.
 */
export function openStage({ me, start, show }: { me: string; start: string; show: (line: string) => void }) {
  let now = new Date(start)
  let bot: RunningBot | undefined
  let runningSince: number | undefined
  const seen = new Map<string, Date>()
  const watched: { person: Person; roomId: string; title: string }[] = []
  const expected: Expectation[] = []
  const day = new Intl.DateTimeFormat('de-DE', {
    timeZone: 'Europe/Berlin',
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })

  /** Messages of all watched rooms; those not seen before get the present time. */
  async function look() {
    const rooms: { title: string; messages: RoomMessage[] }[] = []
    for (const { person, roomId, title } of watched) {
      const messages = (await person.messages(roomId)).filter(
        ({ type }) => type === 'm.room.message' || type === 'm.reaction',
      )
      for (const { eventId } of messages) if (!seen.has(eventId)) seen.set(eventId, now)
      rooms.push({ title, messages })
    }
    return rooms
  }

  return {
    clock: () => (runningSince === undefined ? now : new Date(+now + performance.now() - runningSince)),
    /** From now on the clock runs by itself. */
    release() {
      runningSince = performance.now()
    },
    use(running: RunningBot) {
      bot = running
    },
    watch: (person: Person, roomId: string, title: string) => void watched.push({ person, roomId, title }),
    look,
    expect: (room: string, text: string, times = 1) => void expected.push({ room, text, times }),
    /** The clock is set to a later moment; what has become due is posted. */
    async travel(to: string) {
      await look()
      now = new Date(to)
      show(`  Uhr gestellt auf ${day.format(now)}`)
      await bot?.tick()
      await look()
    },
    /** Waits for a line of the bot in a room; throws with what stands there instead. */
    async hear(person: Person, roomId: string, text: string) {
      const event = await person.waitFor(roomId, (message) => message.sender === me && message.body.includes(text), {
        timeoutMs: 20_000,
      })
      await look()
      return event
    },
    at: (eventId: string) => day.format(seen.get(eventId) ?? now),
    /** Expected lines that are missing or double. */
    async faults(): Promise<string[]> {
      const rooms = await look()
      return expected.flatMap(({ room, text, times }) => {
        const found = rooms
          .filter(({ title }) => title === room)
          .flatMap(({ messages }) => messages.filter(({ sender, body }) => sender === me && body.includes(text)))
        return found.length === times ? [] : [`${room}: „${text}“ steht ${found.length}-mal da, erwartet ${times}-mal`]
      })
    },
    expected,
  }
}
