import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { group, openWorld, POLL, texts, type World } from './transport-world.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
}, 600_000)

afterAll(() => world?.close())

describe('rooms that the bot makes', { timeout: 60_000 }, () => {
  test.for(['10', '11', '12'] as const)(
    'space and group where rooms are of version %s',
    async (version, { expect }) => {
      const [{ chat, db }, carla] = version === '12' ? [world.bot, world.anna] : await world.moveTo(version)
      const spaceId = await chat.createRoom(group({ kind: 'space', name: 'Landkreis', mark: `space ${version}` }))
      const roomId = await chat.createRoom(
        group({ mark: `it ${version}`, spaceId, joinRule: 'restricted', moderators: [carla.userId], topic: 'Netze' }),
      )
      await chat.setState(spaceId, 'm.space.child', roomId, { via: ['localhost'] })
      await chat.invite(roomId, carla.userId)
      await carla.acceptInvites()

      expect(await carla.state(roomId, 'm.room.create')).toMatchObject({ room_version: version })
      expect(await carla.state(roomId, 'm.room.join_rules')).toMatchObject({
        join_rule: 'restricted',
        allow: [{ room_id: spaceId }],
      })
      expect(await carla.state(roomId, 'm.space.parent', spaceId)).toMatchObject({
        canonical: true,
        via: ['localhost'],
      })
      const levels = await carla.state(roomId, 'm.room.power_levels')
      const users = { [carla.userId]: 50, ...(version === '12' ? {} : { '@allmende:localhost': 100 }) }
      expect(levels).toMatchObject({
        users,
        events: { 'm.reaction': 0, 'm.room.power_levels': 100 },
        state_default: 50,
      })
      await carla.setState(roomId, 'm.room.topic', { topic: 'Server' }) // moderators may
      await expect(carla.setState(roomId, 'm.room.power_levels', { ...levels, users_default: 50 })).rejects.toThrow(
        '403',
      )
      await chat.setState(roomId, 'm.room.power_levels', '', { ...levels, events_default: 50 }) // the bot may, as for an archive
      expect(await chat.findRoom(`it ${version}`)).toBe(roomId)
      expect(await chat.findRoom(`space ${version}`)).toBe(spaceId)
      expect(await chat.findRoom('none')).toBeUndefined()
      await expect
        .poll(() => db.room.findUnique({ where: { id: roomId } }), POLL)
        .toMatchObject({
          ...{
            membership: 'join',
            version,
            name: 'IT',
            topic: 'Server',
            joinRule: 'restricted',
            historyVisibility: 'shared',
          },
          ...{ mark: `it ${version}`, creators: JSON.stringify(['@allmende:localhost']), encrypted: false },
        })
    },
  )

  test('a direct room, encrypted where asked, without power for the person', async () => {
    const roomId = await world.bot.chat.createRoom(
      group({ kind: 'direct', encrypted: true, invite: [world.anna.userId] }),
    )
    expect((await world.anna.invites()).map((invitation) => invitation.roomId)).toContain(roomId)
    await world.anna.join(roomId)
    expect(await world.anna.state(roomId, 'm.room.encryption')).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
    await expect(world.anna.setState(roomId, 'm.room.topic', { topic: 'Meins' })).rejects.toThrow('403')
    await expect.poll(() => world.roomRow(roomId), POLL).toMatchObject({ encrypted: true })
    expect(await world.bot.chat.directRooms()).toEqual({})
    await world.bot.chat.setDirectRooms({ [world.anna.userId]: ['!gone:localhost', roomId] })
    expect(await world.bot.chat.directRooms()).toEqual({ [world.anna.userId]: [roomId] })
  })

  test('an upgrade links both rooms; the old one is not found any more', async () => {
    const mark = randomUUID()
    const roomId = await world.meet({ mark, moderators: [world.anna.userId] })
    const old = await world.anna.createRoom({ room_version: '11', invite: [world.bot.chat.userId] })
    await world.bot.chat.join(old, ['localhost'])
    const replacement = await world.anna.upgradeRoom(old, '12')
    await world.bot.chat.setState(roomId, 'm.room.tombstone', '', { body: '', replacement_room: replacement })
    await expect.poll(() => world.roomRow(old), POLL).toMatchObject({ replacedBy: replacement })
    await expect.poll(() => world.roomRow(roomId), POLL).toMatchObject({ replacedBy: replacement })
    expect(await world.bot.chat.findRoom(mark)).toBeUndefined()
    await world.anna.invite(replacement, world.bot.chat.userId)
    await world.bot.chat.join(replacement, ['localhost'])
    await expect
      .poll(() => world.roomRow(replacement), POLL)
      .toMatchObject({ replaces: old, membership: 'join', version: '12', mark: null })
  })
})

