import type { Stage } from './stage.ts'

/** The rooms as people see them, oldest message first. */
export async function printTranscript(
  stage: Stage,
  nameOf: (userId: string) => string,
  print: (line: string) => void,
): Promise<void> {
  for (const { title, messages } of await stage.look()) {
    print(`\n━━ ${title} ${'━'.repeat(Math.max(0, 90 - title.length))}`)
    const bodies = new Map(messages.map(({ eventId, body }) => [eventId, body]))
    for (const { eventId, sender, body, type, relatesTo } of messages) {
      const to = relatesTo?.inReplyTo ? bodies.get(relatesTo.inReplyTo) : undefined
      const text =
        type === 'm.reaction'
          ? `${relatesTo?.key ?? ''}  auf „${short(bodies.get(relatesTo?.eventId ?? '') ?? '')}“`
          : body
      print(
        `${stage.at(eventId)}  ${nameOf(sender)}${to && type !== 'm.reaction' ? ` (Antwort auf „${short(to)}“)` : ''}`,
      )
      for (const line of text.split('\n')) print(`    ${line}`)
    }
  }
}

const short = (text: string) =>
  text.length > 40 ? `${text.slice(0, 40).replaceAll('\n', ' ')}…` : text.replaceAll('\n', ' ')
