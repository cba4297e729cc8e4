import { createClient, type IRoomEvent, type MatrixClient, MatrixEvent } from 'matrix-js-sdk'
import { OnlySignedDevicesIsolationMode } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { type ClientApi, type Json, openClientApi } from '../tools/client-api.ts'
import { openPerson, type Person } from '../tools/person.ts'
import type { Account } from '../tools/synapse.ts'
import { hushed } from './hushed.ts'

/** In the content of what was encrypted, where she reads it. */
export const HIDDEN = 'torture.hidden'

/** In the content of what she cannot read: her client's code for why. */
export const FAILURE = 'torture.failure'

const SEND = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/send\/m\.room\.message\/([^/?]+)$/
const MESSAGES = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/messages\?/

/**
 * A person whose client trusts only signed devices: what she says is encrypted where the room is, and what she reads was
 * decrypted by that client. What it cannot read stays `m.room.encrypted`.
 */
export async function openEncryptedPerson(account: Account & { url: string }): Promise<Person> {
  const client = await startClient(account)
  const plain = openClientApi(account)
  const api: ClientApi = async <T = Json>(method: 'GET' | 'PUT' | 'POST', path: string, body?: Json): Promise<T> => {
    const [, room, transaction] = SEND.exec(path) ?? []
    if (method === 'PUT' && room && transaction) {
      const roomId = decodeURIComponent(room)
      const hidden = await encrypt(client, roomId, body ?? {})
      const to = `/_matrix/client/v3/rooms/${room}/send/${hidden.type}/${transaction}`
      return plain<T>('PUT', to, hidden.content)
    }
    const answer = await plain<T>(method, path, body)
    if (method === 'GET' && MESSAGES.test(path)) await decryptAll(client, answer as { chunk?: IRoomEvent[] })
    return answer
  }
  return openPerson(account, api)
}

async function startClient({ url: baseUrl, userId, accessToken, deviceId }: Account & { url: string }) {
  const client = createClient({ baseUrl, userId, accessToken, deviceId, logger: hushed() })
  await client.initRustCrypto({ useIndexedDB: false })
  await client.startClient({ initialSyncLimit: 1 })
  for (let waited = 0; !client.isInitialSyncComplete(); waited += 20) {
    if (waited > 60_000) throw new Error(`the client of ${userId} has not synced`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const crypto = client.getCrypto()
  if (!crypto) throw new Error('the client has no encryption')
  await crypto.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: async (upload) => {
      await upload(null)
    },
  })
  crypto.setDeviceIsolationMode(new OnlySignedDevicesIsolationMode())
  return client
}

/** Her client has to know the room before it can say anything in it. */
async function encrypt(client: MatrixClient, roomId: string, content: Json): Promise<{ type: string; content: Json }> {
  const room = client.getRoom(roomId)
  if (!room) throw new Error(`${client.getUserId()} does not see ${roomId} yet`)
  if (!room.hasEncryptionStateEvent()) return { type: 'm.room.message', content } // one that people have opened
  await room.loadMembersIfNeeded()
  const event = new MatrixEvent({ type: 'm.room.message', content, room_id: roomId, sender: client.getUserId() ?? '' })
  await backendOf(client).encryptEvent(event, room)
  return { type: event.getWireType(), content: event.getWireContent() }
}

type Backend = { encryptEvent(event: MatrixEvent, room: unknown): Promise<void> }

/** The client's own sending keeps one attempt for each transaction id only; here one is made as often as it takes. */
const backendOf = (client: MatrixClient) => client.getCrypto() as unknown as Backend

async function decryptAll(client: MatrixClient, { chunk = [] }: { chunk?: IRoomEvent[] }): Promise<void> {
  for (const raw of chunk) {
    if (raw.type !== 'm.room.encrypted') continue
    const event = client.getEventMapper({ decrypt: false })(raw)
    await client.decryptEventIfNeeded(event)
    if (event.isDecryptionFailure() || event.getClearContent() === null) {
      Object.assign(raw.content, { [FAILURE]: event.decryptionFailureReason ?? 'unknown' })
      continue
    }
    const relation = raw.content['m.relates_to']
    Object.assign(raw, {
      type: event.getType(),
      content: { [HIDDEN]: true, ...(relation ? { 'm.relates_to': relation } : {}), ...event.getClearContent() },
    })
  }
}
