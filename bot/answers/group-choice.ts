import type { Command, Ctx, GroupCtx } from '../command.ts'
import { admit } from '../permission.ts'

/**
 * The same call inside a group, for commands of which only a part needs one: that of the room, else as for commands that
 * always do (`[IT]`, the only one). Throws a UserError that asks which.
 */
export async function inGroup(ctx: Ctx, command: Command, text: string): Promise<{ inside: GroupCtx; text: string }> {
  const { db, viewer, group: roomGroup, isDirect, installation } = ctx
  const admitted = await admit(db, {
    viewer,
    command: { ...command, needsGroup: true },
    roomGroup,
    isDirect,
    text,
    operators: installation.operators,
  })
  if (!admitted.group) throw new Error('no group was chosen')
  return { inside: { ...ctx, group: admitted.group }, text: admitted.text }
}
