import { createClient, Direction, type ICreateRoomOpts, type IRoomEvent, type MatrixClient } from 'matrix-js-sdk'
import {
  type CryptoApi,
  decodeRecoveryKey,
  EventShieldColour,
  OnlySignedDevicesIsolationMode,
} from 'matrix-js-sdk/lib/crypto-api/index.js'
import { type Logger, logger } from 'matrix-js-sdk/lib/logger.js'
import type { Peer, PeerAccount, PeerMessage } from './peer.ts'

/** A peer that neither reads nor writes to devices that their owner has not signed; its own device is signed. */
export type StrictPeer = Peer & {
  /** Asks another device of the same account for a private key, as clients do that have none. */
  askForSecret(name: string, deviceId: string): Promise<void>
}

type Options = {
  /** Another device of an account with an identity takes that one's private keys with this. Without: a new identity. */
  recoveryKey?: string
}

/** Starts a client of matrix-js-sdk, whose keys live in memory. */
export async function startStrictPeer(account: PeerAccount, { recoveryKey }: Options = {}): Promise<StrictPeer> {
  const { url: baseUrl, userId, accessToken, deviceId } = account
  hush()
  const cryptoCallbacks = recoveryKey ? { getSecretStorageKey: secretsWith(recoveryKey) } : {}
  const client = createClient({ baseUrl, userId, accessToken, deviceId, cryptoCallbacks, logger: silent })
  await client.initRustCrypto({ useIndexedDB: false })
  await client.startClient({ initialSyncLimit: 100 })
  await untilSynced(client)
  const crypto = client.getCrypto()!
  if (recoveryKey) await crypto.userHasCrossSigningKeys(userId, true) // else it cannot tell that the private keys fit
  // The first keys of an account need no password.
  await crypto.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: async (upload) => {
      await upload(null)
    },
  })
  crypto.setDeviceIsolationMode(new OnlySignedDevicesIsolationMode())
  return { userId, ...methods(client, crypto), askForSecret: askForSecret(client) }
}

function methods(client: MatrixClient, crypto: CryptoApi): Omit<Peer, 'userId'> {
  const read = new Map<string, PeerMessage>()
  const unread = new Map<string, PeerMessage>() // tried again each time: a key may have come
  return {
    createRoom: async (spec) => (await client.createRoom(toRoom(spec))).room_id,
    join: async (roomId) => void (await client.joinRoom(roomId)),
    leave: async (roomId) => void (await client.leave(roomId)),
    async send(roomId, text) {
      if (!(await crypto.isEncryptionEnabledInRoom(roomId))) throw new Error(`${roomId} is not known as encrypted`)
      return (await client.sendTextMessage(roomId, text)).event_id
    },
    async texts(roomId) {
      const raw = await readEncrypted(client, roomId)
      for (const event of raw.filter(({ event_id }) => !read.has(event_id))) {
        const message = await toMessage(client, crypto, event)
        if (message.text !== undefined) read.set(event.event_id, message)
        else unread.set(event.event_id, message)
      }
      return raw.flatMap(({ event_id }) => read.get(event_id) ?? unread.get(event_id) ?? [])
    },
    stop: async () => client.stopClient(),
  }
}

function askForSecret(client: MatrixClient): StrictPeer['askForSecret'] {
  return async (name, deviceId) => {
    const content = {
      action: 'request',
      name,
      request_id: globalThis.crypto.randomUUID(),
      requesting_device_id: client.getDeviceId()!,
    }
    await client.sendToDevice('m.secret.request', new Map([[client.getUserId()!, new Map([[deviceId, content]])]]))
  }
}

function toRoom({ invite, version }: { invite: string[]; version: string }): ICreateRoomOpts {
  const content = { algorithm: 'm.megolm.v1.aes-sha2' }
  return {
    preset: 'private_chat' as ICreateRoomOpts['preset'],
    room_version: version,
    invite,
    initial_state: [{ type: 'm.room.encryption', state_key: '', content }],
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

async function toMessage(client: MatrixClient, crypto: CryptoApi, raw: IRoomEvent): Promise<PeerMessage> {
  const event = client.getEventMapper({ decrypt: false })(raw)
  await client.decryptEventIfNeeded(event)
  const isUnreadable = event.isDecryptionFailure() || event.getClearContent() === null
  const info = isUnreadable ? null : await crypto.getEncryptionInfoForEvent(event)
  return {
    eventId: event.getId() ?? '',
    sender: event.getSender() ?? '',
    text: isUnreadable ? undefined : String(event.getContent().body),
    shield: info ? SHIELDS[info.shieldColour] : undefined,
    failure: event.decryptionFailureReason ?? undefined,
  }
}

const SHIELDS = {
  [EventShieldColour.NONE]: 'none',
  [EventShieldColour.GREY]: 'grey',
  [EventShieldColour.RED]: 'red',
} as const

async function untilSynced(client: MatrixClient): Promise<void> {
  for (const limit = performance.now() + 30_000; !client.isInitialSyncComplete(); ) {
    if (performance.now() > limit) throw new Error(`the client of ${client.getUserId()} has not synced in 30 s`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function secretsWith(recoveryKey: string) {
  return async ({ keys }: { keys: Record<string, unknown> }): Promise<[string, Uint8Array<ArrayBuffer>] | null> => {
    const [id] = Object.keys(keys)
    return id ? [id, decodeRecoveryKey(recoveryKey) as Uint8Array<ArrayBuffer>] : null
  }
}

/** Parts of the SDK write to a logger of their own, which is one of loglevel though its type does not say so. */
function hush(): void {
  const { setLevel } = logger as unknown as { setLevel?: (level: string, isKept: boolean) => void }
  setLevel?.('silent', false)
  logger.getChild = () => silent
}

const nothing = () => {}
const silent: Logger = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  getChild: () => silent,
}
