import type { Db } from '../../../prisma/client.ts'
import { rowsWhere, rowWhere } from '../../../prisma/lean.ts'
import { NotSent, type Sending, Undeliverable } from '../../chat.ts'
import type { RoomRow } from '../../domain/rooms.ts'
import { HIDDEN_MARK, SENDING } from '../../mark.ts'
import { roomPath } from '../history.ts'
import { attach } from '../media.ts'
import { hideMark } from '../own-mark.ts'
import { Refused, type Request } from '../request.ts'
import { toObject, toText } from '../shapes.ts'
import type { Encryption, RoomEncryption } from './encryption.ts'

/**
 * What is sent for a message: itself, or what hides it. `forget`: what was known of a room being clear does not hold any
 * more.
 */
export type Seal = ((sending: Sending) => Promise<Pick<Sending, 'type' | 'content'>>) & { forget(roomId: string): void }

type Content = Sending['content']

/** Clients send and expect these in clear, also in encrypted rooms. */
const CLEAR = ['m.reaction', 'm.room.redaction']

/**
 * Hides what goes into encrypted rooms. Whether a room is encrypted is told by the sync; of one that it calls clear the
 * homeserver is asked once all the same. Any other answer than a clear one means to wait: nothing is sent in clear by
 * mistake. Throws NotSent, or Undeliverable where the room encrypts in a way that is not known.
 */
export function createSeal({ db, request, encryption }: { db: Db; request: Request; encryption: Encryption }): Seal {
  const clearRooms = new Set<string>()

  /** How the room encrypts; undefined where it surely does not. */
  async function encryptionOf(roomId: string): Promise<RoomEncryption | undefined> {
    const room = await rowWhere(db, 'Room', { id: roomId })
    if (!room?.encrypted && clearRooms.has(roomId)) return undefined
    const told = room?.encrypted && room.encryption ? JSON.parse(room.encryption) : await ask(request, roomId)
    if (told === undefined && room?.encrypted) throw new NotSent(`${roomId} is encrypted, and nobody says how.`)
    if (told === undefined && (await isSuccessor(db, room)))
      throw new NotSent(`${roomId} takes the place of an encrypted room, and is not encrypted yet.`)
    if (told === undefined) return void clearRooms.add(roomId)
    return toRoomEncryption(told, room?.historyVisibility)
  }

  /** An upload takes its time: the room may have become encrypted meanwhile, and then what was uploaded is never shown. */
  async function stillClear(roomId: string, content: Content, shown: Content): Promise<Content> {
    if (shown !== content && (await encryptionOf(roomId)))
      throw new NotSent(`${roomId} became encrypted while a file for it was uploaded.`)
    return shown
  }

  const seal = async ({ id, roomId, type, content }: Sending) => {
    if (CLEAR.includes(type)) return { type, content }
    try {
      const room = await encryptionOf(roomId)
      const shown = await attach(request, content, { isHidden: room !== undefined })
      if (!room) return { type, content: await stillClear(roomId, content, shown) }
      const hidden = await encryption.encrypt(roomId, room, await readersOf(db, roomId, room), { type, content: shown })
      return { type: 'm.room.encrypted', content: { ...hidden, [SENDING]: id, ...(await markIn(db, roomId, content)) } }
    } catch (error) {
      // Nothing has left yet: whatever it was passes, or is mended by somebody, and then it is tried again.
      if (error instanceof NotSent || (error instanceof Undeliverable && !(error instanceof Refused))) throw error
      throw new NotSent(`not encrypted: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return Object.assign(seal, { forget: (roomId: string) => void clearRooms.delete(roomId) })
}

/** What shows to this database alone which message it is. */
async function markIn(db: Db, roomId: string, content: Content): Promise<Content> {
  const secret = (await rowWhere(db, 'Account', { id: 1 }))?.markSecret
  return secret ? { [HIDDEN_MARK]: hideMark(secret, roomId, content) } : {}
}

/** What a group says goes on being hidden when its room is replaced; the bot encrypts the new one as soon as it may. */
async function isSuccessor(db: Db, room: RoomRow | null | undefined): Promise<boolean> {
  if (room?.kind !== 'group' || !room.replaces) return false
  return (await rowWhere(db, 'Room', { id: room.replaces }))?.encrypted === true
}

async function ask(request: Request, roomId: string): Promise<unknown> {
  try {
    return await request('GET', roomPath(roomId, 'state', 'm.room.encryption', ''))
  } catch (error) {
    // Any other code is about something else, such as a path that a proxy does not know.
    if (error instanceof Refused && error.status === 404 && error.code === 'M_NOT_FOUND') return undefined
    throw error
  }
}

function toRoomEncryption(told: unknown, historyVisibility: string | null | undefined): RoomEncryption {
  const { algorithm, rotation_period_ms, rotation_period_msgs } = toObject(told)
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined)
  return {
    algorithm: toText(algorithm, 255) ?? '',
    rotationPeriodMs: number(rotation_period_ms),
    rotationPeriodMessages: number(rotation_period_msgs),
    historyVisibility: historyVisibility ?? 'shared',
  }
}

/**
 * Who is in the room, and who is invited, unless the room shows its history only from joining on. Throws NotSent as long as
 * the sync has not told of those who surely are: what is encrypted for nobody is read by nobody, for ever.
 */
async function readersOf(db: Db, roomId: string, { historyVisibility }: RoomEncryption): Promise<string[]> {
  const readers = historyVisibility === 'joined' ? ['join'] : ['join', 'invite']
  const room = await rowWhere(db, 'Room', { id: roomId })
  const members = await rowsWhere(db, 'RoomMember', { roomId })
  const person = room?.kind === 'direct' ? room.personId : null
  if (members.every(({ membership }) => membership !== 'join'))
    throw new NotSent(`${roomId}: nobody has told yet who is there.`)
  if (person && !members.some(({ userId }) => userId === person))
    throw new NotSent(`${roomId}: nobody has told yet whether ${person} is there.`)
  return members.filter(({ membership }) => readers.includes(membership)).map(({ userId }) => userId)
}
