import { randomUUID } from 'node:crypto'
import type { Chat } from '../../bot/chat.ts'
import { matrixChat as realChat } from '../../bot/matrix/chat.ts'
import { atMoment } from './moments.ts'
import { type RoomWork, settings, tell } from './settings.ts'

/** Stands in for bot/matrix/chat.ts: the same, with moments to be killed at. */
export function matrixChat(options: Parameters<typeof realChat>[0]): Chat {
  const chat = realChat(options)
  return {
    ...chat,
    async send(sending) {
      const eventId = await chat.send(settings.sabotage === 'outbox-key' ? { ...sending, id: randomUUID() } : sending)
      await atMoment('sent')
      return eventId
    },
    createRoom: (spec) =>
      during('create', async () => {
        const roomId = await chat.createRoom(spec)
        await atMoment('made')
        return roomId
      }),
    invite: (roomId, userId) =>
      during('invite', async () => {
        await chat.invite(roomId, userId)
        await atMoment('invited')
      }),
    remove: (...about) => during('remove', () => chat.remove(...about)),
    join: (...about) => during('join', () => chat.join(...about)),
    leave: (roomId) => during('leave', () => chat.leave(roomId)),
  }
}

/** Lets the run know what is under way, so that a kill can fall into it. */
async function during<T>(work: RoomWork, act: () => Promise<T>): Promise<T> {
  tell({ torture: 'begun', work })
  return act().finally(() => tell({ torture: 'over', work }))
}
