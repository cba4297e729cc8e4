import type { Ctx } from '../command.ts'

/** What was typed after a command, else the message that it replies to; what the bot itself has said is no such message. */
export function typedOrReplied({ replied, installation }: Pick<Ctx, 'replied' | 'installation'>, text: string): string {
  const typed = text.trim()
  return typed === '' && replied && replied.sender !== installation.me ? replied.text.trim() : typed
}
