import type { Db, Prisma } from '../../prisma/client.ts'
import type { Address } from './canonical-url.ts'
import { type By, note } from './history.ts'
import { addItem } from './items.ts'
import { indexLink } from './link-index.ts'
import { snapshotLink } from './link-snapshot.ts'
import type { Group, Viewer } from './people.ts'

const whole = {
  item: { include: { group: true, tags: { orderBy: { tag: 'asc' } } } },
  shares: { orderBy: { id: 'asc' } },
} as const satisfies Prisma.LinkInclude

/** A link with its item, group, tags and shares, the first one first. */
export type Link = Prisma.LinkGetPayload<{ include: typeof whole }>

/** The link of an id that is known to exist. */
export const linkOf = (db: Db, id: string): Promise<Link> =>
  db.link.findUniqueOrThrow({ where: { id }, include: whole })

/** Links that fulfil a condition, newest first. */
export const linksWhere = (db: Db, where: Prisma.LinkWhereInput): Promise<Link[]> =>
  db.link.findMany({ where, include: whole, orderBy: { item: { number: 'desc' } } })

/** Who put an address into a room, when, and with which message. */
export type Share = { personId: string; at: Date; eventId: string }

type Sharing = {
  group: Group
  viewer: Viewer
  address: Address
  share: Share
  note?: string
  tags?: readonly string[]
  /** Whether the page's title is to be looked up. */
  wantsTitle: boolean
  by: By
}

/**
 * Stores an address in a group, or counts one more share where it is known. One message shares an address once.
 * Note and tags are added to what the link has.
 */
export async function shareLink(db: Db, sharing: Sharing): Promise<{ link: Link; isNew: boolean }> {
  const { group, address, share, by } = sharing
  const known = await db.link.findUnique({
    where: { groupId_canonical: { groupId: group.id, canonical: address.canonical } },
    include: whole,
  })
  if (!known) return { link: await createLink(db, sharing), isNew: true }
  const before = { ...(await snapshotLink(db, known.id)), share: share.eventId }
  const isCounted = known.shares.some(({ eventId }) => eventId === share.eventId)
  if (!isCounted) await db.linkShare.create({ data: { linkId: known.id, ...share } })
  const added = await addDetails(db, known, sharing)
  if (!isCounted || added) await note(db, known.id, by, { action: 'shared', before })
  return { link: added ? await indexed(db, known.id, by) : await linkOf(db, known.id), isNew: false }
}

async function createLink(
  db: Db,
  { group, viewer, address, share, note: text, tags = [], wantsTitle, by }: Sharing,
): Promise<Link> {
  const { id } = await addItem(db, {
    letter: 'L',
    groupId: group.id,
    viewer,
    now: by.now,
    ...(by.eventId ? { eventId: by.eventId } : {}),
  })
  const { url, canonical, hasSecret } = address
  const titleState = wantsTitle && !hasSecret ? 'wanted' : 'off'
  await db.link.create({ data: { id, groupId: group.id, url, canonical, note: text || null, titleState } })
  await db.linkShare.create({ data: { linkId: id, ...share } })
  await db.tag.createMany({ data: tags.map((tag) => ({ itemId: id, tag })) })
  await note(db, id, by, { action: 'created' })
  return indexed(db, id, by)
}

/** Adds a further note on a line of its own, and tags; true where that changed something. */
async function addDetails(db: Db, { id, note: own, item }: Link, { note: text, tags = [] }: Sharing): Promise<boolean> {
  const isNewNote = text !== undefined && text !== '' && !own?.split('\n').includes(text)
  if (isNewNote) await db.link.update({ where: { id }, data: { note: own ? `${own}\n${text}` : text } })
  const fresh = tags.filter((tag) => !item.tags.some((one) => one.tag === tag))
  if (fresh.length > 0) await db.tag.createMany({ data: fresh.map((tag) => ({ itemId: id, tag })) })
  return isNewNote || fresh.length > 0
}

/** Puts another note or title in place; a title that people gave is not looked up any more. */
export async function changeLink(
  db: Db,
  { id }: Link,
  change: { note: string } | { title: string },
  by: By,
): Promise<Link> {
  const before = await snapshotLink(db, id)
  await db.link.update({
    where: { id },
    data: 'title' in change ? { title: change.title, titleState: 'done' } : change,
  })
  await note(db, id, by, { action: 'title' in change ? 'title' : 'note', before })
  return indexed(db, id, by)
}

/** Adds tags to a link. */
export async function tagLink(db: Db, { id, item }: Link, tags: readonly string[], by: By): Promise<Link> {
  const before = await snapshotLink(db, id)
  const fresh = tags.filter((tag) => !item.tags.some((one) => one.tag === tag))
  await db.tag.createMany({ data: fresh.map((tag) => ({ itemId: id, tag })) })
  await note(db, id, by, { action: 'tags', before })
  return indexed(db, id, by)
}

/** Reads a changed link again and brings the search up to date with it. */
export async function indexed(db: Db, id: string, { now }: Pick<By, 'now'>): Promise<Link> {
  const link = await linkOf(db, id)
  await indexLink(db, link, now)
  return link
}