describe('people', { timeout: 60_000 }, () => {
  test('are invited once, their membership is known, and they can be removed twice', async () => {
    const roomId = await world.bot.chat.createRoom(group())
    expect(await world.bot.chat.membershipOf(roomId, world.anna.userId)).toBeUndefined()
    await world.bot.chat.invite(roomId, world.anna.userId)
    await world.bot.chat.invite(roomId, world.anna.userId)
    expect(await world.bot.chat.membershipOf(roomId, world.anna.userId)).toBe('invite')
    await world.anna.join(roomId)
    await world.bot.chat.invite(roomId, world.anna.userId)
    await expect.poll(() => world.membership(roomId, world.anna.userId), POLL).toBe('join')
    await world.bot.chat.remove(roomId, world.anna.userId, 'Nicht mehr dabei')
    await world.bot.chat.remove(roomId, world.anna.userId, 'Nicht mehr dabei')
    await expect.poll(() => world.membership(roomId, world.anna.userId), POLL).toBe('leave')
    await expect(world.bot.chat.invite('!none:localhost', world.anna.userId)).rejects.toThrow()
  })

  test('invite the bot: it sees by whom, declines, is asked again, joins, and hears what was said before it came', async () => {
    const roomId = await world.anna.createDirectRoom(world.bot.chat.userId)
    await expect
      .poll(() => world.roomRow(roomId), POLL)
      .toMatchObject({ membership: 'invite', invitedBy: world.anna.userId, isDirect: true })
    await world.bot.chat.leave(roomId)
    await expect.poll(() => world.roomRow(roomId), POLL).toMatchObject({ membership: 'leave' })
    await world.bot.chat.leave(roomId)
    await world.sayAll(roomId, ['!vor der Einladung'])
    await world.anna.invite(roomId, world.bot.chat.userId)
    await expect.poll(() => world.roomRow(roomId), POLL).toMatchObject({ membership: 'invite', isDirect: false })
    await world.sayAll(roomId, texts(55))
    await world.bot.chat.join(roomId, ['localhost'])
    await expect.poll(() => world.commands(roomId), POLL).toEqual(texts(55))
  })

  test('remove the bot: the room is known to be lost, and what was said before it comes back starts nothing', async () => {
    const roomId = await world.anna.createRoom({ invite: [world.bot.chat.userId] })
    await world.bot.chat.join(roomId, [])
    await expect.poll(() => world.roomRow(roomId), POLL).toMatchObject({ membership: 'join' })
    await world.anna.kick(roomId, world.bot.chat.userId)
    await expect.poll(() => world.roomRow(roomId), POLL).toMatchObject({ membership: 'leave' })
    const kicked = { roomId, type: 'm.room.member', sender: world.anna.userId, handledAt: null }
    expect(await world.bot.db.inboxEvent.count({ where: kicked })).toBeGreaterThan(0)
    await world.sayAll(roomId, texts(55, 'ohne dich'))
    await world.anna.invite(roomId, world.bot.chat.userId)
    await world.bot.chat.join(roomId, [])
    await world.sayAll(roomId, ['!mit dir'])
    await expect.poll(() => world.commands(roomId), POLL).toEqual(['!mit dir'])
  })
})
