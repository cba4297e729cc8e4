import type { Db } from '../../prisma/client.ts'
import { restored } from '../../templates/restored.ts'
import { raiseIncident } from '../domain/incidents.ts'
import { endReservations } from '../domain/numbers.ts'
import type { Installation } from '../installation.ts'
import { deletedKey } from './collecting.ts'

const found = { foundAt: { not: null } }
const isAnswer = { key: { startsWith: 'answer:' } }
const unsent = { sentAt: null, setAsideAt: null }

/**
 * Ends what a restored backup has begun: numbers go on after the highest, operators are told what came of it, and sending
 * and jobs may begin. One transaction.
 */
export async function finishRestoring(
  tx: Db,
  { now, installation }: { now: Date; installation: Installation },
): Promise<void> {
  const { restoredFrom } = await tx.account.findUniqueOrThrow({ where: { id: 1 } })
  if (!restoredFrom) return
  await keepDeleted(tx)
  const { changed, lost } = await endReservations(tx)
  for (const { from, to } of changed) await moveCards(tx, from, to)
  const say = restored({
    backup: restoredFrom,
    again: await tx.inboxEvent.count({ where: { replayAt: { not: null }, outcome: 'ran' } }),
    answered: await tx.outboxMessage.count({ where: { ...found, ...isAnswer } }),
    posted: await tx.outboxMessage.count({ where: { ...found, NOT: isAnswer } }),
    answers: await tx.outboxMessage.count({ where: { ...unsent, ...isAnswer } }),
    changed,
    lost,
  })
  const wordedIn = (lang: 'de' | 'en') => say({ lang, timeZone: installation.timeZone }).source
  await raiseIncident(tx, `restored:${now.getTime()}`, { de: wordedIn('de'), en: wordedIn('en') }, now)
  await tx.inboxEvent.updateMany({ where: { replayAt: { not: null } }, data: { replayAt: null } })
  await tx.outboxMessage.updateMany({ where: found, data: { foundAt: null } })
  await tx.account.update({ where: { id: 1 }, data: { restoredFrom: null, collectedAt: null } })
}

/**
 * What somebody has deleted in a room stays so: the next answer that a room lacks was it, if that was said before the
 * bot fell silent. What else was deleted is forgotten.
 */
async function keepDeleted(tx: Db): Promise<void> {
  const where = { ...found, key: { startsWith: deletedKey('') } }
  for (const { position, roomId, eventId, sentAt } of await tx.outboxMessage.findMany({
    where,
    orderBy: [{ sentAt: 'asc' }, { position: 'asc' }],
  })) {
    const missing = await tx.outboxMessage.findFirst({
      where: { ...unsent, ...isAnswer, roomId, createdAt: { lte: sentAt ?? new Date(0) } },
      orderBy: [{ createdAt: 'asc' }, { position: 'asc' }],
    })
    await tx.outboxMessage.delete({ where: { position } })
    if (missing)
      await tx.outboxMessage.update({
        where: { position: missing.position },
        data: { eventId, sentAt, content: null, foundAt: sentAt },
      })
  }
}

/** What was posted about an item while it had its former number is about it still, and not about what has that number now. */
async function moveCards(tx: Db, from: string, to: string): Promise<void> {
  const item = await tx.item.findUnique({ where: { id: to }, select: { createdAt: true } })
  if (!item) return
  const since = { gte: item.createdAt }
  await tx.outboxMessage.updateMany({
    where: { ...found, NOT: isAnswer, itemId: from, createdAt: since },
    data: { itemId: to },
  })
}
