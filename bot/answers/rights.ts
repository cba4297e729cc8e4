import { groupIsArchived, noSuchItem, onlyCoordinators, onlyMembers } from '../../templates/errors.ts'
import { type Ctx, UserError } from '../command.ts'
import type { By } from '../domain/history.ts'
import { findItem, type Item, type Letter } from '../domain/items.ts'
import { type Group, isCoordinator, membershipIn } from '../domain/people.ts'
import { type Naming, resolveItemId } from '../domain/register.ts'
import { coordinatorNames } from '../permission.ts'

/** On whose account a call changes something, for the history. */
export const byOf = ({ viewer, now, eventId }: Ctx): By => ({ actorId: viewer.personId, now, eventId })

/** The lists in which an item of a letter stands. */
const LISTS: Partial<Record<Letter, { de: string; en: string }>> = {
  A: { de: 'aufgaben', en: 'tasks' },
  B: { de: 'beschlüsse', en: 'decisions' },
  S: { de: 'sitzungen', en: 'meetings' },
  L: { de: 'links', en: 'links' },
  W: { de: 'wissen', en: 'knowledge' },
}

/**
 * The item that was named by id or register number, if it may be seen here. Throws a UserError that says the same,
 * after the same queries, whether it is invisible or never was.
 */
export async function findNamed(ctx: Ctx, reference: string, naming: Naming = {}): Promise<Item> {
  const id = await resolveItemId(ctx.db, ctx.viewer.sight, reference, naming)
  const item = await findItem(ctx.db, ctx.viewer.sight, id ?? '')
  if (item && (!naming.letter || item.letter === naming.letter)) return item
  const shown = (id ?? reference).slice(0, 60)
  throw new UserError(noSuchItem({ id: shown, list: LISTS[naming.letter ?? (shown[0] as Letter)] }))
}

/** Throws a UserError unless the viewer is a member of this group, and the group is open: others change nothing in it. */
export function requireMember({ viewer }: Ctx, group: Group): void {
  if (!membershipIn(viewer, group.id)) throw new UserError(onlyMembers({ group: group.name }))
  if (group.archivedAt) throw new UserError(groupIsArchived({ group: group.name }))
}

/** The same, for what only the coordinators of the group may do; names them. */
export async function requireCoordinator(ctx: Ctx, group: Group): Promise<void> {
  if (!isCoordinator(ctx.viewer, group.id)) {
    throw new UserError(onlyCoordinators({ group: group.name, names: await coordinatorNames(ctx.db, group) }))
  }
  requireMember(ctx, group)
}
