import { existsSync, rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { takeLease } from '../../bot/lease.ts'
import { recoveryKeyFile, storeOf } from '../../bot/matrix/encryption/signing-place.ts'
import { askPublished } from '../../bot/matrix/encryption/signing-published.ts'
import { openDb } from '../../prisma/client.ts'
import { ApiError, openClientApi } from '../../tools/client-api.ts'
import { installation } from './command-world.ts'
import { isMissing, PASSWORD } from './signing-world.ts'

type Answer = { device_keys: Record<string, Record<string, { keys: Record<string, string> }>> }

const story = test.skipIf(isMissing)

const row = <T extends { key: string }>(more: T) => ({
  ...{ roomId: '!a:localhost', priority: 0, content: '{}', createdAt: new Date('2026-03-09T10:00:00Z') },
  ...more,
})

story('status says in plain words how it is, beside the running bot too', async () => {
  const bot = await installation()
  expect(await bot.crypto(['status'])).toMatchObject({ code: 1, output: expect.stringContaining('no identity yet') })
  await bot.start()
  const opened = await openDb(bot.database)
  const options = { log: () => {}, signal: new AbortController().signal, onLost: () => {} }
  const lease = await takeLease({ db: opened.prisma, fence: opened.fence, ...options })
  onTestFinished(() => lease.release().finally(opened.close))
  const { code, output } = await bot.crypto(['status'])
  expect(code).toBe(0)
  expect(output).toContain('is signed by the bot’s own identity')
  expect(output).toContain(`still lies in ${recoveryKeyFile(bot.data)}: put it in the safe`)
  for (const command of ['recover', 'reset'])
    expect(
      await bot.crypto([command], { ALLMENDE_RECOVERY_KEY: bot.key(), ALLMENDE_PASSWORD: PASSWORD }),
    ).toMatchObject({
      ...{ code: 1, output: expect.stringContaining('The bot is running, so nothing was done: stop it') },
    })
})

story('after a lost store: a new device, the same identity, and the old device is gone', async () => {
  const bot = await installation()
  await bot.start()
  const [identity, old] = [await bot.identity(), bot.account.deviceId]
  rmSync(storeOf(bot.data, old), { recursive: true })
  await bot.withDb((db) =>
    db.outboxMessage.createMany({
      data: [
        row({ id: 'tried', key: 'tried', firstTriedAt: new Date() }),
        row({ id: 'fresh', key: 'fresh' }),
        row({ id: 'sent', key: 'sent', firstTriedAt: new Date(), sentAt: new Date(), content: null }),
      ],
    }),
  )
  const { output } = await bot.crypto(['status'])
  expect(output).toContain('the homeserver has its keys: put it back, or run "npm run crypto -- recover"')

  const wrong = await bot.crypto(['recover'], { ALLMENDE_PASSWORD: PASSWORD }, ['EsTx nonsense'])
  expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('not the recovery key of the account') })
  expect(await bot.login()).toMatchObject({ deviceId: old })

  const done = await bot.crypto(['recover'], {}, [bot.key(), PASSWORD])
  expect(done.output).toContain('is signed by the identity that people know')
  expect(done.output).not.toContain(bot.key())
  expect(done.output).not.toContain(PASSWORD)
  expect(done.code).toBe(0)
  const login = await bot.login()
  expect(login.deviceId).not.toBe(old)
  expect(await bot.identity(login)).toBe(identity)
  const { url } = bot
  const api = openClientApi({ url, accessToken: login.accessToken })
  const { devices } = await api<{ devices: { device_id: string }[] }>('GET', '/_matrix/client/v3/devices')
  expect(devices.map(({ device_id }) => device_id)).toEqual([login.deviceId])
  await expect(bot.api('GET', '/_matrix/client/v3/account/whoami')).rejects.toThrow(ApiError)
  const rows = await bot.withDb((db) => db.outboxMessage.findMany({ orderBy: { position: 'asc' } }))
  const days = rows.map(({ firstTriedAt }) => firstTriedAt && Math.round((Date.now() - +firstTriedAt) / 86_400_000))
  expect(days).toEqual([30, null, 0])
  expect(await bot.start({}, login)).toMatchObject({ state: 'signed', changes: [] })
})

story('a bot that was logged out comes back by the same command, which may be repeated', async () => {
  const bot = await installation()
  await bot.start()
  const identity = await bot.identity()
  await bot.api('POST', '/_matrix/client/v3/logout', {})
  expect(await bot.crypto(['status'])).toMatchObject({ code: 1, output: expect.stringContaining('logs in anew') })
  const secrets = { ALLMENDE_RECOVERY_KEY: bot.key(), ALLMENDE_PASSWORD: PASSWORD }
  expect(await bot.crypto(['recover'], { ...secrets, ALLMENDE_PASSWORD: 'wrong' })).toMatchObject({
    ...{ code: 1, output: expect.stringContaining('does not accept the password') },
  })
  expect(await bot.crypto(['recover'], secrets)).toMatchObject({ code: 0 })
  const login = await bot.login()
  const again = await bot.crypto(['recover'], secrets)
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining(login.deviceId) })
  expect(await bot.identity(login)).toBe(identity)
})

