import { directRoomEncrypted, groupRoomEncrypted } from '../../../templates/deafness.ts'
import { encryptionUnwanted, sentence } from '../../../templates/incidents.ts'
import { deafRooms } from '../../domain/deafness.ts'
import { raiseIncident } from '../../domain/incidents.ts'
import { coordinatorsOf } from '../../domain/people.ts'
import type { RoomRow } from '../../domain/rooms.ts'
import type { JobCtx, Post } from '../../job.ts'
import type { Work } from './attempt.ts'
import { giveUp } from './direct.ts'

const told = (roomId: string, personId: string) => `deaf:${roomId}:${personId}`

/**
 * Nobody is to believe that the bot listens where it is deaf: operators and the group's coordinators learn of it in
 * person, once, and whoever has an encrypted direct room gets another one.
 */
export async function tellDeafness({ db, now, installation }: JobCtx): Promise<Post[]> {
  if (installation.encryption) return []
  const posts: Post[] = []
  for (const room of await deafRooms(db)) {
    if (room.kind === 'direct' && room.personId)
      posts.push(personal(room.id, room.personId, directRoomEncrypted({ bot: 'Allmende' })))
    if (room.kind === 'group') posts.push(...(await tellGroup({ db, now, installation }, room)))
  }
  return posts
}

async function tellGroup({ db, now }: JobCtx, room: RoomRow): Promise<Post[]> {
  const group = await db.group.findUnique({ where: { roomId: room.id } })
  if (!group) return []
  await raiseIncident(db, `encrypted:${room.id}`, sentence(encryptionUnwanted({ room: group.name })), now)
  const say = groupRoomEncrypted({ group: group.name })
  return (await coordinatorsOf(db, group.id)).map(({ personId }) => personal(room.id, personId, say))
}

const personal = (roomId: string, personId: string, say: Post['say']): Post => ({
  key: told(roomId, personId),
  to: { personId, absent: 'wait' },
  say,
})

/** An encrypted direct room is left as soon as its person is about to be told where to go instead. */
export async function leaveDeafDirectRooms(work: Work): Promise<void> {
  const { db, installation, log } = work
  if (installation.encryption) return
  for (const { id, kind, personId } of await deafRooms(db)) {
    if (kind !== 'direct' || !personId) continue
    if ((await db.outboxMessage.count({ where: { key: told(id, personId) } })) === 0) continue
    await giveUp(work, id, personId)
    log('warn', 'leaves a direct room that is encrypted: this installation reads none', { roomId: id })
  }
}
