import { KEY, type OwnMessage, TRACE } from '../mark.ts'
import type { TimelineEvent } from './event.ts'
import { toId, toList, toObject, toText } from './shapes.ts'

/** Reads an own message by the mark in its content; undefined where the event is none. Older ones have a key alone. */
export function readOwn(event: TimelineEvent, me: string): OwnMessage | undefined {
  const { eventId, sender, type, content, sentAt } = event
  if (sender !== me || type !== 'm.room.message') return undefined
  const about = { eventId, sentAt, body: toText(content.body) ?? '' }
  const key = toText(content[KEY], 1000)
  if (!key) return Object.keys(content).length === 0 ? about : undefined
  const { at, item, cause, numbers, occasions } = toObject(content[TRACE])
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
