import type { TestBot } from './bot.ts'

/** Somebody opens a room and invites the bot, as a direct room or not; resolves with its id. The bot has not answered yet. */
export async function inviteBot(
  bot: TestBot,
  person: string,
  { isDirect = true }: { isDirect?: boolean } = {},
): Promise<string> {
  const roomId = bot.homeserver.makeRoom(person)
  const invitation = { membership: 'invite', ...(isDirect ? { is_direct: true } : {}) }
  bot.homeserver.add(roomId, person, 'm.room.member', invitation, { state_key: bot.installation.me })
  await bot.work()
  return roomId
}

/** Somebody opens a direct room with the bot, which comes in. */
export async function openDirectRoom(bot: TestBot, person: string): Promise<string> {
  const roomId = await inviteBot(bot, person)
  await bot.tick('rooms')
  return roomId
}
