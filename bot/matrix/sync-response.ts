import { readEvent, readState, type StateEvent, type TimelineEvent } from './event.ts'
import { type Json, toEntries, toId, toList, toObject, toText } from './shapes.ts'

/** What a sync tells about one room: the state that it ends with, and the new events of its timeline in order. */
export type RoomUpdate = {
  roomId: string
  section: 'join' | 'invite' | 'leave'
  state: StateEvent[]
  events: TimelineEvent[]
}

/** Raw events by room that come before its timeline; the state in the response is newer than they are. */
type Missed = ReadonlyMap<string, unknown[]>

/** Reads a sync response; what cannot be used is left out. Throws only where it has no token. */
export function readSync(
  response: unknown,
  receivedAt: Date,
  missed: Missed = new Map(),
): { token: string; rooms: RoomUpdate[] } {
  const { next_batch, rooms } = toObject(response)
  const token = toText(next_batch, 4000)
  if (!token) throw new Error('The answer to a sync has no next_batch.')
  const { join, invite, leave } = toObject(rooms)
  return {
    token,
    rooms: [
      // Synapse may name a room in two sections: left, and then asked back into. What came later comes later here.
      ...readSection('leave', leave, receivedAt, missed),
      ...readSection('invite', invite, receivedAt),
      ...readSection('join', join, receivedAt, missed),
    ],
  }
}

function readSection(
  section: RoomUpdate['section'],
  rooms: unknown,
  receivedAt: Date,
  missed: Missed = new Map(),
): RoomUpdate[] {
  return toEntries(rooms).flatMap(([key, room]) => {
    const roomId = toId('!', key)
    return roomId ? [{ roomId, section, ...readRoom(section, room, receivedAt, missed.get(roomId) ?? []) }] : []
  })
}

function readRoom(
  section: RoomUpdate['section'],
  room: Json,
  receivedAt: Date,
  missed: unknown[],
): Pick<RoomUpdate, 'state' | 'events'> {
  if (section === 'invite') return { state: readStates(room.invite_state), events: [] }
  const timeline = toList(toObject(room.timeline).events)
  const events = [...missed, ...timeline].flatMap((raw) => readEvent(raw, receivedAt) ?? [])
  // Where the homeserver tells the state after the timeline, that is the truth: events of a timeline can be outvoted by it.
  const after = room.state_after ?? room[UNSTABLE_STATE_AFTER]
  const state =
    after === undefined
      ? [...readStates(room.state), ...timeline.flatMap((raw) => readState(raw) ?? [])]
      : readStates(after)
  return { state, events }
}

function readStates(block: unknown): StateEvent[] {
  return toList(toObject(block).events).flatMap((raw) => readState(raw) ?? [])
}

const UNSTABLE_STATE_AFTER = 'org.matrix.msc4222.state_after'
