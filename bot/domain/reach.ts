import type { Db } from '../../prisma/client.ts'
import { inForce } from './people.ts'

type Reachable = { personId: string; role: string; administrationKey: string | null; joinedAt: Date | null }

/** Everybody of a group through whom somebody can be reached. */
export const membersOf = (db: Db, groupId: string): Promise<Reachable[]> =>
  db.membership.findMany({
    where: { groupId, ...inForce },
    select: { personId: true, role: true, administrationKey: true, joinedAt: true },
    orderBy: { personId: 'asc' },
  })

/**
 * Through whom an administration is reached: its members in the group, those who have joined before those who have
 * not; where it has no member, its deputies. Nobody: none of these.
 */
export function reachedThrough(administrationKey: string, members: readonly Reachable[]): string[] {
  const own = members.filter((one) => one.administrationKey === administrationKey)
  const main = own.filter(({ role }) => role === 'member' || role === 'coordinator')
  const deputies = own.filter(({ role }) => role === 'deputy')
  const joined = (some: Reachable[]) => some.filter(({ joinedAt }) => joinedAt !== null)
  const found = [joined(main), joined(deputies), main, deputies].find((some) => some.length > 0) ?? []
  return found.map(({ personId }) => personId)
}

/** Whether somebody of an administration, deputies too, has joined. */
export const isReached = (administrationKey: string, members: readonly Reachable[]): boolean =>
  members.some((one) => one.administrationKey === administrationKey && one.role !== 'leitung' && one.joinedAt !== null)
