import { describe, expect, test } from 'vitest'
import { library } from './library.ts'
import { openWorld, POLL } from './world.ts'

describe.skipIf(!library)('an engine at a homeserver that fails', () => {
  test.each(['/keys/query', '/keys/claim', '/sendToDevice/'])('sends nothing while %s answers 500', async (part) => {
    const world = await openWorld()
    const gate = await world.gate(part)
    const [bot, anna] = [await world.engine({ homeserver: gate.url }), await world.person('anna')]
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '12' })
    await bot.join(roomId)
    const readers = [anna.userId, world.setup.userId]
    await bot.asked()
    gate.close()
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(bot.send(roomId, readers, 'geheim')).rejects.toThrow(/: 500/)
    expect((await bot.asked()).filter((line) => line.includes('/rooms/'))).toEqual([])
    gate.open()
    await bot.send(roomId, readers, 'geheim')
    await expect.poll(() => anna.texts(roomId), POLL).toMatchObject([{ text: 'geheim', shield: 'none' }])
  })
})
