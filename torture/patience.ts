import { setTimeout as wait } from 'node:timers/promises'
import { ApiError, type Json } from '../tools/client-api.ts'
import type { Person } from '../tools/person.ts'

/** Servers are killed all the while; only what never comes is an error. */
export const PATIENCE_MS = 300_000
/** An answer stands behind all that was asked before, and a bot that is killed all the time is slow. */
export const ANSWER_MS = 1_200_000

/** A request that its server took with it into death may never end, be it answered or refused. */
const LOST_MS = 60_000

/** The same, and an error where it has not ended in time. */
export async function inTime<T>(act: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const late = wait(LOST_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error('no answer came')
  })
  late.catch(() => {}) // it was answered
  return Promise.race([act(), late]).finally(() => over.abort())
}

/** Does something again and again until the homeserver has said yes or no. It has to be something that may be done twice. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (const limit = performance.now() + PATIENCE_MS; ; ) {
    try {
      return await inTime(act)
    } catch (error) {
      if ((error instanceof ApiError && error.status < 500) || performance.now() > limit) throw error
      await wait(200)
    }
  }
}

/** The first answer that is something; undefined when none came within the time. */
export async function soon<T>(look: () => Promise<T | undefined>, limitMs = PATIENCE_MS): Promise<T | undefined> {
  for (const limit = performance.now() + limitMs; performance.now() < limit; await wait(300)) {
    const found = await patiently(look)
    if (found !== undefined && found !== false) return found
  }
  return undefined
}

/** Says something exactly once, whatever becomes of the homeserver meanwhile; the event's id. */
export async function sayOnce(person: Person, roomId: string, transaction: string, content: Json): Promise<string> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/${transaction}`
  return patiently(async () => {
    const { event_id } = await person.api<{ event_id?: string }>('PUT', path, content)
    if (!event_id) throw new Error('the answer was cut off')
    return event_id
  })
}

/** Makes a room of a name that nobody else uses, once. */
export async function makeRoomOnce(person: Person, name: string, spec: Json): Promise<string> {
  return patiently(async () => {
    const made = (await person.joinedRooms()).find((room) => room.name === name)
    const roomId = made?.roomId ?? (await person.createRoom({ ...spec, name }))
    if (!roomId) throw new Error('the answer was cut off')
    return roomId
  })
}
