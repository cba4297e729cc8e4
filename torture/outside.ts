import type { Person } from '../tools/person.ts'
import type { RoomMessage } from '../tools/room-timeline.ts'
import type { Cast } from './cast.ts'
import { patiently } from './patience.ts'

/** A room as one of its members sees it, from its first event to its last. */
export type SeenRoom = { roomId: string; name?: string; reader: string; events: RoomMessage[] }

/** A message of the bot, with where it stands. */
export type SeenMessage = RoomMessage & {
  roomId: string
  roomName?: string
  reader: string
  index: number
  key: string
}

/** What people see: all rooms of all of them, and all that the bot has said there; edits of messages are none. */
export type Outside = { rooms: SeenRoom[]; messages: SeenMessage[]; all: ServerRoom[] }

/** A room as the homeserver lists it for its administrator. */
export type ServerRoom = {
  room_id: string
  name: string | null
  creator: string
  joined_members: number
  members: string[]
}

/** Reads everything back through the homeserver: rooms of groups by the coordinator, the rest by those who are in it. */
export async function lookFromOutside(cast: Cast): Promise<Outside> {
  const rooms = new Map<string, SeenRoom>()
  for (const person of [cast.karin, cast.olga, ...cast.writers, ...cast.movers])
    for (const { roomId, name } of await patiently(() => person.joinedRooms()))
      if (!rooms.has(roomId)) rooms.set(roomId, { ...(await read(person, roomId)), name })
  const seen = [...rooms.values()]
  return { rooms: seen, messages: seen.flatMap((room) => messagesOf(room, cast.me.userId)), all: await listRooms(cast) }
}

const read = async (person: Person, roomId: string): Promise<SeenRoom> => ({
  roomId,
  reader: person.userId,
  events: await patiently(() => person.messages(roomId)),
})

function messagesOf({ roomId, name, reader, events }: SeenRoom, me: string): SeenMessage[] {
  return events.flatMap((event, index) =>
    event.sender === me && event.type === 'm.room.message' && event.relatesTo?.relType !== 'm.replace'
      ? [
          {
            ...event,
            roomId,
            ...(name ? { roomName: name } : {}),
            reader,
            index,
            key: String(event.content['de.allmende.key'] ?? ''),
          },
        ]
      : [],
  )
}

/** Rooms that the bot has made and that somebody is in, whether people see them or not. */
async function listRooms({ supervisor, me }: Cast): Promise<ServerRoom[]> {
  const made: ServerRoom[] = []
  for (let from: number | undefined = 0; from !== undefined; ) {
    const path = `/_synapse/admin/v1/rooms?limit=200&from=${from}`
    const page: { rooms: ServerRoom[]; next_batch?: number } = await patiently(() => supervisor.api('GET', path))
    made.push(...page.rooms.filter(({ creator, joined_members }) => creator === me.userId && joined_members > 0))
    from = page.next_batch
  }
  return Promise.all(
    made.map(async (room) => {
      const path = `/_synapse/admin/v1/rooms/${encodeURIComponent(room.room_id)}/members`
      const { members } = await patiently(() => supervisor.api<{ members: string[] }>('GET', path))
      return { ...room, members }
    }),
  )
}
