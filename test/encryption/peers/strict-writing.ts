import { type MatrixClient, MatrixEvent, Method, MsgType } from 'matrix-js-sdk'
import type { CryptoBackend } from 'matrix-js-sdk/lib/common-crypto/CryptoBackend.js'
import type { CryptoApi } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { Peer } from './peer.ts'

/** What only this peer can say. */
export type StrictWriting = {
  /** In clear, as clients do. */
  react(roomId: string, eventId: string, key: string): Promise<string>
  edit(roomId: string, eventId: string, text: string): Promise<string>
  redact(roomId: string, eventId: string): Promise<string>
}

type Writing = StrictWriting & Pick<Peer, 'send' | 'reply' | 'sendRaw'>
type Content = Record<string, unknown>

const textOf = (body: string) => ({ msgtype: MsgType.Text, body, 'm.mentions': {} })

/** What somebody with a client of matrix-js-sdk can say. Its own way of sending encrypts everything but reactions. */
export function openWriting(client: MatrixClient, crypto: CryptoApi): Writing {
  const sendText = async (roomId: string, content: Content) => {
    await untilEncrypted(client, crypto, roomId)
    return (await client.sendEvent(roomId, 'm.room.message' as never, content as never)).event_id
  }
  return {
    send: (roomId, text) => sendText(roomId, textOf(text)),
    reply: (roomId, event_id, text) =>
      sendText(roomId, { ...textOf(text), 'm.relates_to': { 'm.in_reply_to': { event_id } } }),
    edit: (roomId, event_id, text) =>
      sendText(roomId, {
        ...{ ...textOf(`* ${text}`), 'm.new_content': textOf(text) },
        'm.relates_to': { rel_type: 'm.replace', event_id },
      }),
    async react(roomId, event_id, key) {
      const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id, key } }
      return (await client.sendEvent(roomId, 'm.reaction' as never, content as never)).event_id
    },
    redact: async (roomId, eventId) => (await client.redactEvent(roomId, eventId)).event_id,
    async sendRaw(roomId, type, content) {
      await untilEncrypted(client, crypto, roomId)
      return sendEncrypted(client, crypto, { roomId, type, content })
    },
  }
}

/** Past the client's own choice of what is encrypted. */
async function sendEncrypted(
  client: MatrixClient,
  crypto: CryptoApi,
  { roomId, type, content }: { roomId: string; type: string; content: Content },
): Promise<string> {
  const event = new MatrixEvent({ type, content, room_id: roomId, sender: client.getUserId()! })
  await (crypto as unknown as CryptoBackend).encryptEvent(event, client.getRoom(roomId)!)
  const path = `/rooms/${encodeURIComponent(roomId)}/send/m.room.encrypted/${client.makeTxnId()}`
  const answer = await client.http.authedRequest<{ event_id: string }>(Method.Put, path, {}, event.getWireContent())
  return answer.event_id
}

/** A client that has not heard of it yet would send in clear. */
async function untilEncrypted(client: MatrixClient, crypto: CryptoApi, roomId: string): Promise<void> {
  const limit = performance.now() + 20_000
  while (!client.getRoom(roomId) || !(await crypto.isEncryptionEnabledInRoom(roomId))) {
    if (performance.now() > limit) throw new Error(`${roomId} is not known as encrypted`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
