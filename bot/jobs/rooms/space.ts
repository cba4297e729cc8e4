import type { RoomRow } from '../../domain/rooms.ts'
import type { Work } from './attempt.ts'
import { makeRoom, storeRoom } from './creation.ts'

const MARK = 'space'

/** The installation's space, made when there is none. One that the bot was removed from is waited for, not replaced. */
export async function ensureSpace(work: Work): Promise<RoomRow | undefined> {
  const { db, clock, installation } = work
  const known = await findSpace(work)
  if (known) return known
  const made = await makeRoom(work, {
    mark: MARK,
    name: installation.space,
    kind: 'space',
    joinRule: 'invite',
    encrypted: false,
    moderators: [],
  })
  if (!made) return undefined
  await db.$transaction((tx) => storeRoom(tx, { roomId: made.roomId, mark: MARK, kind: 'space', now: clock() }))
  return findSpace(work)
}

/** The space that stands, wherever it has moved. */
export const findSpace = async ({ db }: Pick<Work, 'db'>): Promise<RoomRow | undefined> =>
  (await db.room.findFirst({ where: { kind: 'space' }, orderBy: { id: 'asc' } })) ?? undefined
