import { fold } from '../../bot/addressing.ts'
import { type Answer, type Ctx, type GroupCtx, UserError } from '../../bot/command.ts'
import { groupByKey } from '../../bot/domain/groups.ts'
import { inTurn } from '../../bot/domain/in-turn.ts'
import { type Group, isCoordinator, membershipIn, nameOf } from '../../bot/domain/people.ts'
import { coordinatorNames, refuseUncoordinated } from '../../bot/permission.ts'
import { groupIsArchived, noSuchGroup, onlyCoordinators, onlyOperators, whichGroup } from '../../templates/errors.ts'
import type { Say } from '../../templates/template.ts'

/** One thing that `!gruppe` can do, and who may: coordinators of the group, operators, or both. */
export type Part = {
  names: readonly string[]
  for: 'coordinator' | 'operator' | 'both'
  /** Also possible while the group is archived. */
  whileArchived?: boolean
  run(ctx: GroupCtx, rest: string): Promise<Answer | Say>
}

/** A part that needs no group. */
export type OperatorPart = { names: readonly string[]; run(ctx: Ctx, rest: string): Promise<Answer | Say> }

/** `[IT] rest`: a group's key in brackets at the start of a text. */
export function takeKey(text: string): { key?: string; rest: string } {
  const [, key, rest = ''] = /^\[([^\]\s]{1,40})\]\s*([\s\S]*)$/.exec(text.trim()) ?? []
  return key === undefined ? { rest: text.trim() } : { key, rest }
}

/** Whether a word calls one of these names. */
export const isCalled = (names: readonly string[], word: string) => names.some((name) => fold(name) === fold(word))

/**
 * The group that is meant: of the key, of the room, or the only one that the viewer coordinates. Throws a UserError that
 * names who may; a group that she knows nothing of is as one that never was.
 */
export async function groupFor(
  ctx: Ctx,
  key: string | undefined,
  who: Part['for'],
  names: { de: string; en: string },
): Promise<Group> {
  const { viewer, db } = ctx
  const own = viewer.memberships.filter(({ role }) => role === 'coordinator').map(({ group }) => group)
  const mayAll = viewer.isOperator && who !== 'coordinator'
  const group = key === undefined ? ctx.group : await groupByKey(db, key)
  if (group) {
    if (isCoordinator(viewer, group.id) || mayAll) return group
    if (ctx.group?.id === group.id || membershipIn(viewer, group.id) || viewer.isOperator)
      throw new UserError(onlyCoordinators({ group: group.name, names: await coordinatorNames(db, group) }))
  }
  if (key !== undefined) throw new UserError(noSuchGroup({ key, groups: own }))
  const [only, second] = own
  if (!only && !mayAll) throw new UserError(await refuseUncoordinated(ctx.db, ctx.viewer))
  const choice = mayAll
    ? await db.group.findMany({ where: { archivedAt: null }, orderBy: { name: 'asc' }, take: 10 })
    : own
  if (!only || second || mayAll) {
    if (choice.length === 1 && choice[0]) return choice[0]
    throw new UserError(whichGroup({ command: names, groups: choice }))
  }
  return only
}

/** Refuses whoever is no operator, naming those who are. */
export async function requireOperator({ viewer, db, installation }: Ctx): Promise<void> {
  if (viewer.isOperator) return
  throw new UserError(onlyOperators({ operators: await inTurn(installation.operators, (id) => nameOf(db, id)) }))
}

/** Refuses to change a group that is archived. */
export function requireOpen(group: Group): void {
  if (group.archivedAt) throw new UserError(groupIsArchived({ group: group.name }))
}
