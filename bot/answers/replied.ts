import { wrongUsage } from '../../templates/errors.ts'
import { type Command, type Ctx, UserError } from '../command.ts'

/** What was typed after a command, else the message that it replies to; what the bot itself has said is no such message. */
function typedOrReplied({ replied, installation }: Pick<Ctx, 'replied' | 'installation'>, text: string): string {
  const typed = text.trim()
  return typed === '' && replied && replied.sender !== installation.me ? replied.text.trim() : typed
}

/** The same for a command that needs a text. Throws a UserError that shows how it is written. */
export function requireText(ctx: Pick<Ctx, 'replied' | 'installation'>, text: string, command: Command): string {
  const meant = typedOrReplied(ctx, text)
  if (meant === '') throw new UserError(wrongUsage(command))
  return meant
}
