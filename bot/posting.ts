import type { Db } from '../prisma/client.ts'
import { type Reader, type Say, toContent } from '../templates/template.ts'
import type { AnswerFile } from './command.ts'
import { isDeafIn } from './domain/deafness.ts'
import type { Group } from './domain/people.ts'
import type { Installation } from './installation.ts'
import type { Post } from './job.ts'
import { FILE } from './mark.ts'
import { enqueue, priorities } from './outbox.ts'
import { splitMarkdown } from './splitting.ts'

/** In which language and zone a person reads: her own settings, else the group's, else the installation's. */
export function readerOf(
  installation: Installation,
  person?: { language: string | null; timeZone: string | null } | null,
  group?: { language: string | null; timeZone: string | null } | null,
): Reader {
  return {
    lang: (person?.language ?? group?.language ?? installation.language) === 'en' ? 'en' : 'de',
    timeZone: person?.timeZone ?? group?.timeZone ?? installation.timeZone,
  }
}

type Target = { roomId: string | null; personId?: string; reader: Reader; mention: string[]; inRoom: boolean }

/** Stores a post of the bot's own accord as outbox rows. One into an archived group, without a room, or where the bot is deaf is dropped. */
export async function post(db: Db, post: Post, installation: Installation, now: Date): Promise<void> {
  const target = await targetOf(db, post, installation)
  if (!target || (target.roomId && (await isDeaf(db, target.roomId, installation)))) return
  const say = target.inRoom && post.sayInRoom ? post.sayInRoom : post.say
  const mentions = [...(post.ping ?? []), ...target.mention]
  await putParts(db, say, {
    key: post.key,
    roomId: target.roomId,
    ...(target.personId ? { personId: target.personId } : {}),
    priority: priorities.post,
    itemId: post.itemId,
    notBefore: target.inRoom ? undefined : post.notBefore,
    notAfter: post.notAfter,
    occasions: post.occasions,
    reader: target.reader,
    mentions,
    now,
    ...(post.replyTo ? { relation: { 'm.in_reply_to': { event_id: post.replyTo } } } : {}),
  })
}

type Parts = {
  key: string
  roomId: string | null
  personId?: string
  priority: number
  itemId?: string | undefined
  causeEventId?: string
  notBefore?: Date | undefined
  notAfter?: Date | undefined
  numbers?: readonly string[] | undefined
  occasions?: readonly string[] | undefined
  reader: Reader
  mentions: string[]
  /** What is sent in place of the words. */
  file?: AnswerFile | undefined
  now: Date
  /** Thread that the answer belongs into, and the message it answers. */
  relation?: Record<string, unknown> | undefined
}

/**
 * Words a message for its reader and stores it, in parts where it is long. Only the first part pings and is the card.
 * Of a post that stands already no further parts are added, should it be longer by now.
 */
export async function putParts(
  db: Db,
  say: Say,
  { reader, mentions, file, now, relation, itemId, numbers, occasions, ...row }: Parts,
): Promise<void> {
  const pinging = { ping: mentions.length > 0, mentions }
  const contents = file
    ? [fileContent(file)]
    : splitMarkdown(say(reader)).map((part, i) => toContent(part, i === 0 ? pinging : {}))
  for (const [i, said] of contents.entries()) {
    const first = i === 0
    const content = {
      ...said,
      ...(relation ? { 'm.relates_to': relation } : {}),
    }
    const key = first ? row.key : `${row.key}#${i + 1}`
    const more = first ? { itemId, numbers, occasions } : {}
    const isNew = await enqueue(db, { ...row, ...more, key, content }, now)
    if (!isNew && row.priority === priorities.post) return
  }
}

/** As it stands in the row: the text lies beside, for whoever sends it. */
const fileContent = ({ name, type, text }: AnswerFile) => ({
  msgtype: 'm.file',
  body: name,
  filename: name,
  'm.mentions': {},
  [FILE]: { type, text },
})

async function targetOf(db: Db, { to }: Post, installation: Installation): Promise<Target | undefined> {
  if ('groupId' in to) return roomTarget(await db.group.findUnique({ where: { id: to.groupId } }), installation)
  if ('roomId' in to) {
    const group = await db.group.findUnique({ where: { roomId: to.roomId } })
    const asker = to.reader ? await db.person.findUnique({ where: { id: to.reader } }) : null
    return { roomId: to.roomId, reader: readerOf(installation, asker, group), mention: [], inRoom: true }
  }
  const person = await db.person.findUnique({ where: { id: to.personId } })
  const direct = await directRoomOf(db, to.personId, installation)
  const reader = readerOf(installation, person)
  if (direct?.joined || to.absent === 'wait')
    return { roomId: direct?.roomId ?? null, personId: to.personId, reader, mention: [to.personId], inRoom: false }
  const room = roomTarget(await db.group.findUnique({ where: { id: to.absent.groupId } }), installation)
  return room && { ...room, mention: [to.personId] }
}

async function isDeaf(db: Db, roomId: string, installation: Installation): Promise<boolean> {
  const room = await db.room.findUnique({ where: { id: roomId }, select: { encrypted: true } })
  return room !== null && isDeafIn(room, installation)
}

const roomTarget = (group: Group | null, installation: Installation): Target | undefined =>
  group && !group.archivedAt && group.roomId
    ? { roomId: group.roomId, reader: readerOf(installation, null, group), mention: [], inRoom: true }
    : undefined

/** The one direct room of a person, and whether she has joined it. One into which others have come is none. */
export async function directRoomOf(
  db: Db,
  personId: string,
  { encryption, me }: Pick<Installation, 'encryption' | 'me'>,
): Promise<{ roomId: string; joined: boolean } | undefined> {
  const readable = encryption ? {} : { encrypted: false }
  const rooms = await db.room.findMany({
    where: { kind: 'direct', personId, membership: 'join', replacedBy: null, ...readable },
    include: { members: { where: { membership: { in: ['join', 'invite'] }, userId: { not: me } } } },
    orderBy: { id: 'asc' },
  })
  const room = rooms.find(({ members }) => members.every(({ userId }) => userId === personId))
  return room ? { roomId: room.id, joined: room.members[0]?.membership === 'join' } : undefined
}
