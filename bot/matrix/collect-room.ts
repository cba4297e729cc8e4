import type { Db } from '../../prisma/client.ts'
import type { RoomRow } from '../domain/rooms.ts'
import type { OwnMessage } from '../mark.ts'
import { adoptInvitation, adoptLink, adoptMessages } from '../restored/collecting.ts'
import { recognizeRoom } from '../restored/rooms.ts'
import { isEntrance, type TimelineEvent } from './event.ts'
import { readOwn, type Whose } from './own.ts'

type Collecting = Omit<Whose, 'roomId'> & { receivedAt: Date }

/** Own messages among events, in their order. */
export const ownAmong = (events: readonly TimelineEvent[], whose: Whose): OwnMessage[] =>
  events.flatMap((event) => readOwn(event, whose) ?? [])

/**
 * Takes in what a room shows of the bot's own doing since the backup that was restored: what it is, what was said, and
 * who was invited. Gives the room's row as it is then.
 */
export async function collectRoom(
  tx: Db,
  room: RoomRow,
  events: readonly TimelineEvent[],
  { me, secret, receivedAt }: Collecting,
): Promise<RoomRow> {
  await adoptMessages(tx, room.id, ownAmong(events, { me, secret, roomId: room.id }), receivedAt)
  for (const { sender, stateKey, type, content, sentAt } of events) {
    if (sender !== me || stateKey === undefined) continue
    if (type === 'm.room.member' && content.membership === 'invite')
      await adoptInvitation(tx, room.id, stateKey, sentAt)
    if (type === 'm.space.child') await adoptLink(tx, room.id, stateKey, { isThere: 'via' in content, at: sentAt })
  }
  return recognizeRoom(tx, room, { invitedBy: openedBy(events, me) })
}

/** Who has invited the bot in person, where it came. */
function openedBy(events: readonly TimelineEvent[], me: string): string | undefined {
  const invitation = events.findLast((event) => isEntrance(event, me, 'invite'))
  if (invitation?.content.is_direct !== true || invitation.sender === me) return undefined
  return events.some((event) => isEntrance(event, me, 'join')) ? invitation.sender : undefined
}
