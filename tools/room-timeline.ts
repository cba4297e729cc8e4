import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientApi, Json } from './client-api.ts'

/** One event of a room's timeline as a person's client shows it. */
export interface RoomMessage {
  eventId: string
  sender: string
  type: string
  /** The plain text; of an edit the new one, of anything else empty. */
  body: string
  html?: string
  msgtype?: string
  /** Milliseconds since 1970 by the homeserver's clock. */
  at: number
  relatesTo?: { relType?: string; eventId?: string; key?: string; inReplyTo?: string }
  mentions: string[]
  mentionsRoom: boolean
  redacted: boolean
  stateKey?: string
  content: Json
}

/** What is waited for: a part of the text, a pattern of it, or any test of the event. */
export type Wanted = string | RegExp | ((message: RoomMessage) => boolean)

/** Only what comes after the event `after` counts, else the whole room; the patience is 15 s unless told. */
export interface WaitOptions {
  timeoutMs?: number
  after?: string
}

/** The events of a room, oldest first, and from where to read on. */
interface Timeline {
  messages: RoomMessage[]
  next: string
}

/** All events of a room's timeline that this account may see, oldest first. */
export async function readMessages(api: ClientApi, roomId: string): Promise<RoomMessage[]> {
  return (await readTimeline(api, roomId)).messages
}

/** Waits for an event of a room; an error shows the last lines of the room instead. */
export async function waitForMessage(
  api: ClientApi,
  roomId: string,
  wanted: Wanted,
  { timeoutMs = 15_000, after }: WaitOptions = {},
): Promise<RoomMessage> {
  const limit = performance.now() + timeoutMs
  const timeline = await readTimeline(api, roomId)
  for (;;) {
    const found = messagesAfter(timeline.messages, after).find((message) => fits(message, wanted))
    if (found) return found
    if (performance.now() > limit) throw new Error(describeMiss(timeline.messages, wanted, timeoutMs))
    await sleep(100)
    await readOn(api, roomId, timeline)
  }
}

interface Page {
  chunk: RawEvent[]
  start: string
  end?: string
}

interface RawEvent {
  event_id: string
  sender: string
  type: string
  state_key?: string
  origin_server_ts: number
  content: Json
  redacts?: string
  unsigned?: { redacted_because?: Json }
}

async function readPage(api: ClientApi, roomId: string, direction: 'b' | 'f', from?: string): Promise<Page> {
  const query = new URLSearchParams({ dir: direction, limit: '100', ...(from ? { from } : {}) })
  return api<Page>('GET', `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?${query}`)
}

async function readTimeline(api: ClientApi, roomId: string): Promise<Timeline> {
  const newest = await readPage(api, roomId, 'b')
  const events = [...newest.chunk]
  for (let from = newest.end; from; ) {
    const page: Page = await readPage(api, roomId, 'b', from)
    events.push(...page.chunk)
    from = page.end
  }
  return { messages: events.reverse().map(toMessage), next: newest.start }
}

async function readOn(api: ClientApi, roomId: string, timeline: Timeline): Promise<void> {
  const page = await readPage(api, roomId, 'f', timeline.next)
  timeline.next = page.end ?? timeline.next
  for (const event of page.chunk) {
    if (!timeline.messages.some((known) => known.eventId === event.event_id)) timeline.messages.push(toMessage(event))
    const target = event.redacts ?? event.content.redacts
    const redacted = timeline.messages.find((message) => message.eventId === target)
    if (redacted) Object.assign(redacted, { redacted: true, body: '', html: undefined, content: {} })
  }
}

function toMessage(event: RawEvent): RoomMessage {
  const relation = event.content['m.relates_to'] as Json | undefined
  const text = (event.content['m.new_content'] ?? event.content) as Json
  const mentions = event.content['m.mentions'] as { user_ids?: string[]; room?: boolean } | undefined
  return {
    eventId: event.event_id,
    sender: event.sender,
    type: event.type,
    body: asText(text.body) ?? '',
    html: asText(text.formatted_body),
    msgtype: asText(text.msgtype),
    at: event.origin_server_ts,
    relatesTo: relation && toRelation(relation),
    mentions: mentions?.user_ids ?? [],
    mentionsRoom: mentions?.room ?? false,
    redacted: event.unsigned?.redacted_because !== undefined,
    stateKey: event.state_key,
    content: event.content,
  }
}

function toRelation(relation: Json): RoomMessage['relatesTo'] {
  const reply = relation['m.in_reply_to'] as Json | undefined
  return {
    relType: asText(relation.rel_type),
    eventId: asText(relation.event_id),
    key: asText(relation.key),
    inReplyTo: asText(reply?.event_id),
  }
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function messagesAfter(messages: RoomMessage[], after: string | undefined): RoomMessage[] {
  if (after === undefined) return messages
  const index = messages.findIndex((message) => message.eventId === after)
  return index < 0 ? [] : messages.slice(index + 1)
}

function fits(message: RoomMessage, wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(message)
  return typeof wanted === 'string' ? message.body.includes(wanted) : wanted.test(message.body)
}

function describeMiss(messages: RoomMessage[], wanted: Wanted, timeoutMs: number): string {
  const lines = messages.slice(-10).map((message) => {
    const text = message.redacted ? '(redacted)' : message.body || JSON.stringify(message.content)
    return `  ${message.sender} ${message.type} ${message.eventId}: ${text.slice(0, 300)}`
  })
  return `Not in the room after ${timeoutMs / 1000} s: ${wanted}. Its last lines:\n${lines.join('\n')}`
}
