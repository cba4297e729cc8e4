import type { Client } from '../../prisma/client.ts'
import { readState } from './event.ts'
import { roomPath } from './history.ts'
import { Refused, type Request } from './request.ts'
import { type Json, toEntries, toId, toList, toObject } from './shapes.ts'

/** More than that has changed at once only after a long absence. */
const MOST = 50

type Deps = { request: Request; db: Client }

/**
 * The response with what is true now in place of what cannot be trusted. What a homeserver tells about the state before a
 * timeline can be older than what it told already: with Synapse, after somebody was removed while others wrote, she was in
 * the room again in one response and out of it in the next. So of rooms that the bot knows every such value is asked for
 * anew. Where the homeserver tells the state after the timeline (`state_after`), nothing is doubtful.
 */
export async function settleState(deps: Deps, response: unknown): Promise<unknown> {
  const doubtful = toEntries(toObject(toObject(response).rooms).join).filter(([, room]) => isDoubtful(room))
  if (doubtful.length === 0) return response
  const { syncToken } = await deps.db.account.findUniqueOrThrow({ where: { id: 1 } })
  if (syncToken === null) return response
  const ids = doubtful.flatMap(([key]) => toId('!', key) ?? [])
  const known = await deps.db.room.findMany({ where: { id: { in: ids }, membership: 'join' }, select: { id: true } })
  const settled: Record<string, Json> = {}
  for (const [key, room] of doubtful)
    if (known.some(({ id }) => id === key)) settled[key] = { ...room, state_after: await stateAfter(deps, key, room) }
  const { rooms, ...others } = toObject(response)
  return { ...others, rooms: { ...toObject(rooms), join: { ...toObject(toObject(rooms).join), ...settled } } }
}

function isDoubtful(room: Json): boolean {
  const told = toList(toObject(room.state).events)
  const after = room.state_after ?? room['org.matrix.msc4222.state_after']
  return after === undefined && told.length > 0 && told.length <= MOST
}

async function stateAfter({ request }: Deps, roomId: string, room: Json): Promise<Json> {
  const present: unknown[] = []
  for (const raw of toList(toObject(room.state).events)) {
    const told = readState(raw)
    if (told) present.push((await ask(request, roomId, told.type, told.stateKey)) ?? raw)
  }
  // What is so now is newer than the timeline.
  return { events: [...toList(toObject(room.timeline).events), ...present] }
}

/** The state event that stands; undefined where the homeserver does not give it. */
async function ask(request: Request, roomId: string, type: string, stateKey: string): Promise<unknown> {
  try {
    const event = await request('GET', roomPath(roomId, 'state', type, stateKey), { query: { format: 'event' } })
    return readState(event) ? event : undefined
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}
