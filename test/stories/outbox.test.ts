import { afterEach, expect, test } from 'vitest'
import { NotSent, Undeliverable } from '../../bot/chat.ts'
import { defineCommand } from '../../bot/command.ts'
import { md } from '../../templates/template.ts'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben } = people
let bot: TestBot
afterEach(() => bot.close())

const about = {
  english: 'x',
  aliases: [],
  permission: 'everyone',
  writes: true,
  usage: { de: '', en: '' },
  help: { de: '', en: '' },
  examples: { de: [], en: [] },
} as const
const echo = defineCommand({ ...about, name: 'echo', english: 'echo', run: async (_ctx, text) => () => md`${text}` })
const long = defineCommand({
  ...about,
  name: 'lang',
  english: 'long',
  run: async () => () => ({
    source: Array.from(
      { length: 3000 },
      (_, i) => `Absatz ${i}: Zwölf Boxkämpfer jagen Viktor quer über den Deich.`,
    ).join('\n\n'),
  }),
})
let failures = 0
const broken = defineCommand({
  ...about,
  name: 'kaputt',
  english: 'broken',
  async run({ db, now }, text) {
    await db.occasion.create({ data: { key: `broken:${text}:${failures}`, at: now } })
    if (failures-- > 0) throw new Error('out of order')
    return () => md`wieder heil`
  },
})

const start = () => testBot({ at: '2026-03-09T10:00:00+01:00', extra: [echo, long, broken] })
const count = async (text: string, place?: string) => (await bot.said(place)).filter((line) => line === text).length

/** The homeserver knows no transaction id any more, and shows none with the messages that it has. */
function forgetSending() {
  bot.homeserver.forgetTransactionIds()
  for (const room of bot.homeserver.rooms.values()) for (const event of room.timeline) event.unsigned = {}
}

test('30 hours without homeserver: every answer arrives once, in order', async () => {
  bot = await start()
  const texts = ['eins', 'zwei', 'drei']
  for (const text of texts) await bot.put(anna, `!echo ${text}`)
  bot.homeserver.before = (request) => {
    if (request === 'send') bot.homeserver.isDown = true
    if (request === 'send') throw new NotSent('connection refused')
  }
  await bot.work()
  expect(await bot.said()).toEqual([])
  bot.travelTo('2026-03-10T16:00:00+01:00')
  bot.homeserver.before = () => {}
  bot.homeserver.isDown = false
  await bot.restart()
  expect(await bot.said()).toEqual(texts)
})

test('an answer whose confirmation was lost for 30 hours is looked for and not sent again', async () => {
  bot = await start()
  let isLost = true
  bot.homeserver.after = (request) => {
    if (request === 'send' && isLost) throw new Error('connection reset')
  }
  await bot.says(anna, '!echo einmal')
  expect(await count('einmal')).toBe(1)
  isLost = false
  forgetSending()
  bot.travelTo('2026-03-10T16:00:00+01:00')
  await bot.work()
  expect(await count('einmal')).toBe(1)
  expect(await bot.db.outboxMessage.count({ where: { sentAt: null } })).toBe(0)
})

test('an attempt that may have arrived, but did not, is made again after 30 hours', async () => {
  bot = await start()
  let isLost = true
  bot.homeserver.before = (request) => {
    if (request === 'send' && isLost) throw new Error('timeout')
  }
  await bot.says(anna, '!echo doch noch')
  expect(await count('doch noch')).toBe(0)
  isLost = false
  bot.travelTo('2026-03-10T16:00:00+01:00')
  await bot.work()
  expect(await count('doch noch')).toBe(1)
})

test('a clock that jumps by a day loses and doubles nothing', async () => {
  bot = await start()
  let isLost = true
  bot.homeserver.after = (request) => {
    if (request === 'send' && isLost) throw new Error('connection reset')
  }
  await bot.says(anna, '!echo Sprung')
  isLost = false
  forgetSending()
  bot.travelTo('2026-03-08T10:00:00+01:00')
  await bot.says(anna, '!echo danach')
  expect(await bot.said()).toEqual(['Sprung', 'danach'])
  bot.travelTo('2026-03-11T10:00:00+01:00')
  await bot.work()
  expect(await bot.said()).toEqual(['Sprung', 'danach'])
})

