import type { Client, Db } from '../prisma/client.ts'
import { answersDelayed } from '../templates/delays.ts'
import { nameOf } from './domain/people.ts'
import type { Installation } from './installation.ts'
import { priorities, sendable } from './outbox.ts'
import { putParts, readerOf } from './posting.ts'

/** Who waits longer than this for an answer is told so. */
const PATIENCE_MS = 20_000
/** Nobody is told again within this time. */
const AGAIN_MS = 10 * 60_000
/** More waiting answers than these are not looked at: whoever asked is told when they come nearer. */
const MOST = 500

type Late = { personId: string; roomId: string; eventId: string; since: Date; lastAt: Date }

/**
 * Tells everybody whose answers will take longer than 20 s, once, where she asked first, because the homeserver takes
 * one message in `pace` milliseconds only. It goes before the answers, else it would come too late to say anything.
 */
export async function tellDelays(
  { db, installation }: { db: Client; installation: Installation },
  { pace, now }: { pace: number; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    for (const late of await lateOnes(tx, pace, now))
      if (!(await isTold(tx, late, now))) await tell(tx, late, installation, now)
  })
}

/** One for each person, in the order in which they have asked. */
async function lateOnes(db: Db, pace: number, now: Date): Promise<Late[]> {
  const waiting = await db.outboxMessage.findMany({
    where: { ...sendable(now), priority: priorities.answer, causeEventId: { not: null } },
    orderBy: { position: 'asc' },
    select: { causeEventId: true, roomId: true, createdAt: true },
    take: MOST,
  })
  const eventId = { in: waiting.flatMap(({ causeEventId }) => causeEventId ?? []) }
  const causes = await db.inboxEvent.findMany({ where: { eventId }, select: { eventId: true, sender: true } })
  const senders = new Map(causes.map((one) => [one.eventId, one.sender]))
  const late = new Map<string, Late>()
  for (const [index, { causeEventId, roomId, createdAt }] of waiting.entries()) {
    const personId = senders.get(causeEventId ?? '')
    const lastAt = new Date(+now + (index + 1) * pace)
    if (!personId || !roomId || !causeEventId || +lastAt - +createdAt <= PATIENCE_MS) continue
    late.set(personId, {
      ...(late.get(personId) ?? { personId, roomId, eventId: causeEventId, since: createdAt }),
      lastAt,
    })
  }
  return [...late.values()]
}

/** Told about what she waits for now, or just lately. */
async function isTold(db: Db, { personId, since }: Late, now: Date): Promise<boolean> {
  const told = await db.outboxMessage.findFirst({
    where: { personId, priority: priorities.delay },
    orderBy: { position: 'desc' },
    select: { createdAt: true },
  })
  if (!told || told.createdAt > now) return false
  return told.createdAt >= since || +now - +told.createdAt < AGAIN_MS
}

async function tell(db: Db, { personId, roomId, eventId, lastAt }: Late, installation: Installation, now: Date) {
  const person = await db.person.findUnique({ where: { id: personId } })
  const group = await db.group.findUnique({ where: { roomId } })
  const minutes = Math.ceil((+lastAt - +now) / 60_000)
  const name = group ? await nameOf(db, personId, roomId) : undefined
  await putParts(db, answersDelayed({ name, minutes }), {
    key: `delay:${eventId}:${personId}`,
    ...{ roomId, personId, priority: priorities.delay, mentions: [], now },
    reader: readerOf(installation, person, group),
  })
}
