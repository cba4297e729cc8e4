/**
 * The yardstick: answers every message that begins with „!“ and does nothing else. No library, nothing stored; rooms side
 * by side, each in its order; connections kept alive. `node bench/echo-bot.ts`, with ECHO_HOMESERVER, ECHO_TOKEN, ECHO_USER.
 */
const { ECHO_HOMESERVER: base = '', ECHO_TOKEN: token = '', ECHO_USER: me = '' } = process.env
const NOTHING = { types: [], not_types: ['*'] }
const ROOM = { ephemeral: NOTHING, account_data: NOTHING, timeline: { limit: 100 } }
const FILTER = { presence: NOTHING, account_data: NOTHING, room: ROOM }

type Event = { event_id: string; type: string; sender: string; content: { msgtype?: string; body?: string } }
type Sync = { next_batch: string; rooms?: { join?: Record<string, { timeline: { events: Event[] } }> } }

async function request<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`)
  return response.json() as Promise<Answer>
}

const lanes = new Map<string, Promise<unknown>>()
let count = 0

function answer(roomId: string, { event_id, content: { body } }: Event): void {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${process.pid}-${count++}`
  const content = { msgtype: 'm.notice', body, 'm.relates_to': { 'm.in_reply_to': { event_id } } }
  lanes.set(
    roomId,
    (lanes.get(roomId) ?? Promise.resolve()).then(() => request('PUT', path, content)),
  )
}

const isCommand = ({ type, sender, content: { msgtype, body } }: Event) =>
  type === 'm.room.message' && sender !== me && msgtype === 'm.text' && body?.startsWith('!')

let since = ''
for (;;) {
  const query = new URLSearchParams({ filter: JSON.stringify(FILTER), timeout: since ? '30000' : '0' })
  if (since) query.set('since', since)
  const { next_batch, rooms } = await request<Sync>('GET', `/_matrix/client/v3/sync?${query}`)
  for (const [roomId, { timeline }] of Object.entries(since ? (rooms?.join ?? {}) : {}))
    for (const event of timeline.events.filter(isCommand)) answer(roomId, event)
  if (!since) console.log('"started"')
  since = next_batch
}
