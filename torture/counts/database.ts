import type { Client } from '../../prisma/client.ts'
import type { Diary, Saying } from '../diary.ts'
import type { Outside } from '../outside.ts'
import { type Count, count } from './count.ts'

/** The same once more in the bot's database, and what nobody can see: left-overs, and records of messages that differ from the rooms. */
export async function countInDatabase(db: Client, diary: Diary, outside: Outside): Promise<Count[]> {
  const waiting = await db.inboxEvent.findMany({ where: { handledAt: null } })
  const unsent = await db.outboxMessage.findMany({ where: { sentAt: null } })
  const left = unsent.filter(({ setAsideAt }) => setAsideAt === null)
  const aside = unsent.filter(({ setAsideAt, notAfter }) => setAsideAt !== null && notAfter === null)
  const sent = await db.outboxMessage.findMany({ where: { sentAt: { not: null }, priority: { lt: 2 } } })
  const seen = new Set(outside.messages.map(({ eventId }) => eventId))
  const recorded = new Set(sent.map(({ eventId }) => eventId))
  return [
    ...(await countItems(db, diary)),
    ...(await countRoomRows(db)),
    count(
      'events left unhandled in the database',
      waiting.map(
        ({ eventId, reference, roomId }) => `${eventId} in ${roomId}${reference ? `, set aside as ${reference}` : ''}`,
      ),
    ),
    count(
      'messages left unsent in the database',
      left.map(({ key, roomId, lastError }) => `${key} for ${roomId}: ${lastError}`),
    ),
    count(
      'messages set aside in the database',
      aside.map(({ key, lastError }) => `${key}: ${lastError}`),
    ),
    count(
      'messages in a room that the database has not recorded',
      outside.messages.filter(({ eventId }) => !recorded.has(eventId)).map(({ eventId, key }) => `${eventId} (${key})`),
    ),
    count(
      'messages recorded as sent that are in no room',
      sent
        .filter(({ eventId }) => !seen.has(eventId ?? ''))
        .map(({ eventId, key, roomId }) => `${eventId} (${key}) in ${roomId}`),
    ),
  ]
}

async function countItems(db: Client, { sayings }: Diary): Promise<Count[]> {
  const texts = [
    ...(await db.task.findMany()).map(({ text }) => text),
    ...(await db.decision.findMany()).map(({ text }) => text),
    ...(await db.link.findMany()).map(({ url }) => url),
    ...(await db.meeting.findMany()).map(({ title }) => title),
  ]
  const words = Map.groupBy(texts, (text) => /\b[bcdfghjklmnpqrstvwxz]{4}\b/.exec(text)?.[0] ?? text)
  const wanted = sayings.filter(makesItem)
  const known = new Set(wanted.map(({ word }) => word))
  const times = (word: string) => words.get(word)?.length ?? 0
  return [
    count(
      'items lost in the database',
      wanted.filter(({ word }) => times(word) === 0).map(({ text, eventId }) => `${text} (${eventId})`),
    ),
    count('items double in the database', [
      ...wanted
        .filter(({ word }) => times(word) > 1)
        .map(({ text, eventId, word }) => `${text} (${eventId}): ${times(word)}`),
      ...[...words.keys()].filter((word) => !known.has(word)).map((word) => `${word}: nobody asked for it`),
    ]),
  ]
}

const makesItem = ({ kind }: Saying) => ['task', 'reminded', 'decision', 'link', 'meeting', 'in-person'].includes(kind)

async function countRoomRows(db: Client): Promise<Count[]> {
  const rooms = await db.room.findMany({ where: { kind: { in: ['direct', 'space', 'group'] }, membership: 'join' } })
  const groups = new Set((await db.group.findMany()).map(({ roomId }) => roomId))
  const byUse = Map.groupBy(rooms, ({ id, kind, personId }) =>
    kind === 'group' ? `group ${groups.has(id) ? id : ''}` : `${kind} ${personId}`,
  )
  return [
    count('rooms double in the database', [
      ...[...byUse].filter(([, all]) => all.length > 1).map(([use, all]) => `${use}: ${all.map(({ id }) => id)}`),
      ...(byUse.get('group ') ?? []).map(({ id }) => `${id} is the room of no group`),
    ]),
    count(
      'invitations begun and not ended in the database',
      (await db.invitation.findMany({ where: { doneAt: null } })).map(
        ({ roomId, personId }) => `${personId} into ${roomId}`,
      ),
    ),
  ]
}
