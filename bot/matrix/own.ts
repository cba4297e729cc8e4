import { HIDDEN_MARK, KEY, type OwnMessage, TRACE } from '../mark.ts'
import type { TimelineEvent } from './event.ts'
import { readMark } from './own-mark.ts'
import { type Json, toId, toList, toObject, toText } from './shapes.ts'

/** Whose messages are own ones, and in which room; `secret`: of their marks in clear. */
export type Whose = { me: string; roomId: string; secret: string | null }

/** Reads an own message by the mark in its content; undefined where the event is none. Older ones have a key alone. */
export function readOwn(event: TimelineEvent, whose: Whose): OwnMessage | undefined {
  const { eventId, sender, content, sentAt } = event
  if (sender !== whose.me) return undefined
  const about = { eventId, sentAt, body: toText(content.body) ?? '' }
  const marks = marksOf(event, whose)
  const key = toText(marks?.[KEY], 1000)
  if (!key) return marks && Object.keys(content).length === 0 ? about : undefined
  const { at, item, cause, numbers, occasions } = toObject(marks?.[TRACE])
  const texts = (list: unknown) => toList(list).flatMap((one) => toText(one, 1000) ?? [])
  return {
    ...about,
    key,
    at: typeof at === 'number' && Number.isSafeInteger(at) && at > 0 ? Math.min(at, +sentAt) : +sentAt,
    itemId: toText(item, 30),
    causeEventId: toId('$', cause),
    numbers: texts(numbers),
    occasions: texts(occasions),
  }
}

/** Of a message that cannot be read what stands in its clear part; without a mark it can be an answer, and then it counts as one. */
function marksOf({ type, content }: TimelineEvent, { roomId, secret }: Whose): Json | undefined {
  if (type === 'm.room.message') return content
  if (type !== 'm.room.encrypted') return undefined
  const marks = secret ? readMark(secret, roomId, content[HIDDEN_MARK]) : undefined
  if (marks) return marks
  const answered = toId('$', toObject(toObject(content['m.relates_to'])['m.in_reply_to']).event_id)
  return answered ? { [KEY]: `answer:${answered}` } : content
}
