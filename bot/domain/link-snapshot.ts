import type { Db } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import { indexLink } from './link-index.ts'
import { removeFromIndex } from './search/store.ts'

const withItem = { item: { include: { tags: true } } } as const

/** What `restoreLink` needs to put a link back. */
export async function snapshotLink(db: Db, id: string) {
  const { canonical, url, note, title, titleState, item } = await db.link.findUniqueOrThrow({
    where: { id },
    include: withItem,
  })
  const tags = item.tags.map(({ tag }) => tag)
  return { canonical, url, note, title, titleState, tags, cancelledAt: item.cancelledAt?.toISOString() ?? null }
}

/** `share`: the message that the change counted as a share. */
type Before = Awaited<ReturnType<typeof snapshotLink>> & { share?: string }

/** Puts a link back as it was, without the share that came with the change. What others shared meanwhile stays. */
export async function restoreLink(db: Db, id: string, before: object, { now }: By): Promise<void> {
  const { tags, share, cancelledAt, canonical, ...fields } = before as Before
  const { groupId } = await db.link.findUniqueOrThrow({ where: { id } })
  const taken = await db.link.findFirst({ where: { groupId, canonical, id: { not: id } } })
  // Of an address that was shared anew meanwhile, the new link is the one that later shares count for.
  await db.link.update({ where: { id }, data: { ...fields, canonical: taken ? `${canonical}#${id}` : canonical } })
  await db.item.update({ where: { id }, data: { cancelledAt: cancelledAt ? new Date(cancelledAt) : null } })
  await db.tag.deleteMany({ where: { itemId: id } })
  await db.tag.createMany({ data: tags.map((tag) => ({ itemId: id, tag })) })
  if (share) await db.linkShare.deleteMany({ where: { linkId: id, eventId: share } })
  await indexLink(db, await db.link.findUniqueOrThrow({ where: { id }, include: withItem }), now)
}

/** Takes back a link that was stored by mistake. Its number stays; the address is free to be shared anew. */
export async function withdrawLink(db: Db, id: string, { now }: By): Promise<void> {
  await db.link.update({ where: { id }, data: { canonical: id, titleState: 'off' } })
  await db.item.update({ where: { id }, data: { cancelledAt: now } })
  await removeFromIndex(db, id)
}

/** Deletes a link for people: it can be put back from its history. */
export async function cancelLink(db: Db, id: string, by: By): Promise<void> {
  const before = await snapshotLink(db, id)
  await withdrawLink(db, id, by)
  await note(db, id, by, { action: 'cancelled', before })
}

/** Withdraws a link with all that it said, in its history too: for messages that were taken back. */
export async function eraseLink(db: Db, id: string, by: By): Promise<void> {
  await withdrawLink(db, id, by)
  await db.link.update({ where: { id }, data: { url: '', note: null, title: null } })
  await db.linkShare.deleteMany({ where: { linkId: id } })
  await db.tag.deleteMany({ where: { itemId: id } })
  await db.historyEntry.updateMany({ where: { itemId: id }, data: { detail: null, before: null } })
  await db.outboxMessage.deleteMany({ where: { itemId: id, sentAt: null, firstTriedAt: null } })
  await note(db, id, by, { action: 'withdrawn' })
}
