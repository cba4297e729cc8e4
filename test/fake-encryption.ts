import { Undeliverable } from '../bot/chat.ts'
import type { ArrivedKey, Decrypted, Encryption, RoomEncryption, Trust } from '../bot/matrix/encryption/encryption.ts'
import type { Request } from '../bot/matrix/request.ts'
import type { FakeEvent, FakeHomeserver } from './homeserver.ts'

type Content = Record<string, unknown>
/** `index`: which message of its session it is. */
type Hidden = { type: string; content: Content; by: string; room: string; index: number }
type Encrypted = { roomId: string; room: RoomEncryption; readers: readonly string[] }

const ALGORITHM = 'm.megolm.v1.aes-sha2'
/** What the fake homeserver brings a key in. */
const KEY = 'fake.room_key'
/** The bot's own. */
const DEVICE = 'BOT'

/** Encryption without a library: whoever has the session's key can read what is written in the event in plain JSON. */
export class FakeEncryption implements Encryption {
  /** Sessions whose keys the bot has. */
  readonly keys = new Set<string>()
  readonly withheld = new Map<string, string>()
  /** What the bot knows of devices, and what the homeserver would say if it were asked. */
  readonly trust = new Map<string, Trust>()
  readonly signedMeanwhile = new Set<string>()
  /** Called first by the function of this name; what it throws, the function throws. */
  before: (what: 'encrypt' | 'refresh' | 'receive') => void = () => {}
  readonly encrypted: Encrypted[] = []
  refreshes = 0

  async receive(response: unknown): Promise<ArrivedKey[]> {
    this.before('receive')
    const { events } = (response as { to_device: { events: { type: string; content: Content }[] } }).to_device
    const arrived: ArrivedKey[] = []
    for (const { type, content } of events) {
      const [roomId, sessionId] = [String(content['room_id']), String(content['session_id'])]
      if (type === 'm.room_key.withheld') this.withheld.set(sessionId, String(content['code']))
      // As the library: a key that it has already is no news.
      if (type !== KEY || this.keys.has(sessionId)) continue
      this.keys.add(sessionId)
      arrived.push({ roomId, sessionId })
    }
    return arrived
  }

  async drain() {}

  async decrypt(roomId: string, event: unknown): Promise<Decrypted> {
    const { sender, content } = event as FakeEvent
    const sessionId = String(content['session_id'] ?? '')
    if (typeof content['ciphertext'] !== 'string')
      return { isReadable: false, isKeyMissing: false, reason: 'missing field `ciphertext`', sessionId }
    if (!this.keys.has(sessionId)) {
      const reason = 'Can’t find the room key to decrypt the event'
      return { isReadable: false, isKeyMissing: true, reason, withheld: this.withheld.get(sessionId), sessionId }
    }
    const { type, content: shown, by, room, index } = JSON.parse(content['ciphertext']) as Hidden
    if (room !== roomId) return { isReadable: false, isKeyMissing: false, reason: 'another room', sessionId }
    const trust = by === sender ? (this.trust.get(`${by} ${content['device_id']}`) ?? 'signed') : 'forged'
    return { isReadable: true, type, content: structuredClone(shown), trust, sessionId, message: `${index}` }
  }

  async encrypt(
    roomId: string,
    room: RoomEncryption,
    readers: readonly string[],
    event: { type: string; content: Content },
  ) {
    this.before('encrypt')
    if (room.algorithm !== ALGORITHM) throw new Undeliverable(`not known: ${room.algorithm}`)
    this.encrypted.push({ roomId, room, readers })
    return hide(roomId, { ...event, by: 'the bot', session: 'of the bot', device: DEVICE })
  }

  async refreshDevices(userIds: readonly string[]) {
    this.refreshes += 1
    this.before('refresh')
    for (const device of this.signedMeanwhile)
      if (userIds.some((id) => device.startsWith(`${id} `))) this.trust.set(device, 'signed')
  }
}

type Hiding = { type: string; content: Content; by: string; session: string; device: string }

let messages = 0

/** The content of an encrypted event; a relation stands outside, as homeservers need it. */
export function hide(room: string, { type, content, by, session, device }: Hiding): Content {
  const { 'm.relates_to': relation, ...inner } = content
  return {
    algorithm: ALGORITHM,
    session_id: session,
    device_id: device,
    ciphertext: JSON.stringify({ type, content: inner, by, room, index: ++messages } satisfies Hidden),
    ...(relation ? { 'm.relates_to': relation } : {}),
  }
}

/** An event of the bot as the people in the room see it. */
export function shown(event: FakeEvent): FakeEvent {
  if (event.type !== 'm.room.encrypted' || event.content['device_id'] !== DEVICE) return event
  const { type, content } = JSON.parse(String(event.content['ciphertext'])) as Hidden
  const relation = event.content['m.relates_to']
  return { ...event, type, content: { ...content, ...(relation ? { 'm.relates_to': relation } : {}) } }
}

/** The homeserver brings the key of a session, or the word that it is not given. */
export const keyOf = (room_id: string, session_id: string) => ({ type: KEY, content: { room_id, session_id } })
export const withheldKey = (room_id: string, session_id: string, code: string) => ({
  type: 'm.room_key.withheld',
  content: { room_id, session_id, code },
})

/** The room's encryption is turned on. */
export const turnOn = (homeserver: FakeHomeserver, roomId: string, by: string, algorithm = ALGORITHM) =>
  homeserver.add(roomId, by, 'm.room.encryption', { algorithm }, { state_key: '' })

/** The requests that sealing makes. */
export const stateRequest = (homeserver: FakeHomeserver): Request => homeserver.request
