import type { Db } from '../../../prisma/client.ts'
import { isPowerful, isTold, type RoomRow } from '../../domain/rooms.ts'
import { attempt, type Work } from './attempt.ts'

const ENCRYPTION = { algorithm: 'm.megolm.v1.aes-sha2' }

/**
 * Direct rooms that the bot made while the installation was plain are encrypted as the rooms of groups are: what groups
 * say is told there, too. One that a person made stays as she wants it.
 */
export async function encryptDirectRooms(work: Work): Promise<void> {
  const { db, chat, installation } = work
  if (!installation.encryption) return
  for (const room of await plainDirectRooms(db)) {
    if (!isTold(room) || !isOwn(room, installation.me) || !isPowerful(room, installation.me)) continue
    await attempt(work, 'encrypting a direct room', { roomId: room.id }, async () => {
      await chat.setState(room.id, 'm.room.encryption', '', ENCRYPTION)
      await db.room.update({ where: { id: room.id }, data: { encrypted: true } })
    })
  }
}

const plainDirectRooms = (db: Db): Promise<RoomRow[]> =>
  db.room.findMany({
    where: { kind: 'direct', membership: 'join', encrypted: false, replacedBy: null },
    orderBy: { id: 'asc' },
  })

const isOwn = ({ creators }: RoomRow, me: string) => (JSON.parse(creators ?? '[]') as string[]).includes(me)
