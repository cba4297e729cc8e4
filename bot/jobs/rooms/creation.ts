import { NotSent, type RoomSpec, Undeliverable } from '../../chat.ts'
import { markUndone } from '../../domain/occasions.ts'
import type { Work } from './attempt.ts'

/** How long a request whose answer was lost may still be at work on the homeserver. */
const SETTLING_MS = 60_000

export type Made = { roomId: string; isFresh: boolean }

/** Names the intent to make a room; it goes when the room is stored. */
export const intentOf = (mark: string) => `create-room:${mark}`

/**
 * Makes a room, or finds the one that was made before the bot was interrupted: the intent is stored first, and the
 * room bears its mark. undefined: an earlier request may still come to something, so that is waited for.
 */
export async function makeRoom({ db, chat, clock }: Work, spec: RoomSpec): Promise<Made | undefined> {
  const key = intentOf(spec.mark)
  const begun = await db.occasion.findUnique({ where: { key } })
  if (begun || spec.kind !== 'direct') {
    const found = await chat.findRoom(spec.mark)
    if (found) return { roomId: found, isFresh: false }
  }
  const age = begun ? +clock() - +begun.at : SETTLING_MS
  if (age >= 0 && age < SETTLING_MS) return undefined
  await db.occasion.upsert({ where: { key }, create: { key, at: clock() }, update: { at: clock() } })
  try {
    return { roomId: await chat.createRoom(spec), isFresh: true }
  } catch (error) {
    if (error instanceof NotSent || error instanceof Undeliverable) await markUndone(db, key)
    throw error
  }
}

/** Stores what a room is, whether the sync has told of it or not, and that its making is over. */
export async function storeRoom(
  db: Parameters<Parameters<Work['db']['$transaction']>[0]>[0],
  {
    roomId,
    mark,
    now,
    ...what
  }: { roomId: string; mark: string; now: Date; kind: 'space' | 'group' | 'direct'; personId?: string },
): Promise<void> {
  await db.room.upsert({
    where: { id: roomId },
    create: { id: roomId, membership: 'join', mark, updatedAt: now, ...what },
    update: what,
  })
  await markUndone(db, intentOf(mark))
}
