/** Same text this often, or any this often, each sent after the answer to the one before, within the window. */
const SAME = 25
const ANY = 500
const SAME_WINDOW_MS = 60_000
const ANY_WINDOW_MS = 600_000

type Seen = { at: number; text: string }

/**
 * Stops two bots that answer each other. Only a message that was sent after the last one of its sender was answered
 * counts, so that a pile from the time of an outage is no loop.
 */
export function createLoopGuard() {
  const seen = new Map<string, { answeredAt: number; recent: Seen[] }>()

  /** Whether this message is to be answered; remembers it. */
  return function mayAnswer(
    { roomId, sender, text, sentAt }: { roomId: string; sender: string; text: string; sentAt: Date },
    now: Date,
  ): boolean {
    const key = `${roomId} ${sender}`
    const { answeredAt, recent } = seen.get(key) ?? { answeredAt: 0, recent: [] }
    const kept = recent.filter(({ at }) => at > +sentAt - ANY_WINDOW_MS)
    if (+sentAt > answeredAt) kept.push({ at: +sentAt, text: text.slice(0, 200) })
    seen.delete(key)
    seen.set(key, { answeredAt: +now, recent: kept })
    if (seen.size > 2000) seen.delete(seen.keys().next().value ?? '')
    const same = kept.filter((one) => one.text === text.slice(0, 200) && one.at > +sentAt - SAME_WINDOW_MS)
    return same.length < SAME && kept.length < ANY
  }
}
