import type { Client } from '../../prisma/client.ts'
import { isEntrance, readEvent, type TimelineEvent } from './event.ts'
import { readPage } from './history.ts'
import { Refused, type Request } from './request.ts'
import { toEntries, toId, toList, toObject, toText } from './shapes.ts'

/** Of 100 events each. */
const MOST_PAGES = 300

type Deps = { request: Request; db: Client; me: string; log: (line: string) => void; signal: AbortSignal }
type Floor = { receivedAt: Date; obeyFrom: Date | null }

/**
 * What happened in the rooms whose timeline in this response is limited, between the last response and this one: raw
 * events by room, oldest first. Where fetching fails it throws, and nothing may be stored yet: the next attempt begins
 * with the same response anew.
 */
export async function fetchGaps(deps: Deps, response: unknown, receivedAt: Date): Promise<Map<string, unknown[]>> {
  const gaps = new Map<string, unknown[]>()
  if (!hasLimited(response)) return gaps
  const { obeyFrom, syncToken, restoredFrom } = await deps.db.account.findUniqueOrThrow({ where: { id: 1 } })
  if (syncToken === null) return gaps // a first sync has no before
  const { join, leave } = toObject(toObject(response).rooms)
  // Of rooms that the bot has left, too, a restored database has to know what was said before.
  for (const [key, room] of [...toEntries(join), ...(restoredFrom ? toEntries(leave) : [])]) {
    const timeline = toObject(room.timeline)
    const roomId = toId('!', key)
    const from = toText(timeline.prev_batch, 4000)
    if (timeline.limited !== true || !roomId || !from) continue
    const told = toList(timeline.events).flatMap((raw) => readEvent(raw, receivedAt) ?? [])
    if (told.some((event) => isOwnEntrance(event, deps.me))) continue
    gaps.set(roomId, await fetchGap(deps, roomId, from, { receivedAt, obeyFrom }))
  }
  return gaps
}

function hasLimited(response: unknown): boolean {
  const { join, leave } = toObject(toObject(response).rooms)
  return [join, leave].flatMap(toEntries).some(([, { timeline }]) => toObject(timeline).limited === true)
}

/** Raw events before a token, oldest first, as far as they may be new. */
async function fetchGap(deps: Deps, roomId: string, from: string, floor: Floor): Promise<unknown[]> {
  const missed: unknown[] = []
  let next: string | undefined = from
  for (let page = 0; next !== undefined; page++) {
    if (page === MOST_PAGES) {
      deps.log(`A gap in ${roomId} is longer than ${MOST_PAGES} pages; what is before them is left out.`)
      break
    }
    const { chunk, end }: { chunk: unknown[]; end: string | undefined } = await fetchPage(deps, roomId, next)
    missed.push(...chunk)
    next = (await isLast(deps, chunk, floor)) ? undefined : end
  }
  return missed.reverse()
}

async function fetchPage({ request, log, signal }: Deps, roomId: string, from: string) {
  try {
    return await readPage(request, roomId, { from, signal })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    log(`What was said in ${roomId} meanwhile cannot be read. ${error.message}`)
    return { chunk: [], end: undefined }
  }
}

/**
 * Whether nothing before this page (newest first) can be new. Servers that were apart bring their events late, in
 * between known ones: a known event alone is no end, a page without anything new is. So is the bot's own entrance.
 * An empty page is none: the homeserver may have left out what is not to be seen.
 */
async function isLast(deps: Deps, chunk: unknown[], { receivedAt, obeyFrom }: Floor): Promise<boolean> {
  const events = chunk.flatMap((raw) => readEvent(raw, receivedAt) ?? [])
  if (events.length === 0) return false
  if (events.some((event) => isOwnEntrance(event, deps.me))) return true
  const eventId = { in: events.map((event) => event.eventId) }
  const stored = await deps.db.inboxEvent.findMany({ where: { eventId }, select: { eventId: true } })
  const known = new Set(stored.map((row) => row.eventId))
  return events.every((event) => known.has(event.eventId) || event.sentAt < (obeyFrom ?? new Date(0)))
}

/** The invitation, where there is one: what was said after it is meant for the bot, although it came in later. */
function isOwnEntrance(event: TimelineEvent, me: string): boolean {
  return isEntrance(event, me, 'invite') || (isEntrance(event, me, 'join') && event.membershipBefore !== 'invite')
}
