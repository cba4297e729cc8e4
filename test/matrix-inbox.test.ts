import { expect, test } from 'vitest'
import {
  ANNA,
  event,
  joined,
  ME,
  member,
  NOON,
  openStore,
  ROOM,
  receive,
  said,
  seen,
  state,
  waiting,
} from './matrix-sync.ts'

const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)

test('commands wait in the order of the timeline; talk among people leaves nothing but its id', async () => {
  const db = await openStore()
  const talk = said('Bis morgen dann')
  const timeline = [
    said('!aufgabe Eins'),
    talk,
    said('!aufgabe Zwei'),
    said('Allmende: heute'),
    said('Siehe https://a.example/b'),
  ]
  expect(await receive(db, joined(timeline, [member(ME, 'join', { displayname: 'Allmende' })]))).toEqual({
    rooms: [ROOM],
    hasChanged: false,
    deafIn: [],
    repeated: [],
    token: 's1',
  })
  expect(await waiting(db)).toEqual(['!aufgabe Eins', '!aufgabe Zwei', 'Allmende: heute', 'Siehe https://a.example/b'])
  expect(await db.inboxEvent.findUnique({ where: { eventId: `${talk.event_id}` } })).toMatchObject({
    payload: null,
    handledAt: NOON,
    sender: ANNA,
    roomId: ROOM,
  })
  expect(await db.account.findFirst()).toMatchObject({ syncToken: 's1', syncedAt: NOON })
})

test('an event that comes again, also in one response, is one event', async () => {
  const db = await openStore()
  const command = said('!heute')
  await receive(db, joined([command, command]))
  await db.inboxEvent.updateMany({ data: { handledAt: NOON, payload: null, outcome: 'ran' } })
  await receive(db, { ...joined([command]), leave: joined([command], [], '!other:example.org').join })
  expect(await seen(db)).toEqual([command.event_id])
  expect(await waiting(db)).toEqual([])
})

test('sent is when it was received less its age, whatever the sender’s clock says', async () => {
  const db = await openStore()
  const times: [unknown, number | undefined, string][] = [
    [{ age: 90_000 }, 5, '2027-03-12T10:58:30Z'],
    [{ age: -90_000 }, 5, '2027-03-12T11:00:00Z'],
    [{ age: 1e300 }, 5, '1970-01-01T00:00:00Z'],
    [{ age: 'old' }, undefined, '2027-03-12T11:00:00Z'],
    [undefined, Date.parse('2027-03-12T10:00:00Z'), '2027-03-12T10:00:00Z'],
    [undefined, Date.parse('2031-01-01T00:00:00Z'), '2027-03-12T11:00:00Z'],
  ]
  await receive(db, joined(times.map(([unsigned, origin_server_ts]) => said('!heute', { unsigned, origin_server_ts }))))
  const rows = await db.inboxEvent.findMany({ orderBy: { position: 'asc' } })
  expect(rows.map((row) => row.sentAt)).toEqual(times.map(([, , at]) => new Date(at)))
})

test('a first sync starts nothing, and neither does what comes later but was sent before it', async () => {
  const db = await openStore({ syncToken: null })
  await receive(db, joined([said('!aufgabe Alt', { unsigned: { age: 0 } })]))
  // The homeserver answers first syncs from a cache for two minutes: the next one brings what was said meanwhile.
  await receive(db, joined([said('!aufgabe Auch alt', { unsigned: { age: 90_000 } })]), later(1), 's2')
  await receive(db, joined([said('!aufgabe Neu', { unsigned: { age: 500 } })]), later(1), 's3')
  expect(await waiting(db)).toEqual(['!aufgabe Neu'])
  expect(await seen(db)).toHaveLength(3)
})

test('after the token was lost nothing old starts, and rooms that were lost meanwhile are known to be', async () => {
  const db = await openStore({ obeyFrom: later(-600) })
  await receive(db, joined([said('!heute')], [], '!gone:example.org'))
  await db.account.update({ where: { id: 1 }, data: { syncToken: null } })
  await receive(db, joined([said('!heute'), said('!morgen')]), later(5))
  await receive(db, joined([said('!danach', { unsigned: { age: 1000 } })]), later(6), 's3')
  expect(await waiting(db)).toEqual(['!heute', '!danach']) // the first one was waiting already
  expect(await db.room.findUnique({ where: { id: '!gone:example.org' } })).toMatchObject({ membership: 'leave' })
})

test('a clock that is set back after the first sync silences nobody', async () => {
  const db = await openStore({ syncToken: null })
  await receive(db, {})
  await receive(db, joined([said('!heute')]), later(-24 * 60), 's2')
  expect(await waiting(db)).toEqual(['!heute'])
})

