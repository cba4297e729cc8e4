import { describe, expect, test } from 'vitest'
import { library } from './library.ts'
import type { PeerMessage } from './peers/peer.ts'
import type { StrictPeer } from './peers/strict-peer.ts'
import { openWorld, POLL } from './world.ts'

const hears = (peer: StrictPeer, roomId: string, wanted: Partial<PeerMessage>) =>
  expect.poll(() => peer.texts(roomId), POLL).toContainEqual(expect.objectContaining(wanted))

describe.skipIf(!library)('an engine and people with strict clients', () => {
  test.each(['11', '12'] as const)('read each other in a room of version %s', async (version) => {
    const world = await openWorld()
    const [bot, anna] = [await world.engine(), await world.person('anna')]
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version })
    await bot.join(roomId)
    await bot.sync()

    await anna.send(roomId, '!hilfe')
    await expect.poll(() => bot.sync(), POLL).toContainEqual(expect.objectContaining({ text: '!hilfe' }))

    const readers = [anna.userId, world.setup.userId]
    await bot.send(roomId, readers, 'Das kann ich.')
    await hears(anna, roomId, { text: 'Das kann ich.', shield: 'none', failure: undefined })

    await bot.refresh([anna.userId])
    const [heard] = await bot.sync()
    expect(await bot.decrypt(roomId, heard?.event)).toMatchObject({ isReadable: true, trust: 'signed' })
    // A homeserver can put another name to a message; who encrypted it does not change.
    const forged = { ...Object(heard?.event), sender: world.setup.userId }
    expect(await bot.decrypt(roomId, forged)).toMatchObject({ isReadable: true, trust: 'forged' })
  })

  test('nonsense from the network is neither read nor a reason to end', async () => {
    const world = await openWorld()
    const bot = await world.engine()
    const key = { type: 'm.room_key', sender: '@x:y', content: { room_id: 7 } }
    for (const response of [
      null,
      [],
      { to_device: { events: [null, 7, {}, { type: 7 }, { type: 'm.room.encrypted' }, key] } },
      { device_lists: { changed: ['@', 7, null, '@:', '@ä:ö'], left: 'all' } },
      { device_one_time_keys_count: { signed_curve25519: -1, x: 1e99, y: 'z' }, device_unused_fallback_key_types: 7 },
    ])
      expect(await bot.receive(response)).toEqual([])
    const content = {
      algorithm: 'm.megolm.v1.aes-sha2',
      ciphertext: 'AA',
      session_id: 's',
      sender_key: 7,
      device_id: 7,
    }
    const event = { type: 'm.room.encrypted', event_id: '$e', sender: '@x:y', origin_server_ts: 1, content }
    for (const odd of [null, 7, 'x', [], {}, event, { ...event, content: { ...content, algorithm: 7 } }])
      expect(await bot.decrypt('!room:localhost', odd)).toMatchObject({ isReadable: false })
    expect(await bot.decrypt('no room', event)).toMatchObject({ isReadable: false })
    const anna = await world.person('anna')
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '12' })
    await bot.join(roomId)
    await bot.send(roomId, [anna.userId, '@', world.setup.userId], 'Es geht weiter.')
    await hears(anna, roomId, { text: 'Es geht weiter.', shield: 'none' })
  })

  test('an engine that is not signed is shut out, and nobody gives it keys', async () => {
    const world = await openWorld()
    const [bot, anna] = [await world.engine({ isSigned: false }), await world.person('anna')]
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '12' })
    await bot.join(roomId)
    await bot.sync()
    await bot.send(roomId, [anna.userId, world.setup.userId], 'Hört mich jemand?')
    await hears(anna, roomId, { text: undefined, failure: 'UNSIGNED_SENDER_DEVICE' })

    await anna.send(roomId, '!hilfe')
    await expect
      .poll(async () => (await bot.sync()).map(({ decrypted }) => decrypted), POLL)
      .toContainEqual(expect.objectContaining({ isReadable: false, isKeyMissing: true }))
    const { event } = (await bot.sync()).find(({ sender }) => sender === anna.userId)!
    await expect.poll(() => bot.decrypt(roomId, event), POLL).toMatchObject({ withheld: 'm.unverified' })
  })

  test('fifty messages at once are all read, though every tenth has a new key', async () => {
    const world = await openWorld()
    const [bot, anna] = [await world.engine(), await world.person('anna')]
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '12' })
    await bot.join(roomId)
    await bot.sync()
    const texts = Array.from({ length: 50 }, (_, index) => `Nachricht ${index}`)
    const sent = await bot.sendAll(roomId, [anna.userId, world.setup.userId], texts, 10)
    expect(new Set(sent.map(({ sessionId }) => sessionId)).size).toBe(5)
    await expect
      .poll(async () => (await anna.texts(roomId)).map(({ text }) => text).toSorted(), POLL)
      .toEqual(texts.toSorted())
  })

  test('once keys are shared a message costs no request beside its own', async () => {
    const world = await openWorld()
    const [bot, anna] = [await world.engine(), await world.person('anna')]
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '12' })
    await bot.join(roomId)
    const readers = [anna.userId, world.setup.userId]
    await bot.send(roomId, readers, 'eins')
    await bot.asked()
    await bot.send(roomId, readers, 'zwei')
    expect(await bot.asked()).toEqual([expect.stringContaining('/send/m.room.encrypted/')])
  })

  test('whoever leaves reads no more: the next message has a new key', async () => {
    const world = await openWorld()
    const [bot, anna, ben] = [await world.engine(), await world.person('anna'), await world.person('ben')]
    const roomId = await anna.createRoom({ invite: [world.setup.userId, ben.userId], version: '12' })
    await Promise.all([bot.join(roomId), ben.join(roomId)])
    const all = [anna.userId, ben.userId, world.setup.userId]
    const first = await bot.send(roomId, all, 'an alle')
    const second = await bot.send(roomId, all, 'noch einmal an alle')
    await hears(ben, roomId, { text: 'an alle' })
    await ben.leave(roomId)
    const third = await bot.send(roomId, [anna.userId, world.setup.userId], 'nur an Anna')
    expect(second.sessionId).toBe(first.sessionId)
    expect(third.sessionId).not.toBe(first.sessionId)
    await hears(anna, roomId, { text: 'nur an Anna' })
  })

  test('another verified device of the bot that asks for its secrets stops nothing', async () => {
    const world = await openWorld()
    const bot = await world.engine({ isSigned: false })
    const recoveryKey = await bot.sign()
    const anna = await world.person('anna')
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '12' })
    await bot.join(roomId)
    const other = await world.person('other', { account: await world.otherDevice(), recoveryKey })
    await bot.sync()
    await bot.asked()
    await other.askForSecret('m.cross_signing.self_signing', world.setup.deviceId)
    await expect
      .poll(async () => {
        await bot.sync()
        return bot.asked()
      }, POLL)
      .toContainEqual(expect.stringContaining('PUT /_matrix/client/v3/sendToDevice/m.room.encrypted/'))
    await bot.send(roomId, [anna.userId, world.setup.userId], 'Ich bin noch da.')
    await hears(anna, roomId, { text: 'Ich bin noch da.', shield: 'none' })
    expect(bot.logged).toEqual([])
  })
})
