import type { Db } from '../../prisma/client.ts'
import type { Member } from './room-state.ts'

/** Stores what was told about members; where it is all there is to tell, others are forgotten. A leave keeps the name. */
export async function storeMembers(
  tx: Db,
  roomId: string,
  told: ReadonlyMap<string, Member>,
  isAll: boolean,
): Promise<void> {
  if (told.size === 0 && !isAll) return
  const userIds = [...told.keys()]
  const rows = await tx.roomMember.findMany({ where: { roomId, ...(isAll ? {} : { userId: { in: userIds } }) } })
  const known = new Map(rows.map((row) => [row.userId, row]))
  const changed = [...told].flatMap(([userId, { membership, displayName }]) => {
    const before = known.get(userId)
    const row = { roomId, userId, membership, displayName: displayName ?? keptName(membership, before) }
    return before?.membership === membership && before.displayName === row.displayName ? [] : [row]
  })
  const forgotten = rows.filter((row) => !told.has(row.userId))
  const outdated = [...changed, ...forgotten].map((row) => row.userId)
  if (outdated.length > 0) await tx.roomMember.deleteMany({ where: { roomId, userId: { in: outdated } } })
  if (changed.length > 0) await tx.roomMember.createMany({ data: changed })
}

function keptName(membership: string, before: { displayName: string | null } | undefined): string | null {
  return membership === 'leave' || membership === 'ban' ? (before?.displayName ?? null) : null
}
