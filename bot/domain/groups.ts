import { createHash } from 'node:crypto'
import type { Db } from '../../prisma/client.ts'
import { markUndone } from './occasions.ts'
import type { Group } from './people.ts'

/** Occasions of what was last written into a group's room; gone: it is to be written again. */
export const nameWritten = (groupId: string) => `name:${groupId}`
export const topicWritten = (groupId: string) => `topic:${groupId}`

const fold = (text: string) =>
  text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')

/** Words that every other group's name has too. */
const KIND = /^(?:ag|ak|uag|arbeitsgruppe|arbeitskreis|arbeitsgemeinschaft|working group|team|die|der|das)\s+/i
const LONGEST_KEY = 24

/** A key from a group's name: AG Kommunale Portale → kommunale-portale. */
export function keyFrom(name: string): string {
  const short = name.replace(KIND, '')
  const plain = fold(short === '' ? name : short)
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-$/g, '')
  const cut =
    plain.length <= LONGEST_KEY
      ? plain
      : plain
          .slice(0, LONGEST_KEY + 1)
          .replace(/-[^-]*$/, '')
          .slice(0, LONGEST_KEY)
  return cut === '' ? 'gruppe' : cut
}

/** Whether a text can be a key: lowercase letters, digits and hyphens, beginning with a letter. */
export const isKey = (text: string) => /^[a-z][a-z0-9-]{0,39}$/.test(text)

/** The group of a key, typed in any case. Keys are never used again, so archived groups count. */
export const groupByKey = async (db: Db, key: string): Promise<Group | undefined> =>
  (await db.group.findUnique({ where: { key: fold(key.trim()) } })) ?? undefined

/** The group that is called so already. */
export async function groupByName(db: Db, name: string): Promise<Group | undefined> {
  const wanted = fold(name.trim()).replace(/\s+/g, ' ')
  return (await db.group.findMany()).find((group) => fold(group.name) === wanted)
}

type NewGroup = { name: string; administrationKeys: readonly string[]; now: Date; eventId: string }

/** Makes a group with a key of its name. Its room comes by the job that looks after rooms. */
export async function addGroup(db: Db, { name, administrationKeys, now, eventId }: NewGroup): Promise<Group> {
  const key = await freeKey(db, keyFrom(name))
  const group = await db.group.create({
    data: { id: idFrom(eventId), key, name, prefix: key.toUpperCase(), fromConfig: false, createdAt: now },
  })
  await db.groupAdministration.createMany({
    data: administrationKeys.map((administrationKey) => ({ groupId: group.id, administrationKey })),
  })
  return group
}

/** Where the same message makes the group again, after a restored backup, its room is found by this id. */
const idFrom = (eventId: string) => `g-${createHash('sha256').update(eventId).digest('hex').slice(0, 32)}`

async function freeKey(db: Db, wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const key = n === 1 ? wanted : `${wanted}-${n}`
    const taken = await db.group.findFirst({
      where: { OR: [{ key }, { prefix: key.toUpperCase() }] },
      select: { id: true },
    })
    if (!taken) return key
  }
}

/** Gives a group another key. Only before its first decision, because the key is part of register numbers. */
export const changeKey = (db: Db, groupId: string, key: string) =>
  db.group.update({ where: { id: groupId }, data: { key, prefix: key.toUpperCase() } })

/** Whether a decision was ever recorded in the group. */
export const hasDecisions = async (db: Db, groupId: string) =>
  (await db.item.count({ where: { groupId, letter: 'B' } })) > 0

/** Changes the topic; the room follows. */
export async function changeTopic(db: Db, groupId: string, topic: string | null): Promise<void> {
  await db.group.update({ where: { id: groupId }, data: { topic } })
  await markUndone(db, topicWritten(groupId))
}

/** Ends a group for now: read-only and silent, still found. */
export const archiveGroup = (db: Db, groupId: string, now: Date) =>
  db.group.update({ where: { id: groupId }, data: { archivedAt: now } })

/** Takes an archived group up again. */
export const reopenGroup = (db: Db, groupId: string) =>
  db.group.update({ where: { id: groupId }, data: { archivedAt: null } })

/** Whether posted links are captured in the group. */
export const changeCapture = (db: Db, groupId: string, captureLinks: boolean) =>
  db.group.update({ where: { id: groupId }, data: { captureLinks } })

/** Tasks of a group that are neither done nor cancelled, by number. */
export async function openTasksOf(db: Db, groupId: string): Promise<{ id: string; text: string }[]> {
  const rows = await db.task.findMany({
    where: { status: { in: ['open', 'doing'] }, item: { groupId, cancelledAt: null } },
    select: { id: true, text: true },
    orderBy: { item: { number: 'asc' } },
  })
  return rows
}
