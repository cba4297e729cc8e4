import { Direction, type IRoomEvent, type MatrixClient, type MatrixEvent } from 'matrix-js-sdk'
import { type CryptoApi, EventShieldColour } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { Peer, PeerMessage } from './peer.ts'

/** Encrypted messages of a room as a client of matrix-js-sdk can read them now. */
export function openReading(client: MatrixClient, crypto: CryptoApi): Peer['texts'] {
  const read = new Map<string, PeerMessage>()
  const unread = new Map<string, PeerMessage>() // tried again each time: a key may have come
  return async (roomId) => {
    const raw = await readEncrypted(client, roomId)
    for (const event of raw.filter(({ event_id }) => !read.has(event_id))) {
      const message = await toMessage(client, crypto, event)
      if (message.text !== undefined) read.set(event.event_id, message)
      else unread.set(event.event_id, message)
    }
    return raw.flatMap(({ event_id }) => read.get(event_id) ?? unread.get(event_id) ?? [])
  }
}

/** As the homeserver has them: the SDK's own timeline loses some where it is read while it is filled. */
async function readEncrypted(client: MatrixClient, roomId: string): Promise<IRoomEvent[]> {
  const events: IRoomEvent[] = []
  for (let from: string | null = null, isMore = true; isMore; ) {
    const page = await client.createMessagesRequest(roomId, from, 1000, Direction.Backward)
    events.unshift(...page.chunk.toReversed().filter(({ type }) => type === 'm.room.encrypted'))
    from = page.end ?? null
    isMore = from !== null
  }
  return events
}

/** Reads an event that somebody else was given by the homeserver. */
export const readOne = (client: MatrixClient, crypto: CryptoApi, raw: unknown): Promise<PeerMessage> =>
  toMessage(client, crypto, raw as IRoomEvent)

async function toMessage(client: MatrixClient, crypto: CryptoApi, raw: IRoomEvent): Promise<PeerMessage> {
  const event = client.getEventMapper({ decrypt: false })(raw)
  await client.decryptEventIfNeeded(event)
  const isUnreadable = event.isDecryptionFailure() || event.getClearContent() === null
  const info = isUnreadable ? null : await crypto.getEncryptionInfoForEvent(event)
  return {
    eventId: event.getId() ?? '',
    sender: event.getSender() ?? '',
    text: isUnreadable ? undefined : textOf(event),
    shield: info ? SHIELDS[info.shieldColour] : undefined,
    failure: event.decryptionFailureReason ?? undefined,
    type: isUnreadable ? undefined : event.getType(),
    content: isUnreadable ? undefined : event.getContent(),
    session: String(event.getWireContent().session_id),
    ...relationOf(event),
  }
}

/** Of an edit the new text, which is what clients show. */
function textOf(event: MatrixEvent): string {
  const content = event.getContent()
  return String(content['m.new_content']?.body ?? content.body)
}

/** By the clear part alone, as the homeserver and its lists of edits and threads see it. */
function relationOf(event: MatrixEvent): Pick<PeerMessage, 'replyTo' | 'editOf'> {
  const relation = event.getWireContent()['m.relates_to']
  const editOf = relation?.rel_type === 'm.replace' ? relation.event_id : undefined
  return { replyTo: relation?.['m.in_reply_to']?.event_id, editOf }
}

const SHIELDS = {
  [EventShieldColour.NONE]: 'none',
  [EventShieldColour.GREY]: 'grey',
  [EventShieldColour.RED]: 'red',
} as const
