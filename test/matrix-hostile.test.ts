import fc from 'fast-check'
import { expect, test } from 'vitest'
import { storeSync } from '../bot/matrix/sync-store.ts'
import { ANNA, event, joined, ME, member, NOON, openStore, ROOM, receive, said, waiting } from './matrix-sync.ts'

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('', '\0', '\ud800', -1, 1e308, '__proto__', ANNA, ME, '$a', ROOM),
)
const maybe = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: junk })
const types = [
  'm.room.message',
  'm.room.member',
  'm.room.redaction',
  'm.room.create',
  'm.room.power_levels',
  'm.room.tombstone',
  'm.reaction',
  'm.room.name',
]
const id = maybe(fc.constantFrom('$a', '$b', '$c\ud800', '$d\0', `$${'e'.repeat(300)}`))
const content = fc.record(
  {
    ...{
      msgtype: maybe(fc.constant('m.text')),
      body: maybe(fc.constant('!heute')),
      membership: maybe(fc.constantFrom('join', 'ban')),
    },
    ...{
      displayname: junk,
      name: junk,
      room_version: junk,
      additional_creators: junk,
      predecessor: junk,
      users: junk,
      redacts: id,
    },
    ...{ replacement_room: junk, 'de.allmende.group': junk, 'm.mentions': junk, 'm.new_content': junk },
    'm.relates_to': maybe(
      fc.record(
        { rel_type: maybe(fc.constant('m.replace')), event_id: id, 'm.in_reply_to': junk },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
)
const anyEvent = fc.record(
  {
    ...{
      event_id: id,
      type: maybe(fc.constantFrom(...types)),
      sender: maybe(fc.constantFrom(ANNA, ME)),
      content: maybe(content),
    },
    ...{ state_key: maybe(fc.constantFrom('', ANNA, ME)), redacts: id, origin_server_ts: junk },
    unsigned: maybe(fc.record({ age: junk, transaction_id: junk, prev_content: junk }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
)
const events = maybe(fc.array(maybe(anyEvent), { maxLength: 6 }))
const room = maybe(
  fc.record(
    {
      timeline: maybe(fc.record({ events, limited: junk, prev_batch: junk })),
      state: maybe(fc.record({ events })),
      state_after: maybe(fc.record({ events })),
      invite_state: maybe(fc.record({ events })),
    },
    { requiredKeys: ['timeline'] },
  ),
)
const section = maybe(
  fc.dictionary(maybe(fc.constantFrom(ROOM, '!b', '__proto__', '!\0')).map(String), room, { maxKeys: 3 }),
)
const rooms = maybe(fc.record({ join: section, invite: section, leave: section }, { requiredKeys: [] }))

test('whatever a homeserver sends, its token is stored, and what is good in it', async () => {
  const db = await openStore()
  let run = 0
  await fc.assert(
    fc.asyncProperty(rooms, async (shape) => {
      const token = `s${++run}`
      const good = said('!heute', { event_id: `$good${run}` })
      await storeSync(db, { next_batch: token, rooms: shape }, { receivedAt: NOON, me: ME })
      await receive(db, joined([good], [], '!good:example.org'), NOON, token)
      expect((await db.account.findFirst())?.syncToken).toBe(token)
      expect(await db.inboxEvent.count({ where: { eventId: `$good${run}`, handledAt: null } })).toBe(1)
    }),
    { numRuns: 80 },
  )
})

test('an event nested deeper or longer than any honest one is passed over; what comes after it is not', async () => {
  const db = await openStore()
  const deep = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`)
  const nested = event('m.room.message', { msgtype: 'm.text', body: '!tief', deep })
  const levels = event('m.room.power_levels', { users: deep }, { state_key: '' })
  const long = said(`!lang ${'x'.repeat(60_000)}`)
  const endless = said(`!endlos ${'x'.repeat(300_000)}`)
  await receive(db, joined([nested, levels, endless, said('!heute'), long]))
  expect((await waiting(db)).map((text) => text.slice(0, 6))).toEqual(['!heute', '!lang '])
  expect((await db.room.findFirst())?.powerLevels).toBeNull()
})

test('text that a database cannot hold is made so that it can', async () => {
  const db = await openStore()
  await receive(db, joined([member(ANNA, 'join', { displayname: 'An\0na \ud800' })]))
  expect((await db.roomMember.findFirst())?.displayName).toBe('Anna \ufffd')
})

test('without a token nothing is stored', async () => {
  const db = await openStore()
  const response = { rooms: joined([said('!heute')]) }
  await expect(storeSync(db, response, { receivedAt: NOON, me: ME })).rejects.toThrow('next_batch')
  expect(await db.inboxEvent.count()).toBe(0)
})

test('response and token are stored both or not at all', async () => {
  const db = await openStore()
  await db.$executeRawUnsafe(`CREATE TRIGGER full BEFORE UPDATE ON Account BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
  await expect(receive(db, joined([said('!heute')]))).rejects.toThrow()
  expect([await db.inboxEvent.count(), await db.room.count()]).toEqual([0, 0])
})
