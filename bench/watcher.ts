import { randomUUID } from 'node:crypto'
import type { ClientApi, Json } from '../tools/client-api.ts'

type Event = { type: string; content: { 'm.relates_to'?: { 'm.in_reply_to'?: { event_id: string } } } }
type Sync = { next_batch: string; rooms?: { join?: Record<string, { timeline: { events: Event[] } }> } }

const NOTHING = { types: [], not_types: ['*'] }
const FILTER = JSON.stringify({
  presence: NOTHING,
  account_data: NOTHING,
  room: {
    ephemeral: NOTHING,
    account_data: NOTHING,
    timeline: { limit: 100, types: ['m.room.message', 'm.room.encrypted'] },
  },
})

/** A person at a client: what she says, and when she sees the answer to it in her own /sync. */
export type Watcher = {
  /** Says it; resolves with the milliseconds from the request until the answer was seen. */
  ask(roomId: string, text: string): Promise<number>
  /** The same for an event that is made already, as encrypted ones are. */
  put(roomId: string, type: string, content: Json): Promise<number>
  close(): void
}

/** Follows an account by /sync from now on. */
export async function watch(api: ClientApi): Promise<Watcher> {
  const seen = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  let isOpen = true
  let { next_batch: since } = await api<Sync>('GET', `/_matrix/client/v3/sync?timeout=0&filter=${encode(FILTER)}`)

  async function follow() {
    while (isOpen) {
      const path = `/_matrix/client/v3/sync?timeout=2000&filter=${encode(FILTER)}&since=${encode(since)}`
      const { next_batch, rooms } = await api<Sync>('GET', path)
      const at = performance.now()
      for (const { timeline } of Object.values(rooms?.join ?? {})) for (const event of timeline.events) note(event, at)
      since = next_batch
    }
  }

  function note({ content }: Event, at: number) {
    const answered = content['m.relates_to']?.['m.in_reply_to']?.event_id
    if (!answered) return
    const resolve = waiting.get(answered)
    if (resolve) resolve(at)
    else seen.set(answered, at) // the answer was faster than the confirmation of the question
  }

  const done = follow()
  done.catch(() => {})
  return {
    ask: (roomId, text) => put(roomId, 'm.room.message', { msgtype: 'm.text', body: text }),
    put,
    close() {
      isOpen = false
    },
  }

  async function put(roomId: string, type: string, content: Json): Promise<number> {
    const begun = performance.now()
    const path = `/_matrix/client/v3/rooms/${encode(roomId)}/send/${type}/${randomUUID()}`
    const { event_id } = await api<{ event_id: string }>('PUT', path, content)
    const at = seen.get(event_id)
    if (at !== undefined) return at - begun
    const answered = new Promise<number>((resolve) => waiting.set(event_id, resolve))
    return (await Promise.race([answered, done.then(() => Number.NaN)])) - begun
  }
}

const encode = encodeURIComponent
