import { NotSent } from '../../bot/chat.ts'
import type { TestBot } from '../bot.ts'
import { keys, type Person, type Place, persons } from './people.ts'
import type { Row } from './row.ts'
import { directRoomOf } from './world.ts'

/** Somebody says something somewhere; `target` is the event that it replies to or reacts on. */
export type Cell = { person: Person; place: Place; text: string; target?: string | undefined }

/** What came of it: the answer, and what the bot itself notes of the outcome. */
export type Heard = Cell & { answer: string; outcome: string }

type Promised = { key: string; body: string }

/** From now on nothing can be sent, so that answers stay in the outbox, where `say` takes them. */
export function holdBack({ homeserver }: TestBot) {
  homeserver.before = (request) => {
    if (request === 'send') throw new NotSent('connection refused')
  }
}

/** All say theirs, one after the other in each room; resolves with what each heard, and what was posted beside the answers. */
export async function say(
  bot: TestBot,
  row: Pick<Row, 'command' | 'repliesTo' | 'reactsTo'>,
  cells: readonly Cell[],
): Promise<{ heard: Heard[]; posts: Promised[] }> {
  const said: (Cell & { eventId: string })[] = []
  for (const cell of cells) {
    const roomId = await bot.roomOf(cell.place === 'direct' ? directRoomOf(cell.person) : keys[cell.place])
    said.push({ ...cell, eventId: await speak(bot, row, roomId, cell) })
  }
  await bot.work()
  const rows = await bot.db.inboxEvent.findMany({ where: { eventId: { in: said.map(({ eventId }) => eventId) } } })
  const outcomes = new Map(rows.map(({ eventId, outcome }) => [eventId, outcome]))
  const promised = await takePromised(bot)
  const answers = new Map(promised.map(({ key, body }) => [key, body]))
  const heard = said.map(({ eventId, ...cell }) => ({
    ...cell,
    outcome: outcomes.get(eventId) ?? '',
    answer: answers.get(`answer:${eventId}`) ?? '',
  }))
  return { heard, posts: promised.filter(({ key }) => !key.startsWith('answer:')) }
}

async function speak(
  bot: TestBot,
  { command, repliesTo, reactsTo }: Pick<Row, 'command' | 'repliesTo' | 'reactsTo'>,
  roomId: string,
  { person, place, text, target }: Cell,
): Promise<string> {
  const who = persons[person]
  if (reactsTo) {
    const relation = { rel_type: 'm.annotation', event_id: target, key: text }
    return bot.homeserver.add(roomId, who, 'm.reaction', { 'm.relates_to': relation })
  }
  const replyTo =
    repliesTo === 'message'
      ? bot.homeserver.add(roomId, who, 'm.room.message', { msgtype: 'm.text', body: 'Es klappt.' })
      : target
  const prefix = place === 'direct' || command === '' ? '' : '!'
  return bot.put(who, `${prefix}${text}`, { in: roomId, ...(replyTo ? { replyTo } : {}) })
}

/** What is to be sent, taken out of the outbox. */
async function takePromised({ db }: TestBot): Promise<Promised[]> {
  const unsent = await db.outboxMessage.findMany({ where: { sentAt: null }, orderBy: { position: 'asc' } })
  await db.outboxMessage.deleteMany({ where: { sentAt: null } })
  return unsent.map(({ key, content }) => ({
    key,
    body: String((JSON.parse(content ?? '{}') as { body?: unknown }).body),
  }))
}