test('the homeserver says how long to wait, and is obeyed', async () => {
  bot = await start()
  let limit = 2
  bot.homeserver.before = (request) => {
    if (request === 'send' && limit-- <= 0) throw new NotSent('M_LIMIT_EXCEEDED', 5000)
  }
  for (const text of ['eins', 'zwei', 'drei', 'vier']) await bot.put(anna, `!echo ${text}`)
  await bot.work()
  const before = bot.homeserver.requests.length
  await bot.work()
  expect(await bot.said()).toEqual(['eins', 'zwei'])
  expect(bot.homeserver.requests.slice(before)).toEqual([])
  limit = 10
  bot.travelTo('2026-03-09T10:00:05.100+01:00')
  await bot.work()
  expect(await bot.said()).toEqual(['eins', 'zwei', 'drei', 'vier'])
})

test('what cannot be delivered is set aside and logged, and holds up nobody', async () => {
  bot = await start()
  bot.homeserver.before = (request) => {
    bot.homeserver.before = () => {}
    if (request === 'send') throw new Undeliverable('M_FORBIDDEN')
  }
  await bot.says(anna, '!echo verloren')
  expect(await bot.ask(anna, '!echo weiter')).toBe('weiter')
  expect(await bot.said()).toEqual(['weiter'])
  expect(await bot.db.outboxMessage.count({ where: { setAsideAt: { not: null } } })).toBe(1)
  expect(bot.log).toContainEqual(
    expect.objectContaining({ level: 'error', message: expect.stringContaining('set aside') }),
  )
})

test('a long answer comes in parts at paragraphs, each under 20 KB', async () => {
  bot = await start()
  await bot.says(anna, '!lang')
  const events = await bot.events()
  expect(events.length).toBeGreaterThan(5)
  for (const event of events) expect(Buffer.byteLength(JSON.stringify(event.content))).toBeLessThan(20_000)
  const all = events.map((event) => event.content['body']).join('\n')
  expect([...all.matchAll(/Absatz (\d+):/g)].map(([, n]) => Number(n))).toEqual(
    Array.from({ length: 3000 }, (_, i) => i),
  )
})

test('an error inside is tried again; after three it is answered with a reference that the log has too, and nothing is stored', async () => {
  bot = await start()
  failures = 2
  expect(await bot.ask(anna, '!kaputt a')).toBe('wieder heil')
  failures = 99
  const answer = await bot.ask(anna, '!kaputt b')
  const [, reference] = /die Kennung ([0-9A-F]{4})\./.exec(answer) ?? []
  expect(bot.log.filter(({ fields }) => fields?.['reference'] === reference)).toHaveLength(1)
  expect(await bot.db.occasion.count({ where: { key: { startsWith: 'broken:b' } } })).toBe(0)
  expect(await bot.ask(ben, '!echo weiter')).toBe('weiter')
})

test('the content is forgotten when it was handled and sent', async () => {
  bot = await start()
  await bot.says(anna, '!echo geheim')
  await bot.says(anna, 'Nur unter uns: geheim')
  expect(await bot.db.inboxEvent.count({ where: { payload: { not: null } } })).toBe(0)
  expect(await bot.db.outboxMessage.count({ where: { content: { not: null } } })).toBe(0)
})

test('a room that cannot be reached does not hold up the others', async () => {
  bot = await start()
  const it = await bot.roomOf('it')
  bot.homeserver.before = (request, roomId) => {
    if (request === 'send' && roomId === it) throw new Error('timeout')
  }
  await bot.says(anna, '!echo hier', { in: 'it' })
  await bot.says(anna, '!echo dort', { in: 'portale' })
  expect([await bot.said('it'), await bot.said('portale')]).toEqual([[], ['dort']])
})

test('a night full of messages that wait for the morning holds up no answer', async () => {
  bot = await start()
  const roomId = await bot.roomOf()
  const notBefore = new Date('2026-03-10T07:00:00+01:00')
  await bot.db.outboxMessage.createMany({
    data: Array.from({ length: 600 }, (_, i) => ({
      key: `night:${i}`,
      roomId,
      priority: 0,
      content: '{"msgtype":"m.notice","body":"später"}',
      createdAt: bot.clock(),
      notBefore,
    })),
  })
  expect(await bot.ask(anna, '!echo sofort')).toBe('sofort')
})
