import { onlyAuthorOrCoordinators } from '../../templates/decisions.ts'
import { type Ctx, UserError } from '../command.ts'
import type { Item } from '../domain/items.ts'
import { type Group, isCoordinator, nameOf } from '../domain/people.ts'
import { coordinatorNames } from '../permission.ts'
import { requireMember } from './rights.ts'

/** Throws a UserError that names who may, unless the viewer made the item or coordinates its group. */
export async function requireAuthor(ctx: Ctx, item: Item & { group: Group }): Promise<void> {
  const { group, authorId } = item
  requireMember(ctx, group)
  if (authorId === ctx.viewer.personId || isCoordinator(ctx.viewer, group.id)) return
  const author = await nameOf(ctx.db, authorId, group.roomId)
  throw new UserError(
    onlyAuthorOrCoordinators({ group: group.name, author, names: await coordinatorNames(ctx.db, group) }),
  )
}
