import type { Person } from '../tools/person.ts'
import type { Cast } from './cast.ts'
import { ANSWER_MS, soon } from './patience.ts'

type Page = { chunk: { sender: string; content: { body?: string; 'm.relates_to'?: Relation } }[] }
type Relation = { 'm.in_reply_to'?: { event_id?: string } }

const NEWEST = 40

/** Waits for the bot's answer, which is among the newest of the room; undefined when none came, which is counted later on. */
export async function answerTo(
  { me }: Cast,
  person: Person,
  roomId: string,
  eventId: string,
): Promise<string | undefined> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages?dir=b&limit=${NEWEST}`
  const find = async () =>
    (await person.api<Page>('GET', path)).chunk.find(
      ({ sender, content }) => sender === me.userId && content['m.relates_to']?.['m.in_reply_to']?.event_id === eventId,
    )
  return (await soon(find, ANSWER_MS))?.content.body
}
