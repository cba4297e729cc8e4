import type { Db } from '../prisma/client.ts'
import type { Command, Ctx, Replied } from './command.ts'
import { speakerIn } from './domain/people.ts'
import type { Incoming } from './incoming.ts'
import type { Installation } from './installation.ts'
import { readerOf } from './posting.ts'

type Surroundings = { installation: Installation; commands: readonly Command[]; now: Date; isUnsigned: boolean }

/** All that the handling of one event may know. undefined where the room is none of ours. */
export async function contextOf(
  db: Db,
  event: Incoming,
  { installation, commands, now, isUnsigned }: Surroundings,
  replied?: Replied,
): Promise<Ctx | undefined> {
  const where = { operators: installation.operators, roomId: event.roomId }
  const { viewer, group } = await speakerIn(db, event.sender, where)
  const isDirect = !group && (await db.room.count({ where: { id: event.roomId, kind: 'direct' } })) > 0
  if (!isDirect && !group) return undefined
  const mentions = event.kind === 'message' ? event.mentions.filter((id) => id !== installation.me) : []
  const { roomId, eventId, sentAt } = event
  const reader = readerOf(installation, viewer, group)
  return {
    db,
    now,
    sentAt,
    viewer,
    ...reader,
    ...(group ? { group } : {}),
    roomId,
    isDirect,
    eventId,
    isUnsigned,
    ...(replied ? { replied } : {}),
    mentions,
    installation,
    commands,
  }
}
