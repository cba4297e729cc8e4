import type { Client } from '../../../prisma/client.ts'
import type { Log } from '../../job.ts'
import type { Seal } from './sealing.ts'

/**
 * Hands out a key for sending in every encrypted room, and sends nothing with it. To everybody's device that begins a new
 * session, and a device that sees one hands out its own present key again with its next message: otherwise a store that
 * was put back could read nobody whose key came after the copy, until the bot said something there. A room in which it
 * fails waits for that.
 */
export async function greetRooms(db: Client, seal: Seal, log: Log): Promise<void> {
  const rooms = await db.room.findMany({ where: { encrypted: true, membership: 'join' }, select: { id: true } })
  for (const { id: roomId } of rooms) {
    await seal({ id: 'nothing', roomId, type: 'm.room.message', content: {} }).catch((error: unknown) =>
      log('warn', 'no key handed out after the store was put back', {
        ...{ roomId, error: error instanceof Error ? error.name : '' },
      }),
    )
  }
}
