import type { Db } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import { eraseLink } from './link-snapshot.ts'
import { isOfRoom, othersActed, type Redaction } from './redactions.ts'

/**
 * A message was taken back: its shares go. A link with no share left goes with them, unless somebody else has done
 * something with it. A command that had stored a link takes it back while nobody else has acted on it.
 */
export async function forgetShared(db: Db, redaction: Redaction, by: By): Promise<void> {
  const { eventId } = redaction
  const shares = await db.linkShare.findMany({
    where: { eventId },
    include: { link: { include: { item: { include: { group: true } } } } },
  })
  for (const { id, linkId, personId, link } of shares) {
    if (!(await isOfRoom(db, redaction, link.item.group.roomId))) continue
    await db.linkShare.delete({ where: { id } })
    const left = await db.linkShare.count({ where: { linkId } })
    if (left === 0 && !(await othersActed(db, linkId, personId, ['created', 'shared', 'unshared'])))
      await eraseLink(db, linkId, by)
    else await note(db, linkId, by, { action: 'unshared' })
  }
  await forgetStored(db, redaction, by)
}

/** The command may have been a reply to the message that had the address: then the share is not its own. */
async function forgetStored(db: Db, redaction: Redaction, by: By): Promise<void> {
  const stored = await db.item.findMany({
    where: { eventId: redaction.eventId, letter: 'L', cancelledAt: null },
    include: { group: true },
  })
  for (const { id, authorId, group } of stored) {
    if (!(await isOfRoom(db, redaction, group.roomId))) continue
    const left = await db.linkShare.count({ where: { linkId: id, personId: { not: authorId } } })
    const isShared = (await db.historyEntry.count({ where: { itemId: id, action: 'shared' } })) > 0
    if (!(isShared && left > 0) && !(await othersActed(db, id, authorId, ['created', 'shared', 'unshared'])))
      await eraseLink(db, id, by)
  }
}
