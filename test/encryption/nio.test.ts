import { mkdirSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { library } from './library.ts'
import { startNioPeer } from './peers/nio-peer.ts'
import { openWorld, POLL } from './world.ts'

describe.skipIf(!library)('an engine and a person with matrix-nio, another implementation of the protocol', () => {
  test('read each other in a room of version 11; its device counts as unsigned', async () => {
    const world = await openWorld()
    const bot = await world.engine()
    const folder = `${world.folder}/nio`
    mkdirSync(folder)
    const anna = await startNioPeer(await world.account('anna'), folder)
    onTestFinished(() => anna.stop())
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '11' })
    await bot.join(roomId)
    await bot.sync()

    await anna.send(roomId, '!hilfe')
    await expect.poll(() => bot.sync(), POLL).toContainEqual(expect.objectContaining({ text: '!hilfe' }))
    const [heard] = await bot.sync()
    await bot.refresh([anna.userId])
    expect(await bot.decrypt(roomId, heard?.event)).toMatchObject({ isReadable: true, trust: 'unsigned' })

    const readers = [anna.userId, world.setup.userId]
    await bot.send(roomId, readers, 'Das kann ich.')
    await expect.poll(() => anna.texts(roomId), POLL).toContainEqual(expect.objectContaining({ text: 'Das kann ich.' }))
    await anna.send(roomId, 'danke')
    await expect.poll(() => bot.sync(), POLL).toContainEqual(expect.objectContaining({ text: 'danke' }))
  })
})
