import type { RoomMessage } from '../chat.ts'
import { KEY, SENDING } from '../mark.ts'
import { readEvent, type TimelineEvent } from './event.ts'
import { toFile } from './media.ts'
import type { Request } from './request.ts'
import { type Json, toList, toObject, toText } from './shapes.ts'

/** A day by which a clock may have been set, and some room around it. */
const CLOCK_MARGIN_MS = 26 * 3_600_000
const MOST_PAGES = 100

/** Path below a room. */
export function roomPath(roomId: string, ...parts: string[]): string {
  return `/_matrix/client/v3/rooms/${[roomId, ...parts].map(encodeURIComponent).join('/')}`
}

/** One page of a room's timeline, newest first, and from where to read on; `end` is undefined at its beginning. */
export async function readPage(
  request: Request,
  roomId: string,
  { from, signal }: { from?: string; signal?: AbortSignal } = {},
): Promise<{ chunk: unknown[]; end: string | undefined }> {
  const query = { dir: 'b', limit: 100, ...(from ? { from } : {}) }
  const answer = toObject(await request('GET', roomPath(roomId, 'messages'), { query, signal }))
  return { chunk: toList(answer.chunk), end: toText(answer.end, 4000) }
}

/** What an own event is known by: its transaction id, or the key in its content (in that of an edit, too). */
export type Trace = { me: string; id: string; key: string }

/** Makes an event readable that is encrypted, as far as that can be. */
export type Read = (roomId: string, raw: unknown) => Promise<unknown>

/** The id of an own event of this room that bears the trace, looking back to `since` and a day more. */
export async function findOwn(
  request: Request,
  roomId: string,
  trace: Trace,
  { since, now, read }: { since: Date; now: Date; read: Read },
): Promise<string | undefined> {
  // After the clock was set back, `since` may lie in the future and every event before it.
  const oldest = Math.min(since.getTime(), now.getTime()) - CLOCK_MARGIN_MS
  let from: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const { chunk, end } = await readPage(request, roomId, { from })
    const shown = await Promise.all(chunk.map((raw) => read(roomId, raw)))
    const events = shown.flatMap((raw) => readEvent(raw, now) ?? [])
    const found = events.find((event) => bears(event, trace))
    if (found) return found.eventId
    if (!end || events.some((event) => event.sentAt.getTime() < oldest)) return undefined
    from = end
  }
  return undefined
}

function bears(event: TimelineEvent, { me, id, key }: Trace): boolean {
  if (event.sender !== me) return false
  const edit = toObject(event.content['m.new_content'])
  return event.transactionId === id || event.content[SENDING] === id || event.content[KEY] === key || edit[KEY] === key
}

/** A message as people see it: with its last edit, without the quote that older clients put before a reply. */
export function toMessage(raw: unknown, roomId: string, now: Date): RoomMessage | undefined {
  const event = readEvent(raw, now)
  if (event?.type !== 'm.room.message') return undefined
  const shown = lastEdit(raw, event.sender) ?? event.content
  const isReply = toObject(event.content['m.relates_to'])['m.in_reply_to'] !== undefined
  const body = toText(shown.body, 100_000)
  if (!body) return undefined // redacted, or never had a text
  const html = shown.format === 'org.matrix.custom.html' ? toText(shown.formatted_body, 100_000) : undefined
  const { eventId, sender, sentAt } = event
  const file = toFile(shown)
  const text = isReply ? body.replace(/^(?:> ?[^\n]*\n)+\n?/, '') : body
  return {
    eventId,
    roomId,
    sender,
    sentAt,
    text,
    ...(html ? { html: html.replace(/^\s*<mx-reply>[\s\S]*?<\/mx-reply>/i, '') } : {}),
    ...(file ? { file } : {}),
  }
}

/** The homeserver shows an edit beside the message; only its author's counts. */
function lastEdit(raw: unknown, sender: string): Json | undefined {
  const relations = toObject(toObject(toObject(raw).unsigned)['m.relations'])
  const edit = toObject(relations['m.replace'])
  const content = toObject(toObject(edit.content)['m.new_content'])
  return edit.sender === sender && toText(content.body) ? content : undefined
}
