import type { Log } from '../../job.ts'
import { SENDING } from '../../mark.ts'
import { MESSAGE, TRUST } from '../event.ts'
import { type Json, toEntries, toId, toList, toObject } from '../shapes.ts'
import type { Decrypted, Encryption } from './encryption.ts'

/** An encrypted message that cannot be read, as it came. */
export type Unread = {
  roomId: string
  eventId: string
  sender: string
  sessionId: string
  raw: unknown
  reason: string
  withheld: string | undefined
}

/** Whose device has to be signed, so that its owner is asked anew before she is refused. */
export type Strictness = { mustBeSigned(userId: string): boolean }

type Deps = Strictness & { encryption: Encryption; log: Log }

const isEncrypted = (raw: unknown) => toObject(raw).type === 'm.room.encrypted' && toObject(raw).state_key === undefined

/** Nothing is left in it to be read. That it was there counts after a restored backup. */
const isDeleted = (raw: unknown) => Object.keys(toObject(toObject(raw).content)).length === 0

/** What became of an event: the event to be taken in, and whether it is one that may be readable later; or nothing. */
type Read = { event?: unknown; unread?: Unread }

/**
 * Reads one event. Clear ones stay as they are, and so does one that waits for its key. One whose sender is not who
 * encrypted it is dropped and logged; so is one that no key will ever make readable.
 */
export async function readOne(deps: Deps, roomId: string, raw: unknown): Promise<Read> {
  if (!isEncrypted(raw) || isDeleted(raw)) return { event: raw }
  const { event_id, sender } = toObject(raw)
  const [eventId, author] = [toId('$', event_id), toId('@', sender)]
  if (!eventId || !author) return {}
  const read = await judged(deps, { roomId, author, raw })
  const about = { roomId, eventId, sender: author }
  if (read.isReadable && read.trust !== 'forged') return { event: clearEvent(raw, read) }
  if (read.isReadable) {
    deps.log('warn', 'dropped a message whose sender has not encrypted it', about)
    return {}
  }
  const { reason, withheld, sessionId, isKeyMissing } = read
  if (isKeyMissing) return { event: raw, unread: { ...about, sessionId, raw, reason, withheld } }
  deps.log('warn', 'a message cannot be read', { ...about, reason: reason.slice(0, 200) })
  return {}
}

/** Says in the log what waits for a key, and why its sender does not give it. */
export function logUnread(log: Log, { roomId, eventId, sender, reason, withheld }: Unread): void {
  const about = { roomId, eventId, sender, reason: reason.slice(0, 200), ...(withheld ? { withheld } : {}) }
  log('warn', 'a message cannot be read yet', about)
}

/** Nobody is refused because of a device list that is out of date: it is asked for anew before. */
async function judged(
  { encryption, mustBeSigned, log }: Deps,
  { roomId, author, raw }: { roomId: string; author: string; raw: unknown },
): Promise<Decrypted> {
  const first = await encryption.decrypt(roomId, raw)
  if (!first.isReadable || first.trust !== 'unsigned' || !mustBeSigned(author)) return first
  try {
    await encryption.refreshDevices([author])
  } catch (error) {
    log('warn', 'devices cannot be asked for', { sender: author, error: error instanceof Error ? error.name : '' })
    return first
  }
  return encryption.decrypt(roomId, raw)
}

/**
 * Nothing else is ever encrypted. Somebody who hides a redaction or a state event escapes the homeserver's judgement of
 * whether she may; so that stays the encrypted event that it is, and starts nothing.
 */
const HIDDEN = ['m.room.message', 'm.reaction']

function clearEvent(raw: unknown, read: Extract<Decrypted, { isReadable: true }>): unknown {
  const { type, content, trust, sessionId, message } = read
  if (!HIDDEN.includes(type)) return raw
  const outer = toObject(toObject(raw).content)
  const kept = Object.fromEntries(
    ['m.relates_to', SENDING].flatMap((name) => (name in outer ? [[name, outer[name]]] : [])),
  )
  return {
    ...toObject(raw),
    type,
    content: { ...kept, ...content },
    [TRUST]: trust,
    [MESSAGE]: `${sessionId} ${message}`,
  }
}

/** A message as it can be read; encrypted as it was where it cannot. An edit that the homeserver shows with it is read too. */
export async function readShown(encryption: Encryption, roomId: string, raw: unknown): Promise<unknown> {
  const unsigned = toObject(toObject(raw).unsigned)
  const relations = toObject(unsigned['m.relations'])
  const edit = relations['m.replace']
  const shown = await readAlone(encryption, roomId, raw)
  if (!isEncrypted(edit)) return shown
  const read = await readAlone(encryption, roomId, edit)
  return { ...toObject(shown), unsigned: { ...unsigned, 'm.relations': { ...relations, 'm.replace': read } } }
}

async function readAlone(encryption: Encryption, roomId: string, raw: unknown): Promise<unknown> {
  if (!isEncrypted(raw)) return raw
  const read = await encryption.decrypt(roomId, raw)
  return read.isReadable && read.trust !== 'forged' ? clearEvent(raw, read) : raw
}

type Missed = ReadonlyMap<string, unknown[]>
export type ReadResponse = { response: unknown; missed: Missed; unread: Unread[] }

/** Reads all messages of a response, and those that come before them in their rooms. `unread` stay in their places. */
export async function readResponse(deps: Deps, response: unknown, missed: Missed): Promise<ReadResponse> {
  const unread: Unread[] = []
  const readAll = async (roomId: string, events: readonly unknown[]) => {
    const clear: unknown[] = []
    for (const raw of events) {
      const read = await readOne(deps, roomId, raw)
      if (read.event !== undefined) clear.push(read.event)
      if (!read.unread) continue
      unread.push(read.unread)
      logUnread(deps.log, read.unread)
    }
    return clear
  }
  const before = new Map<string, unknown[]>()
  for (const [roomId, events] of missed) before.set(roomId, await readAll(roomId, events))
  const rooms = toObject(toObject(response).rooms)
  const [join, leave] = [await readSection(rooms.join, readAll), await readSection(rooms.leave, readAll)]
  return { response: { ...toObject(response), rooms: { ...rooms, join, leave } }, missed: before, unread }
}

async function readSection(
  section: unknown,
  readAll: (roomId: string, events: readonly unknown[]) => Promise<unknown[]>,
): Promise<Json> {
  const read: Json = {}
  for (const [roomId, room] of toEntries(section)) {
    const timeline = toObject(room.timeline)
    const events = toList(timeline.events)
    read[roomId] = events.some(isEncrypted)
      ? { ...room, timeline: { ...timeline, events: await readAll(roomId, events) } }
      : room
  }
  return read
}
