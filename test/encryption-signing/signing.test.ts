import { rmSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { recoveryKeyFile, storeOf } from '../../bot/matrix/encryption/signing-place.ts'
import { isMissing, newBot, PASSWORD } from './signing-world.ts'

const story = test.skipIf(isMissing)

story(
  'the first start signs the device without anybody, and hands over a recovery key; the second changes nothing',
  async () => {
    const bot = await newBot()
    const first = await bot.start()
    expect(first).toMatchObject({ state: 'signed', died: false })
    expect(first.said).toEqual([expect.stringContaining(`${recoveryKeyFile(bot.data)}: put it in the safe now`)])
    expect(statSync(recoveryKeyFile(bot.data)).mode & 0o777).toBe(0o600)
    const identity = await bot.identity()
    const second = await bot.start()
    expect(second).toMatchObject({ state: 'signed', said: [], changes: [] })
    expect(await bot.identity()).toBe(identity)
  },
)

story('killed at any of its steps, the next start completes it, and the key on file is the one that fits', async () => {
  const counting = await newBot()
  const steps = (await counting.start()).changes.length
  expect(steps).toBeGreaterThanOrEqual(8)
  for (let request = 1; request <= steps; request++)
    for (const when of ['before', 'after'] as const) {
      const bot = await newBot()
      expect(await bot.start({ dieAt: { request, when } }), `${when} ${request}`).toMatchObject({ died: true })
      const published = await bot.identity()
      expect(await bot.start(), `${when} ${request}`).toMatchObject({ state: 'signed', died: false })
      if (published) expect(await bot.identity()).toBe(published)
      const device = await bot.newDevice()
      expect(await bot.start({ recoveryKey: bot.key() }, device), `${when} ${request}`).toMatchObject({
        ...{ state: 'signed', said: [] },
      })
    }
})

story(
  'after a lost store the recovery key signs the new device with the same identity, and no other key does',
  async () => {
    const bot = await newBot()
    await bot.start()
    const identity = await bot.identity()
    rmSync(storeOf(bot.data, bot.account.deviceId), { recursive: true })
    expect((await bot.start()).error).toContain('is not on this machine')
    const device = await bot.newDevice()
    expect(await bot.start({ password: PASSWORD }, device)).toMatchObject({ state: 'needs-recovery-key' })
    const other = await newBot()
    await other.start()
    for (const recoveryKey of [other.key(), 'rubbish', bot.key().slice(0, -1)])
      expect(await bot.start({ recoveryKey }, device)).toMatchObject({ state: 'wrong-recovery-key' })
    expect(await bot.start({ recoveryKey: ` ${bot.key()}\n` }, device)).toMatchObject({ state: 'signed' })
    expect(await bot.identity()).toBe(identity)
    expect(await bot.start({}, device)).toMatchObject({ state: 'signed', changes: [] })
  },
)

story('a reset needs the password, makes another identity and another recovery key', async () => {
  const bot = await newBot()
  await bot.start()
  const [identity, key] = [await bot.identity(), bot.key()]
  expect(await bot.start({ what: 'reset', password: 'wrong' })).toMatchObject({ state: 'refused' })
  expect(await bot.identity()).toBe(identity)
  // Refused, it has cost the private keys; the recovery key brings them back, and nobody else notices.
  expect(await bot.start()).toMatchObject({ state: 'signed', said: [] })
  expect(await bot.start({ recoveryKey: key })).toMatchObject({ state: 'signed', said: [] })
  expect(await bot.start({ what: 'reset', password: PASSWORD })).toMatchObject({ state: 'signed' })
  expect(await bot.identity()).not.toBe(identity)
  expect(bot.key()).not.toBe(key)
  const device = await bot.newDevice()
  expect(await bot.start({ recoveryKey: key }, device)).toMatchObject({ state: 'wrong-recovery-key' })
  expect(await bot.start({ recoveryKey: bot.key() }, device)).toMatchObject({ state: 'signed' })
})

story('a reset that is killed on its way is completed by the next start, with a recovery key that fits', async () => {
  const counting = await newBot()
  await counting.start()
  const { changes } = await counting.start({ what: 'reset', password: PASSWORD })
  const taken = changes.findLastIndex((path) => path.endsWith('/device_signing/upload')) + 1
  expect(taken).toBeGreaterThan(0)
  for (let request = taken; request <= changes.length; request++) {
    const bot = await newBot()
    await bot.start()
    const identity = await bot.identity()
    const killed = await bot.start({ what: 'reset', password: PASSWORD, dieAt: { request, when: 'after' } })
    expect(killed).toMatchObject({ died: true })
    expect(await bot.start(), `${request}`).toMatchObject({ state: 'signed' })
    expect(await bot.identity()).not.toBe(identity)
    expect(await bot.start({ recoveryKey: bot.key() }, await bot.newDevice())).toMatchObject({ state: 'signed' })
  }
})

story('where the homeserver takes no signature, with 200, nobody is told that the device is signed', async () => {
  const bot = await newBot()
  const { state, error } = await bot.start({ refuseSignatures: true })
  expect(state).toBeUndefined()
  expect(error).toContain('does not take a signature')
})

story(
  'a homeserver that asks for the password even at first gets it, or the operators are told; then it is done',
  async () => {
    const bot = await newBot()
    const asked = await bot.start({ asksForPassword: true })
    expect(asked).toMatchObject({ state: 'needs-approval', said: [] })
    expect(await bot.identity()).toBeUndefined()
    expect(await bot.start({ asksForPassword: true, password: PASSWORD })).toMatchObject({ state: 'signed' })
  },
)

story('an identity that somebody published meanwhile is not replaced, whatever password is at hand', async () => {
  const bot = await newBot()
  const upload =
    (await (await newBot()).start()).changes.findIndex((path) => path.endsWith('/device_signing/upload')) + 1
  expect(await bot.start({ dieAt: { request: upload, when: 'before' } })).toMatchObject({ died: true })
  const device = await bot.newDevice()
  expect(await bot.start({}, device)).toMatchObject({ state: 'signed' })
  const [identity, key] = [await bot.identity(), bot.key()]
  expect(await bot.start({ password: PASSWORD })).toMatchObject({ state: 'needs-recovery-key', said: [] })
  expect(await bot.identity()).toBe(identity)
  expect(await bot.start({ recoveryKey: key })).toMatchObject({ state: 'signed', said: [] })
})

story('a reset that is killed before the homeserver took it has changed nothing that others see', async () => {
  const bot = await newBot()
  await bot.start()
  const [identity, recoveryKey] = [await bot.identity(), bot.key()]
  const reset = { what: 'reset', password: PASSWORD, dieAt: { request: 2, when: 'before' } }
  const { died, changes } = await bot.start(reset)
  expect(died).toBe(true)
  expect(changes.every((path) => path.endsWith('/device_signing/upload'))).toBe(true) // the question, and the answer to it
  expect(await bot.start()).toMatchObject({ state: 'signed', said: [] })
  expect(await bot.identity()).toBe(identity)
  expect(await bot.start({ recoveryKey }, await bot.newDevice())).toMatchObject({ state: 'signed' })
})
