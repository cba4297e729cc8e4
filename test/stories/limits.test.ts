import { afterEach, expect, test } from 'vitest'
import { priorities } from '../../bot/outbox.ts'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'
import { messageLimit } from '../limiter.ts'

const { anna, ben, karin } = people
const START = '2026-03-09T10:00:00+01:00'
/** What Synapse does unless told otherwise. */
const USUAL = { perSecond: 0.2, burst: 10 }
let bot: TestBot
afterEach(() => bot.close())

async function limitedBot(limit = USUAL) {
  bot = await testBot({ at: START })
  bot.homeserver.before = messageLimit(bot.clock, limit)
}

type Sent = { second: number; roomId: string; body: string; answers: string | undefined }

/** All that the bot has said since the start, with the second at which it arrived. */
function sent(): Sent[] {
  return [...bot.homeserver.rooms.values()]
    .flatMap(({ timeline }) => timeline)
    .filter(
      ({ sender, type, origin_server_ts }) =>
        sender === bot.installation.me && type === 'm.room.message' && origin_server_ts >= +new Date(START),
    )
    .map(({ room_id, content, origin_server_ts }) => ({
      second: Math.round((origin_server_ts - +new Date(START)) / 1000),
      roomId: room_id,
      body: String(content['body']),
      answers: (content['m.relates_to'] as { 'm.in_reply_to'?: { event_id: string } } | undefined)?.['m.in_reply_to']
        ?.event_id,
    }))
    .sort((a, b) => a.second - b.second)
}

/** Lets time pass, from one moment that the outbox names to the next, until nothing waits any more. */
async function letPass() {
  await bot.work()
  for (let next = await bot.app.flush(); next; next = await bot.app.flush()) bot.travelTo(next.toISOString())
}

/** So many commands at once, of these people in turn, from two rooms in turn; ids of the events by room. */
async function askAtOnce(askers: readonly string[], count: number) {
  const asked: Record<string, string[]> = { it: [], portale: [] }
  for (let i = 0; i < count; i++) {
    const place = Math.floor(i / askers.length) % 2 === 0 ? 'it' : 'portale'
    asked[place]?.push(await bot.put(askers[i % askers.length] ?? '', `!aufgabe Nummer ${i}`, { in: place }))
  }
  return asked
}

const isNotice = ({ body }: Sent) => body.includes('nur langsam')

test('60 commands of six people at once: 10 answers at once, then one message in 5 s, in each room in order', async () => {
  await limitedBot()
  const six = Object.values(people).slice(0, 6)
  const asked = await askAtOnce(six, 60)
  await letPass()
  const all = sent()
  const notices = all.filter(isNotice)
  const answers = all.filter(({ answers }) => answers)
  expect(answers).toHaveLength(60)
  for (const [place, eventIds] of Object.entries(asked)) {
    const roomId = await bot.roomOf(place)
    expect(answers.filter((one) => one.roomId === roomId).map(({ answers }) => answers)).toEqual(eventIds)
  }
  expect(notices).toHaveLength(6)
  expect(all.map(({ second }) => second)).toEqual(all.map((_, i) => Math.max(0, i - 9) * 5))
})

test('the notice names who has to wait, comes before the answers, and spares who waits less than 20 s', async () => {
  await limitedBot()
  for (let i = 0; i < 12; i++) await bot.put(anna, `!aufgabe Nummer ${i}`)
  await bot.put(ben, '!aufgabe Nur eine')
  await letPass()
  expect(sent().filter(isNotice)).toEqual([])

  bot.travelTo('2026-03-09T12:00:00+01:00')
  for (let i = 0; i < 12; i++) await bot.put(anna, `!aufgabe Nochmals ${i}`)
  for (let i = 0; i < 6; i++) await bot.put(ben, `!aufgabe Auch ${i}`)
  await letPass()
  const later = sent().slice(13)
  expect(later.filter(isNotice)).toHaveLength(1)
  // After one more answer: what is asked for between two messages is known then.
  expect(later[11]?.body).toBe(
    'Ben Schulz: Der Server nimmt meine Nachrichten gerade nur langsam an. Ihre Antworten kommen der Reihe nach, die letzte in etwa einer Minute.',
  )
})

test('the time that the notice names goes by the pace of the homeserver, not by what was left of a pause', async () => {
  await limitedBot()
  await askAtOnce([anna], 10)
  await letPass()
  bot.travelTo('2026-03-09T10:00:03.900+01:00') // in 1.1 s it takes the next message, and then one in 5 s
  for (let i = 0; i < 20; i++) await bot.put(ben, `!aufgabe Nummer ${i}`)
  await letPass()
  const [notice] = sent().filter(isNotice)
  expect(notice?.body).toContain('die letzte in etwa 2 Minuten.')
  expect(sent().at(-1)?.second).toBe(105)
})

test('who goes on asking is not told again within ten minutes, and later anew', async () => {
  await limitedBot()
  await askAtOnce([anna], 20)
  await letPass()
  await askAtOnce([anna], 20)
  await letPass()
  expect(sent().filter(isNotice)).toHaveLength(1)
  bot.travelTo('2026-03-09T12:00:00+01:00')
  await askAtOnce([anna], 20)
  await letPass()
  expect(sent().filter(isNotice)).toHaveLength(2)
})

test('automatic posts give way to answers, and edits of cards go last', async () => {
  await limitedBot()
  const [it, portale] = [await bot.roomOf('it'), await bot.roomOf('portale')]
  const row = (key: string, roomId: string, priority: number) => ({
    ...{ key, roomId, priority, createdAt: bot.clock() },
    content: JSON.stringify({ msgtype: 'm.notice', body: key }),
  })
  await bot.db.outboxMessage.createMany({
    data: [
      ...[1, 2, 3].map((i) => row(`edit ${i}`, i % 2 ? it : portale, priorities.edit)),
      ...[1, 2, 3].map((i) => row(`post ${i}`, i % 2 ? it : portale, priorities.post)),
    ],
  })
  bot.homeserver.before = messageLimit(bot.clock, { perSecond: 0.2, burst: 1 })
  await askAtOnce([anna, ben, karin], 6)
  await letPass()
  const rank = ({ body, answers }: Sent) => (answers ? 0 : /^post/.test(body) ? 1 : 2)
  const ranks = sent()
    .filter((one) => !isNotice(one))
    .map(rank)
  expect(ranks).toEqual([...ranks].sort())
  expect(ranks).toHaveLength(12)
})

test('a wait of an hour is not believed for longer than a few minutes, and is no reason to ask all the time', async () => {
  await limitedBot()
  bot.homeserver.before = messageLimit(bot.clock, { perSecond: 1 / 3600, burst: 1 })
  await askAtOnce([anna], 2)
  await bot.work()
  const next = await bot.app.flush()
  expect(+(next ?? 0) - +bot.clock()).toBeGreaterThan(200_000)
})
