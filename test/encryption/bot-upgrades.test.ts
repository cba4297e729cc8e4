import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openPerson, type Person } from '../../tools/person.ts'
import { until } from '../e2e/listening.ts'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'
import type { StrictPeer } from './peers/strict-peer.ts'

const ENCRYPTION = { algorithm: 'm.megolm.v1.aes-sha2' }

describe.skipIf(!library)('rooms that are replaced or become encrypted', () => {
  let bot: EncryptedBot
  let karin: StrictPeer
  /** Karin at the plain API, where she does what clients do not offer. */
  let plain: Person
  /** Somebody who uses the bot's own account: what only the creator of a room may do. */
  let hand: Person
  let room: string

  beforeAll(async () => {
    bot = await prepareEncryptedBot(inject('synapse'))
    await bot.begin()
    plain = bot.people.karin
    hand = openPerson({ url: inject('synapse').url, ...bot.account })
    karin = await bot.strict('karin')
    room = await bot.room('it', [bot.people.karin, bot.people.anna])
  })
  afterAll(async () => {
    await karin?.stop()
    await bot?.close()
  })

  async function raise(roomId: string, users: Record<string, number>): Promise<void> {
    const levels = (await hand.state(roomId, 'm.room.power_levels')) as { users: Record<string, number> }
    await hand.setState(roomId, 'm.room.power_levels', { ...levels, users: { ...levels.users, ...users } })
  }

  const botIsIn = (roomId: string) =>
    until('the bot has come along', async () =>
      (await plain.members(roomId)).some(({ userId, membership }) => userId === bot.me && membership === 'join'),
    )

  /** What is said in a successor before that is not for a group. */
  const isGroups = (roomId: string) =>
    until('the room is the group’s', async () => (await bot.db()).group.count({ where: { roomId } }))

  test.each(['11', '12'])('a room that is upgraded to version %s is followed, and stays encrypted', async (version) => {
    await bot.demand(karin, room, `!aufgabe Vor Version ${version}`)
    if (version === '11') await raise(room, { [karin.userId]: 150 })
    const successor = await plain.upgradeRoom(room, version)
    await plain.invite(successor, bot.me)
    await botIsIn(successor)
    await plain.setState(successor, 'm.room.power_levels', {
      ...(await plain.state(successor, 'm.room.power_levels')),
      users: { [bot.me]: 100, ...(version === '11' ? { [karin.userId]: 150 } : {}) },
    })
    await isGroups(successor)
    const list = await bot.demand(karin, successor, '!aufgaben')
    expect(list).toMatchObject({ text: expect.stringContaining(`Vor Version ${version}`), shield: 'none' })
    expect(await plain.state(successor, 'm.room.encryption')).toMatchObject(ENCRYPTION)
    expect(await bot.clearTexts(successor)).toEqual([])
    room = successor
  })

  test('a room made by hand in place of an encrypted one is not spoken in before it is encrypted', async () => {
    await bot.demand(karin, room, '!aufgabe Vertraulich')
    const successor = await plain.createRoom({
      preset: 'private_chat',
      room_version: '11',
      creation_content: { predecessor: { room_id: room, event_id: '$last' } },
    })
    await plain.setState(room, 'm.room.tombstone', { body: '', replacement_room: successor })
    await plain.invite(successor, bot.me)
    await botIsIn(successor)
    await isGroups(successor)
    const asked = await plain.say(successor, '!aufgaben')
    const seen = await plain.say(successor, 'Hört mich jemand?')
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect(await bot.clearTexts(successor, seen)).toEqual([])
    await plain.setState(successor, 'm.room.power_levels', {
      ...(await plain.state(successor, 'm.room.power_levels')),
      users: { [bot.me]: 100, [karin.userId]: 100 },
    })
    expect((await bot.answerTo(karin, successor, asked)).text).toContain('„Vertraulich“')
    expect(await plain.state(successor, 'm.room.encryption')).toEqual(ENCRYPTION)
    expect(await bot.clearTexts(successor)).toEqual([])
  })

  test('a plain direct room that becomes encrypted is followed at once', async () => {
    const direct = await plain.createDirectRoom(bot.me)
    await bot.ask(plain, direct, 'hilfe')
    const change = await plain.setState(direct, 'm.room.encryption', ENCRYPTION)
    expect(await bot.demand(karin, direct, 'aufgaben')).toMatchObject({ shield: 'none' })
    await bot.settled()
    expect(await bot.clearTexts(direct, change)).toEqual([])
  })
})

describe.skipIf(!library)('an installation that was plain', () => {
  let bot: EncryptedBot
  let karin: StrictPeer | undefined

  afterAll(async () => {
    await karin?.stop()
    await bot?.close()
  })

  test('encrypts its rooms when it is started with encryption, and says nothing in clear from then on', async () => {
    bot = await prepareEncryptedBot(inject('synapse'), { extra: { encryption: false } })
    const { karin: plain } = bot.people
    await bot.begin()
    const room = await bot.room('it', [plain])
    const direct = await bot.direct(plain)
    await bot.ask(plain, room, '!aufgabe Im Klartext')
    await bot.stop()
    karin = await bot.strict('karin')
    const missed: string[] = []
    for (let n = 0; n < 5; n++) missed.push(await plain.say(room, `!aufgabe Währenddessen ${n}`))
    bot.configure({ encryption: { library } })
    await bot.begin()
    await until('the room is encrypted', async () => plain.state(room, 'm.room.encryption'))
    const { eventId: change } = (await plain.messages(room)).find(({ type }) => type === 'm.room.encryption')!
    expect((await bot.demand(karin, room, '!aufgaben')).text).toContain('Im Klartext')
    await bot.settled()
    expect(await bot.clearTexts(room, change)).toEqual([])
    const answered = (await plain.messages(room)).flatMap(({ sender, relatesTo }) =>
      sender === bot.me && relatesTo?.inReplyTo ? [relatesTo.inReplyTo] : [],
    )
    expect(answered.filter((eventId) => missed.includes(eventId)).toSorted()).toEqual(missed.toSorted())
    await until('so is the direct room that it had made', async () => plain.state(direct, 'm.room.encryption'))
    expect(await bot.demand(karin, direct, 'aufgaben')).toMatchObject({ shield: 'none' })
  })
})