test('in a direct room every message waits', async () => {
  const db = await openStore()
  await receive(db, joined([member(ME, 'join', { before: 'invite' })]))
  await db.room.update({ where: { id: ROOM }, data: { kind: 'direct' } })
  await receive(db, joined([said('heute')]))
  expect(await waiting(db)).toEqual(['heute'])
})

test('reactions, tombstones and encrypted events wait, the last without their content; other state does not', async () => {
  const db = await openStore()
  const relation = { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$card', key: '✅' } }
  const types = [
    event('m.reaction', relation),
    state('m.room.tombstone', { replacement_room: '!new:example.org' }),
    event('m.room.encrypted', { ciphertext: 'abc' }),
    state('m.room.topic', { topic: 'Neu' }),
    event('m.sticker', { body: '!heute' }),
  ]
  await receive(db, joined(types))
  expect(await waiting(db)).toEqual(['m.reaction', 'm.room.tombstone', 'm.room.encrypted'])
  const rows = await db.inboxEvent.findMany({ orderBy: { position: 'asc' } })
  expect(JSON.parse(rows[0]?.payload ?? '')).toEqual({
    event_id: types[0]?.event_id,
    type: 'm.reaction',
    sender: ANNA,
    content: relation,
  })
  expect(JSON.parse(rows[2]?.payload ?? '')).toMatchObject({ content: {} })
})

test('people who come and go wait to be noticed, new names do not', async () => {
  const db = await openStore()
  await receive(db, joined([member(ME, 'join')]))
  await receive(
    db,
    joined([
      member(ANNA, 'join', { before: 'invite' }),
      member(ANNA, 'join', { before: 'join', displayname: 'Anna' }),
      member(ME, 'join', { before: 'invite' }),
      member('@boris:example.org', 'leave', { before: 'join', sender: ANNA }),
    ]),
  )
  const rows = await db.inboxEvent.findMany({ where: { handledAt: null }, orderBy: { position: 'asc' } })
  expect(rows.map(({ payload }) => JSON.parse(payload ?? '{}'))).toMatchObject([
    { state_key: ANNA, content: { membership: 'join' } },
    { state_key: '@boris:example.org', sender: ANNA, content: { membership: 'leave' } },
  ])
})

test('an own message shows that it has arrived, when the answer to its sending was lost', async () => {
  const db = await openStore()
  const row = (id: string, more = {}) => ({
    id,
    key: `key ${id}`,
    roomId: ROOM,
    priority: 0,
    content: '{}',
    createdAt: NOON,
    ...more,
  })
  await db.outboxMessage.createMany({
    data: [row('lost'), row('waits'), row('sent', { sentAt: NOON, eventId: '$sent', content: null })],
  })
  const own = (id: string, transaction_id: string, sender = ME) =>
    said('Erledigt', { event_id: id, sender, unsigned: { age: 1, transaction_id } })
  await receive(
    db,
    joined([own('$lost', 'lost'), own('$again', 'sent'), own('$lost', 'waits'), own('$foreign', 'waits', ANNA)]),
    later(1),
  )
  const rows = await db.outboxMessage.findMany({ orderBy: { position: 'asc' } })
  expect(rows.map(({ id, eventId, sentAt, content }) => ({ id, eventId, sentAt, content }))).toEqual([
    { id: 'lost', eventId: '$lost', sentAt: later(1), content: null },
    { id: 'waits', eventId: null, sentAt: null, content: '{}' },
    { id: 'sent', eventId: '$sent', sentAt: NOON, content: null },
  ])
  expect(await waiting(db)).toEqual([])
})

test('in a room just entered only what was said since the invitation is meant for the bot', async () => {
  const db = await openStore()
  const invite = member(ME, 'invite', { sender: ANNA })
  const join = member(ME, 'join', { before: 'invite' })
  const renamed = member(ME, 'join', { before: 'join', displayname: 'Allmende' })
  await receive(db, joined([said('!alt'), invite, said('!neu'), join, renamed, said('!neuer')]))
  await receive(db, joined([said('!alt'), member(ME, 'join'), said('!auch neu'), renamed], [], '!open:example.org'))
  expect((await waiting(db)).filter((text) => text.startsWith('!'))).toEqual(['!neu', '!neuer', '!auch neu'])
})

test('in a room that the bot has lost nothing starts but the news of it', async () => {
  const db = await openStore()
  const gone = member(ME, 'leave', { before: 'join', sender: ANNA })
  await receive(db, { leave: joined([said('!heute'), member(ANNA, 'leave', { before: 'join' }), gone]).join })
  const rows = await db.inboxEvent.findMany({ where: { handledAt: null } })
  expect(rows.map(({ eventId }) => eventId)).toEqual([gone.event_id])
  expect(await db.room.findFirst()).toMatchObject({ id: ROOM, membership: 'leave' })
})
