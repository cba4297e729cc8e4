import { randomUUID } from 'node:crypto'
import type { Chat } from '../../bot/chat.ts'
import { matrixChat as realChat } from '../../bot/matrix/chat.ts'
import { atMoment } from './moments.ts'
import { settings, tell } from './settings.ts'

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
    async createRoom(spec) {
      tell({ torture: 'creating' })
      const roomId = await chat.createRoom(spec).finally(() => tell({ torture: 'created' }))
      await atMoment('made')
      return roomId
    },
    async invite(roomId, userId) {
      await chat.invite(roomId, userId)
      await atMoment('invited')
    },
  }
}
