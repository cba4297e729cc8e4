import type { Db } from '../../../prisma/client.ts'
import { rowsWhere, rowWhere } from '../../../prisma/lean.ts'
import { NotSent, type Sending, Undeliverable } from '../../chat.ts'
import { SENDING } from '../../mark.ts'
import { roomPath } from '../history.ts'
import { Refused, type Request } from '../request.ts'
import { toObject, toText } from '../shapes.ts'
import type { Encryption, RoomEncryption } from './encryption.ts'

/** What is sent for a message: itself, or what hides it. */
export type Seal = (sending: Sending) => Promise<Pick<Sending, 'type' | 'content'>>

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
    if (told === undefined) return void clearRooms.add(roomId)
    return toRoomEncryption(told, room?.historyVisibility)
  }

  return async ({ id, roomId, type, content }) => {
    if (CLEAR.includes(type)) return { type, content }
    try {
      const room = await encryptionOf(roomId)
      if (!room) return { type, content }
      const hidden = await encryption.encrypt(roomId, room, await readersOf(db, roomId, room), { type, content })
      return { type: 'm.room.encrypted', content: { ...hidden, [SENDING]: id } }
    } catch (error) {
      // Nothing has left yet: whatever it was passes, or is mended by somebody, and then it is tried again.
      if (error instanceof NotSent || (error instanceof Undeliverable && !(error instanceof Refused))) throw error
      throw new NotSent(`not encrypted: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

async function ask(request: Request, roomId: string): Promise<unknown> {
  try {
    return await request('GET', roomPath(roomId, 'state', 'm.room.encryption', ''))
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined
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

/** Who is in the room, and who is invited, unless the room shows its history only from joining on. */
async function readersOf(db: Db, roomId: string, { historyVisibility }: RoomEncryption): Promise<string[]> {
  const readers = historyVisibility === 'joined' ? ['join'] : ['join', 'invite']
  const members = await rowsWhere(db, 'RoomMember', { roomId })
  return members.filter(({ membership }) => readers.includes(membership)).map(({ userId }) => userId)
}
