import { removedFrom, sentence } from '../../../templates/incidents.ts'
import { clearIncident, raiseIncident } from '../../domain/incidents.ts'
import type { RoomRow } from '../../domain/rooms.ts'
import type { Work } from './attempt.ts'

/** Tells operators when the bot was taken out of a room of ours, and notes when it is back. Says whether it is in. */
export async function watchRoom({ db, clock, log }: Work, room: RoomRow, name: string): Promise<boolean> {
  const key = `removed-from:${room.id}`
  const now = clock()
  if (room.membership === 'join') {
    if (await clearIncident(db, key, now)) log('info', 'the bot is in a room again', { roomId: room.id })
    return true
  }
  if (room.membership !== 'leave' && room.membership !== 'ban') return false
  await raiseIncident(db, key, sentence(removedFrom({ room: name })), now)
  return false
}
