import { cpSync, existsSync, statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { launchEngine } from './engine-process.ts'
import { library } from './library.ts'
import { openWorld, POLL } from './world.ts'

describe.skipIf(!library)('the store of an engine', () => {
  test('outlives kill -9: what was written is read, and the same key goes on', async () => {
    const world = await openWorld()
    const [bot, anna] = [await world.engine(), await world.person('anna')]
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '12' })
    await bot.join(roomId)
    await bot.sync()
    const readers = [anna.userId, world.setup.userId]
    const before = await bot.send(roomId, readers, 'vorher')
    await bot.kill()
    expect(statSync(world.setup.directory).mode & 0o777).toBe(0o700)

    await anna.send(roomId, 'inzwischen')
    const again = await world.engine({ isSigned: false })
    await expect.poll(() => again.sync(), POLL).toContainEqual(expect.objectContaining({ text: 'inzwischen' }))
    const after = await again.send(roomId, readers, 'nachher')
    expect(after.sessionId).toBe(before.sessionId)
    await expect
      .poll(async () => (await anna.texts(roomId)).map(({ text }) => text), POLL)
      .toEqual(expect.arrayContaining(['vorher', 'inzwischen', 'nachher']))
  })

  test('uses no key twice after it was put back from a backup', async () => {
    const world = await openWorld()
    const [bot, anna] = [await world.engine(), await world.person('anna')]
    const roomId = await anna.createRoom({ invite: [world.setup.userId], version: '12' })
    await bot.join(roomId)
    const readers = [anna.userId, world.setup.userId]
    const before = await bot.send(roomId, readers, 'vor der Sicherung')
    await bot.kill()
    const backup = `${world.folder}/backup`
    cpSync(world.setup.directory, backup, { recursive: true })
    const later = await world.engine({ isSigned: false })
    await later.send(roomId, readers, 'nach der Sicherung')
    await later.kill()

    const restored = await world.engine({ isSigned: false, directory: backup, isRestored: true })
    const after = await restored.send(roomId, readers, 'nach dem Zurückspielen')
    expect(after.sessionId).not.toBe(before.sessionId)
    await expect
      .poll(async () => (await anna.texts(roomId)).map(({ text }) => text), POLL)
      .toEqual(expect.arrayContaining(['vor der Sicherung', 'nach der Sicherung', 'nach dem Zurückspielen']))
  })

  test('opens with its passphrase alone', async () => {
    const world = await openWorld()
    const bot = await world.engine({ passphrase: 'richtig' })
    await bot.kill()
    for (const passphrase of ['falsch', undefined])
      await expect(launchEngine({ ...world.setup, passphrase }).ready).rejects.toThrow(
        /^StartRefused: .*does not open with the given ALLMENDE_STORE_PASSPHRASE/,
      )
    await world.engine({ passphrase: 'richtig', isSigned: false })
  })

  test('is refused with another device, another account and lost keys', async () => {
    const world = await openWorld()
    const bot = await world.engine()
    await bot.kill()
    const other = await world.otherDevice()
    await expect(launchEngine({ ...world.setup, ...other }).ready).rejects.toThrow(
      /^StartRefused: .*belongs to another account or device/,
    )
    const stranger = await world.account('stranger')
    await expect(launchEngine({ ...world.setup, ...stranger }).ready).rejects.toThrow(
      /^StartRefused: .*belongs to another account or device/,
    )
    const empty = `${world.folder}/empty`
    await expect(launchEngine({ ...world.setup, directory: empty }).ready).rejects.toThrow(
      /^StartRefused: The homeserver knows keys of the device .*standby on another machine.*crypto -- recover/,
    )
    expect(existsSync(`${empty}/matrix-sdk-crypto.sqlite3`)).toBe(false)
    // The refused start has replaced nothing.
    await world.engine({ isSigned: false })
  })

  test('belongs to one process: the second waits for a stopped one, and takes over when it was killed', async () => {
    const world = await openWorld()
    const first = await world.engine()
    first.child.kill('SIGSTOP')
    const second = launchEngine(world.setup)
    await expect
      .poll(() => second.logged, POLL)
      .toEqual([`waits, because process ${first.child.pid} holds the encryption store`])
    let isOpen = false
    void second.ready.then(() => {
      isOpen = true
    })
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(isOpen).toBe(false)
    await first.kill('SIGKILL')
    await second.ready
    expect(second.logged).toHaveLength(1)
  })
})
