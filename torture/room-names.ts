import type { Person } from '../tools/person.ts'

type Named = { roomId: string; name?: string }

/** The rooms that somebody is in, with their names. Each name is asked for once, since none changes here: looking often stays cheap. */
export function followRooms({ api }: Person): () => Promise<Named[]> {
  const names = new Map<string, string>()
  const nameOf = async (roomId: string) => {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.name/`
    const { name } = await api<{ name?: string }>('GET', path).catch(() => ({ name: undefined })) // it has none so far
    if (name) names.set(roomId, name)
    return name
  }
  return async () => {
    const { joined_rooms } = await api<{ joined_rooms: string[] }>('GET', '/_matrix/client/v3/joined_rooms')
    return Promise.all(
      joined_rooms.map(async (roomId) => {
        const name = names.get(roomId) ?? (await nameOf(roomId))
        return name ? { roomId, name } : { roomId }
      }),
    )
  }
}
