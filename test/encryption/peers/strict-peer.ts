import { createClient, type ICreateRoomOpts, type MatrixClient } from 'matrix-js-sdk'
import {
  AllDevicesIsolationMode,
  type CryptoApi,
  decodeRecoveryKey,
  OnlySignedDevicesIsolationMode,
} from 'matrix-js-sdk/lib/crypto-api/index.js'
import { type Logger, logger } from 'matrix-js-sdk/lib/logger.js'
import type { Peer, PeerAccount, PeerMessage } from './peer.ts'
import { openReading, readOne } from './strict-reading.ts'
import { openWriting, type StrictWriting } from './strict-writing.ts'

/** A peer that neither reads nor writes to devices that their owner has not signed; its own device is signed. */
export type StrictPeer = Peer &
  StrictWriting & {
    /** Reads an event, also one that the homeserver does not show to it. */
    read(raw: unknown): Promise<PeerMessage>
    /** Asks another device of the same account for a private key, as clients do that have none. */
    askForSecret(name: string, deviceId: string): Promise<void>
  }

type Options = {
  /** Another device of an account with an identity takes that one's private keys with this. Without: a new identity. */
  recoveryKey?: string
  /**
   * Another client than the strict one: `unsigned`, on a device that its owner has not signed; `withholding`, which gives
   * its keys to devices only that its owner has verified herself. Both write to all devices, and read what all of them say.
   */
  manner?: 'strict' | 'unsigned' | 'withholding'
}

/** Starts a client of matrix-js-sdk, whose keys live in memory. */
export async function startStrictPeer(
  account: PeerAccount,
  { recoveryKey, manner = 'strict' }: Options = {},
): Promise<StrictPeer> {
  const { url: baseUrl, userId, accessToken, deviceId } = account
  hush()
  const cryptoCallbacks = recoveryKey ? { getSecretStorageKey: secretsWith(recoveryKey) } : {}
  const client = createClient({ baseUrl, userId, accessToken, deviceId, cryptoCallbacks, logger: silent })
  await client.initRustCrypto({ useIndexedDB: false })
  await client.startClient({ initialSyncLimit: 100 })
  await untilSynced(client)
  const crypto = client.getCrypto()!
  if (recoveryKey) await crypto.userHasCrossSigningKeys(userId, true) // else it cannot tell that the private keys fit
  if (manner !== 'unsigned') await sign(crypto)
  crypto.setDeviceIsolationMode(
    manner === 'strict' ? new OnlySignedDevicesIsolationMode() : new AllDevicesIsolationMode(false),
  )
  crypto.globalBlacklistUnverifiedDevices = manner === 'withholding'
  return {
    ...{ userId, texts: openReading(client, crypto), read: (raw: unknown) => readOne(client, crypto, raw) },
    ...{ stop: async () => client.stopClient() },
    ...{ ...openRooms(client), ...openWriting(client, crypto), askForSecret: askForSecret(client) },
  }
}

/** The first keys of an account need no password. */
const sign = (crypto: CryptoApi): Promise<void> =>
  crypto.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: async (upload) => {
      await upload(null)
    },
  })

function openRooms(client: MatrixClient): Pick<Peer, 'createRoom' | 'join' | 'leave' | 'acceptInvites'> {
  return {
    createRoom: async (spec) => (await client.createRoom(toRoom(spec))).room_id,
    join: async (roomId) => void (await client.joinRoom(roomId)),
    leave: async (roomId) => void (await client.leave(roomId)),
    async acceptInvites() {
      const invited = client.getRooms().filter((room) => room.getMyMembership() === 'invite')
      for (const { roomId } of invited) await client.joinRoom(roomId)
      return invited.map(({ roomId }) => roomId)
    },
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

type RoomSpec = Parameters<Peer['createRoom']>[0]

function toRoom({ invite, version, isDirect = false }: RoomSpec): ICreateRoomOpts {
  const content = { algorithm: 'm.megolm.v1.aes-sha2' }
  return {
    preset: 'private_chat' as ICreateRoomOpts['preset'],
    room_version: version,
    invite,
    is_direct: isDirect,
    initial_state: [{ type: 'm.room.encryption', state_key: '', content }],
  }
}

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
