import { readCall } from './addressing.ts'
import type { Card } from './card.ts'
import { type Chat, FileRefused, type RoomFile, Undeliverable } from './chat.ts'
import type { Command, RepliedFile } from './command.ts'
import { findCommand } from './lookup.ts'
import { botNames } from './messages.ts'

/** Calendar files of one meeting have a few KB. */
const MOST_BYTES = 256 * 1024

type Asked = { text: string; me: string; commands: readonly Command[]; cards: readonly Card[] }

/** Whether a message asks for something that is read from the file it replies to. What is stored at all speaks to the bot. */
export function wantsFile({ text, me, commands, cards }: Asked): boolean {
  const call = readCall(text, { userId: me, names: botNames(me) }, true)
  const found = call && findCommand(call, commands, cards)
  return found?.command.wantsFile?.(found.text) ?? false
}

/** What a command may know of the file that it replies to; only a calendar that is wanted is fetched. */
export async function repliedFile(chat: Chat, file: RoomFile, isWanted: boolean): Promise<RepliedFile> {
  const isCalendar = /^text\/calendar(?:;|$)/i.test(file.type) || /\.ics$/i.test(file.name)
  if (!isCalendar || !isWanted) return { isCalendar }
  try {
    const bytes = await chat.fetchFile(file, MOST_BYTES)
    return { isCalendar, text: new TextDecoder().decode(bytes) }
  } catch (error) {
    if (error instanceof FileRefused) return { isCalendar, problem: error.kind }
    return { isCalendar, problem: error instanceof Undeliverable ? 'gone' : 'unreachable' }
  }
}
