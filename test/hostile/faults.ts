import type { TestBot } from '../bot.ts'
import { people } from '../fixture.ts'

/** Bytes of a whole answer, as it is sent. */
const LONGEST_ANSWER = 20_000

/** What the log has of errors since it was last asked. */
export function errorsOf(bot: TestBot): string[] {
  const errors = bot.log.splice(0).filter(({ level, message }) => level === 'error' && !message.includes('delivered'))
  return errors.map(({ message, fields }) => `${message}: ${JSON.stringify(fields)}`)
}

/** What was stored and never handled: it would hold up its room. */
export async function waiting(bot: TestBot): Promise<string[]> {
  const rows = await bot.db.inboxEvent.findMany({ where: { handledAt: null, setAsideAt: null } })
  return rows.map(({ eventId, roomId }) => `${eventId} still waits in ${roomId}`)
}

/** Answers longer than they may be; `longest` remembers how long they were. */
export function longAnswers(bot: TestBot, longest: { longestAnswer: number }): string[] {
  const faults: string[] = []
  for (const room of bot.homeserver.rooms.values()) {
    for (const { event_id, sender, type, content } of room.timeline) {
      if (sender !== bot.installation.me || type !== 'm.room.message') continue
      const bytes = Buffer.byteLength(JSON.stringify(content))
      longest.longestAnswer = Math.max(longest.longestAnswer, bytes)
      if (bytes > LONGEST_ANSWER) faults.push(`${event_id} has ${bytes} bytes: ${String(content['body']).slice(0, 80)}`)
    }
  }
  return faults
}

/** Somebody who has nothing to do with all this asks something. */
export async function serve(bot: TestBot): Promise<string[]> {
  const answers = [await bot.ask(people.dora, '!hilfe'), await bot.ask(people.karin, 'heute', { in: people.karin })]
  return answers.flatMap((answer, i) => (answer.length > 20 ? [] : [`no answer to question ${i}: „${answer}“`]))
}
