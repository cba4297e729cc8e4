import type { Cast } from '../cast.ts'
import { FAILURE, HIDDEN } from '../encrypted-person.ts'
import type { Outside } from '../outside.ts'
import { type Count, count } from './count.ts'

/** Counts in encrypted rooms: what a client that trusts only signed devices cannot read, and what stands there in clear. */
export function countSecrets({ me }: Cast, { rooms }: Outside): Count[] {
  const said = rooms.flatMap(({ roomId, reader, events }) => {
    const since = events.findIndex(({ type }) => type === 'm.room.encryption')
    return events.flatMap((event, index) =>
      event.sender === me.userId ? [{ roomId, reader, event, isSecret: since >= 0 && index > since }] : [],
    )
  })
  const place = ({ roomId, reader, event }: (typeof said)[number]) =>
    `${event.eventId} in ${roomId} for ${reader} ${event.content[FAILURE] ?? ''}`
  return [
    count(
      'messages of the bot that cannot be read',
      said.filter(({ event }) => event.type === 'm.room.encrypted').map(place),
    ),
    count(
      'messages of the bot in clear in an encrypted room',
      said
        .filter(({ event, isSecret }) => isSecret && event.type === 'm.room.message' && event.content[HIDDEN] !== true)
        .map(place),
    ),
  ]
}
