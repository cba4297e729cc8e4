import type { RoomRow } from '../domain/rooms.ts'

/** Whether all that is said in a room is meant for the bot. */
export const isDirectRoom = ({ kind, isDirect }: RoomRow): boolean => kind === 'direct' || (kind === null && isDirect)

/** What the bot is called in a room. */
export function namesOf(me: string, displayName: string | null | undefined): string[] {
  const localPart = me.slice(1).split(':')[0] ?? ''
  return [...new Set([displayName ?? '', localPart])].filter((name) => name !== '')
}
