import { expect, test } from 'vitest'
import { ANNA, joined, ME, member, NOON, openStore, ROOM, receive, said, state } from './matrix-sync.ts'

const BORIS = '@boris:example.org'
const levels = { users: { [ANNA]: 50 }, users_default: 0 }

function creation(version: string, more: object = {}, sender = ME) {
  return state('m.room.create', { room_version: version, 'de.allmende.group': 'group-1', ...more }, { sender })
}

test('a room is known by what its state says, the timeline after the state', async () => {
  const db = await openStore()
  const before = [
    creation('11'),
    state('m.room.name', { name: 'IT' }),
    state('m.room.topic', { topic: 'Alt' }),
    state('m.room.join_rules', { join_rule: 'invite' }),
    state('m.room.history_visibility', { history_visibility: 'shared' }),
    state('m.room.power_levels', levels),
    member(ME, 'join', { displayname: 'Allmende' }),
    member(ANNA, 'join', { displayname: 'Anna' }),
  ]
  await receive(
    db,
    joined([state('m.room.topic', { topic: 'Neu' }), member(BORIS, 'invite', { sender: ANNA })], before),
  )
  const { powerLevels, ...room } = (await db.room.findUniqueOrThrow({
    where: { id: ROOM },
    include: { members: true },
  }))!
  expect(room).toMatchObject({
    ...{ membership: 'join', version: '11', name: 'IT', topic: 'Neu', joinRule: 'invite', historyVisibility: 'shared' },
    ...{ encrypted: false, mark: 'group-1', creators: JSON.stringify([ME]), kind: null, updatedAt: NOON },
  })
  expect(JSON.parse(powerLevels ?? '')).toEqual(levels)
  expect(room.members.map(({ userId, membership, displayName }) => [userId, membership, displayName])).toEqual([
    [ME, 'join', 'Allmende'],
    [ANNA, 'join', 'Anna'],
    [BORIS, 'invite', null],
  ])
})

test('later responses change only what they tell; who leaves keeps the name', async () => {
  const db = await openStore()
  await receive(
    db,
    joined(
      [],
      [
        creation('11'),
        state('m.room.name', { name: 'IT' }),
        member(ME, 'join'),
        member(ANNA, 'join', { displayname: 'Anna' }),
      ],
    ),
  )
  await db.room.update({ where: { id: ROOM }, data: { kind: 'group' } })
  await receive(db, joined([member(ANNA, 'leave', { before: 'join' }), state('m.room.encryption', {})]))
  await receive(db, joined([state('m.room.topic', { topic: '' })]))
  expect(await db.room.findUnique({ where: { id: ROOM } })).toMatchObject({
    kind: 'group',
    name: 'IT',
    topic: null,
    encrypted: true,
    mark: 'group-1',
  })
  expect(await db.roomMember.findMany({ where: { userId: ANNA } })).toEqual([
    { roomId: ROOM, userId: ANNA, membership: 'leave', displayName: 'Anna' },
  ])
})

test('who comes back into a room sees its members anew', async () => {
  const db = await openStore()
  await receive(db, joined([], [member(ME, 'join'), member(ANNA, 'join')]))
  await receive(db, { leave: joined([member(ME, 'ban', { sender: ANNA })]).join })
  expect(await db.room.findFirst()).toMatchObject({ membership: 'ban' })
  await receive(db, joined([], [member(ME, 'join'), member(BORIS, 'join')]))
  expect((await db.roomMember.findMany()).map(({ userId }) => userId)).toEqual([ME, BORIS])
  expect(await db.room.findFirst()).toMatchObject({ membership: 'join' })
})

test('state as it is after the timeline outvotes the timeline', async () => {
  const db = await openStore()
  for (const [index, name] of ['state_after', 'org.matrix.msc4222.state_after'].entries()) {
    const id = `!room${index}:example.org`
    const timeline = { events: [member(BORIS, 'join'), member(ANNA, 'join')] }
    await receive(db, { join: { [id]: { timeline, [name]: { events: [member(ANNA, 'join')] } } } })
    expect((await db.roomMember.findMany({ where: { roomId: id } })).map(({ userId }) => userId)).toEqual([ANNA])
  }
})

test('creators: of version 12 also the additional ones; the mark only of rooms that the bot made', async () => {
  const db = await openStore()
  const more = { additional_creators: [ANNA, 7, ANNA, 'x'] }
  await receive(db, joined([creation('11', more)], [], '!v11:example.org'))
  await receive(db, joined([creation('12', more)], [], '!v12'))
  await receive(db, joined([creation('12', {}, ANNA)], [], '!forged'))
  expect(
    (await db.room.findMany({ orderBy: { id: 'asc' } })).map(({ id, creators, mark }) => [id, creators, mark]),
  ).toEqual([
    ['!forged', JSON.stringify([ANNA]), null],
    ['!v11:example.org', JSON.stringify([ME]), 'group-1'],
    ['!v12', JSON.stringify([ME, ANNA]), 'group-1'],
  ])
})

test('an upgrade links the old room and the new one', async () => {
  const db = await openStore()
  await receive(db, joined([state('m.room.tombstone', { replacement_room: '!new' })]))
  await receive(db, joined([creation('12', { predecessor: { room_id: ROOM } }, ANNA)], [], '!new'))
  expect(await db.room.findUnique({ where: { id: ROOM } })).toMatchObject({ replacedBy: '!new' })
  expect(await db.room.findUnique({ where: { id: '!new' } })).toMatchObject({ replaces: ROOM })
})

test('an invitation tells who invites and whether to a direct room; nothing else in it is believed', async () => {
  const db = await openStore()
  const invitation = (more: object = {}) => {
    const own = { type: 'm.room.member', state_key: ME, sender: ANNA, content: { membership: 'invite', ...more } }
    return {
      invite_state: { events: [creation('11'), state('m.room.name', { name: 'IT' }), member(BORIS, 'join'), own] },
    }
  }
  await receive(db, { invite: { [ROOM]: invitation({ is_direct: true }) } })
  await receive(db, { invite: { [ROOM]: invitation({ is_direct: true }) } })
  expect(await db.room.findMany()).toMatchObject([
    { id: ROOM, membership: 'invite', invitedBy: ANNA, isDirect: true, mark: null, name: null },
  ])
  expect((await db.roomMember.findMany()).map(({ userId, membership }) => [userId, membership])).toEqual([
    [ME, 'invite'],
  ])
  await receive(
    db,
    joined([member(ME, 'invite', { sender: ANNA }), member(ME, 'join', { before: 'invite' }), said('Guten Tag')]),
  )
  expect(await db.room.findFirst()).toMatchObject({ membership: 'join', invitedBy: ANNA, isDirect: true })
  expect(await db.inboxEvent.count({ where: { handledAt: null, type: 'm.room.message' } })).toBe(1)
})

test('a room that the bot was taken out of and asked back into since the last response is one it is invited to', async () => {
  const db = await openStore()
  await receive(db, joined([], [creation('11', {}, ANNA), member(ME, 'join'), member(ANNA, 'join')]))
  const removal = member(ME, 'leave', { before: 'ban', sender: ANNA })
  const invitation = member(ME, 'invite', { sender: ANNA })
  await receive(db, {
    invite: { [ROOM]: { invite_state: { events: [invitation] } } },
    leave: { [ROOM]: { timeline: { events: [removal] }, state: { events: [] } } },
  })
  expect(await db.room.findUnique({ where: { id: ROOM } })).toMatchObject({ membership: 'invite', invitedBy: ANNA })
})
