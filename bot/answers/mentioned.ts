import type { Ctx } from '../command.ts'
import { nameOf } from '../domain/people.ts'

/** A text with names in place of the ids that mention pills leave behind. */
export async function withNames({ db, mentions, roomId }: Ctx, text: string): Promise<string> {
  let named = text.trim()
  for (const id of mentions) if (named.includes(id)) named = named.replaceAll(id, await nameOf(db, id, roomId))
  return named
}