story('a reset wants the account typed and the password, and makes a new recovery key', async () => {
  const bot = await installation()
  await bot.start()
  const identity = await bot.identity()
  rmSync(recoveryKeyFile(bot.data))
  const { userId } = bot.account
  expect(await bot.crypto(['reset'], {}, ['yes', PASSWORD])).toMatchObject({
    ...{ code: 1, output: expect.stringContaining('Not confirmed, so nothing was done.') },
  })
  expect(await bot.crypto(['reset'], {}, [userId])).toMatchObject({
    ...{ code: 1, output: expect.stringContaining('Nothing was typed, so nothing was done: run this again') },
  })
  expect(await bot.crypto(['reset'], {}, [userId, 'wrong'])).toMatchObject({
    ...{ code: 1, output: expect.stringContaining('does not accept the password') },
  })
  expect(await bot.identity()).toBe(identity)
  expect(existsSync(recoveryKeyFile(bot.data))).toBe(false)
  expect(await bot.start()).toMatchObject({ state: 'signed', changes: [] })
  // Not even its private keys were lost: it can store them anew.
  const path = `/_matrix/client/v3/user/${userId}/account_data/m.secret_storage.default_key`
  await bot.api('PUT', path, {})
  expect(await bot.crypto(['status'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('NO recovery key fits'),
  })
  expect(await bot.start()).toMatchObject({ state: 'signed', said: [expect.stringContaining('put it in the safe')] })

  const done = await bot.crypto(['reset'], {}, [userId, PASSWORD])
  expect(done.output).toContain('will see that its identity\nhas changed')
  expect(done.output).toContain('is signed by a new identity')
  expect(done.code).toBe(0)
  expect(await bot.identity()).not.toBe(identity)
  expect(await bot.start({ recoveryKey: bot.key() }, await bot.newDevice())).toMatchObject({ state: 'signed' })
})

story('where key and store are lost, a reset begins anew on a new device', async () => {
  const bot = await installation()
  await bot.start()
  rmSync(storeOf(bot.data, bot.account.deviceId), { recursive: true })
  expect(await bot.crypto(['reset'], { ALLMENDE_PASSWORD: PASSWORD }, [bot.account.userId])).toMatchObject({ code: 0 })
  expect((await bot.login()).deviceId).not.toBe(bot.account.deviceId)
  expect(await bot.crypto(['status'])).toMatchObject({ code: 0 })
})

story('a wrong call and a wrong passphrase are said in one sentence', async () => {
  const bot = await installation()
  for (const args of [[], ['restore'], ['status', 'now']])
    expect(await bot.crypto(args)).toEqual({ code: 64, output: 'Usage: npm run crypto -- status | recover | reset\n' })
  await bot.start()
  const secrets = { ALLMENDE_RECOVERY_KEY: bot.key(), ALLMENDE_STORE_PASSPHRASE: 'another' }
  expect(await bot.crypto(['recover'], secrets)).toMatchObject({
    ...{ code: 78, output: expect.stringContaining('does not open with the given ALLMENDE_STORE_PASSPHRASE') },
  })
})

story('a signature that stands beside other keys than it was made for counts for nothing', async () => {
  const bot = await installation()
  await bot.start()
  const { userId, deviceId } = bot.account
  const answer = await bot.api<Answer>('POST', '/_matrix/client/v3/keys/query', { device_keys: { [userId]: [] } })
  expect(await askPublished(async () => answer, userId, deviceId)).toMatchObject({ hasKeys: true, isSigned: true })
  const device = answer.device_keys[userId]![deviceId]!
  device.keys[`ed25519:${deviceId}`] = device.keys[`curve25519:${deviceId}`]!
  expect(await askPublished(async () => answer, userId, deviceId)).toMatchObject({ hasKeys: true, isSigned: false })
})

story(
  'a recovery that was broken off after its log-in goes on with that device, and asks for the key only',
  async () => {
    const bot = await installation()
    await bot.start()
    const { userId: _, ...device } = await bot.newDevice()
    await bot.withDb((db) => db.account.update({ where: { id: 1 }, data: device }))
    expect(await bot.crypto(['status'])).toMatchObject({ code: 1, output: expect.stringContaining('NOT signed') })
    expect(await bot.crypto(['recover'], {}, [bot.key()])).toMatchObject({
      ...{ code: 0, output: expect.stringContaining(device.deviceId) },
    })
    expect(await bot.crypto(['status'])).toMatchObject({ code: 0 })
  },
)
