import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Person } from '../../tools/person.ts'
import { type E2eBot, startBot } from './bot.ts'
import { enterRoom, until } from './listening.ts'

const groups = [
  { key: 'it', name: 'AG IT-Kooperation', topic: 'Gemeinsame Beschaffung' },
  { key: 'portale', name: 'AG Kommunale Portale', join: 'space' },
]
const later = { key: 'zukunft', name: 'AG Zukunft', administrations: 'all' }
let bot: E2eBot
let karin: Person
let anna: Person
let ben: Person
let olga: Person

beforeAll(async () => {
  bot = await startBot(inject('synapse'), { groups })
  const { people } = bot
  ;[karin, anna, ben, olga] = [people.karin, people.anna, people.ben, people.olga]
})
afterAll(() => bot?.close())

/** How often each person was invited into a room, as its timeline says. */
async function invitations(roomId: string): Promise<Record<string, number>> {
  const events = (await karin.messages(roomId)).filter(
    ({ type, content }) => type === 'm.room.member' && content.membership === 'invite',
  )
  return Object.fromEntries(
    Object.entries(Object.groupBy(events, ({ stateKey }) => stateKey ?? '')).map(([id, all]) => [id, all?.length ?? 0]),
  )
}
const once = (...people: Person[]) => Object.fromEntries(people.map(({ userId }) => [userId, 1]))
const directRooms = async (person: Person) => (await person.joinedRooms()).filter(({ name }) => name === 'Allmende')

test('at the first start space and rooms appear, and the members are invited to each of them once', async () => {
  const [it, portale] = [await bot.room('it'), await bot.room('portale')]
  const space = await enterRoom(karin, 'Landkreis Harburg')
  await Promise.all([anna, ben].map((person) => enterRoom(person, 'Landkreis Harburg')))
  expect(await karin.state(space, 'm.room.create')).toMatchObject({ type: 'm.space' })
  for (const roomId of [it, portale]) {
    await until('space and room know each other', () => karin.state(roomId, 'm.space.parent', space))
    expect(await karin.state(space, 'm.space.child', roomId)).toMatchObject({ via: ['localhost'] })
    expect(await karin.state(roomId, 'm.room.history_visibility')).toEqual({ history_visibility: 'shared' })
    expect(await karin.state(roomId, 'm.room.power_levels')).toMatchObject({
      users: { [karin.userId]: 50 },
      users_default: 0,
    })
    expect(await invitations(roomId)).toEqual(once(karin, anna, ben))
  }
  expect(await karin.state(it, 'm.room.topic')).toMatchObject({ topic: 'Gemeinsame Beschaffung' })
  expect(await karin.state(it, 'm.room.join_rules')).toEqual({ join_rule: 'invite' })
  expect(await karin.state(portale, 'm.room.join_rules')).toMatchObject({
    join_rule: 'restricted',
    allow: [{ room_id: space }],
  })
  expect(await invitations(space)).toEqual(once(karin, anna, ben))
})

test('who has come is welcomed in person, once for each group, in one direct room', async () => {
  const direct = await bot.direct(anna)
  for (const { name } of groups) {
    const welcome = await bot.hear(anna, direct, name)
    expect(welcome.body).toBe(
      `Guten Tag, ich bin Allmende, der Assistent der ${name} (kein Mensch). Ich merke mir Aufgaben, Beschlüsse, Termine und Links dieser Gruppe und erinnere daran. Andere Nachrichten speichere ich nicht. Sie vertreten: Gemeinde Seevetal. Zum Ausprobieren: „heute“ oder „hilfe“.`,
    )
  }
  await bot.settled()
  const said = (await anna.messages(direct)).filter(
    ({ sender, type }) => sender === bot.me && type === 'm.room.message',
  )
  expect(said).toHaveLength(groups.length)
  expect(await directRooms(anna)).toHaveLength(1)
})

test('a restart with one more group in the file makes its room, and nothing of the others a second time', async () => {
  const before = (await karin.joinedRooms()).length
  await ben.leave(await enterRoom(ben, 'AG Kommunale Portale')) // who has left is not called back
  expect(await bot.stop()).toBe(0)
  const again = { ...bot.config.groups[0], ...later }
  bot.configure({ groups: [...bot.config.groups, again] })
  await bot.start()
  await enterRoom(karin, 'AG Zukunft')
  await bot.direct(ben)
  await bot.settled()
  for (const name of [...groups.map((group) => group.name), 'Landkreis Harburg']) {
    expect(await invitations(await enterRoom(karin, name)), name).toEqual(once(karin, anna, ben))
  }
  await karin.acceptInvites()
  const rooms = await karin.joinedRooms()
  expect(rooms.filter(({ name }) => name !== 'Allmende')).toHaveLength(4)
  expect(rooms.length - before).toBeLessThanOrEqual(2) // the new room, and her direct room where it came later
  expect(await directRooms(anna)).toHaveLength(1)
  const { body } = await bot.ask(anna, await enterRoom(anna, 'AG IT-Kooperation'), '!aufgaben')
  expect(body).toContain('Es sind keine Aufgaben offen')
})

test('!gruppe neu makes a group with its room; whom !mitglied names is invited there', async () => {
  const direct = await olga.createDirectRoom(bot.me)
  const made = await bot.ask(olga, direct, 'gruppe neu AG Datenschutz für Seevetal, Stelle')
  expect(made.body).toContain('AG Datenschutz ist angelegt, Kürzel DATENSCHUTZ. Verwaltungen: Seevetal, Stelle.')
  const named = await bot.ask(olga, direct, `mitglied [DATENSCHUTZ] ${ben.userId} Stelle Koordination`)
  expect(named.body).toContain(
    'Ben Schulz ist in der AG Datenschutz: Koordination, Gemeinde Stelle. Die Einladung folgt.',
  )
  const room = await enterRoom(ben, 'AG Datenschutz')
  expect((await bot.ask(ben, room, '!aufgabe Verzeichnis anlegen')).body).toMatch(
    /^Aufgabe A\d+ notiert: „Verzeichnis anlegen“/,
  )
  expect(await ben.state(room, 'm.room.power_levels')).toMatchObject({ users: { [ben.userId]: 50 } })
})
