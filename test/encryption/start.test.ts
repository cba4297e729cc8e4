import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { recoveryKeyFile, storesIn } from '../../bot/matrix/encryption/signing-place.ts'
import { FIRST } from '../e2e/bot.ts'
import { runToEnd } from '../e2e/bot-process.ts'
import { prepareEncryptedBot } from './bot-world.ts'
import { openGate } from './gate.ts'
import { library } from './library.ts'

const LONG_MS = 240_000
const CONFIG_ERROR = 78

async function installation(extra: Record<string, unknown> = {}) {
  const bot = await prepareEncryptedBot(inject('synapse'), { extra })
  onTestFinished(() => bot.close())
  return bot
}

type Bot = Awaited<ReturnType<typeof installation>>

const start = (bot: Bot, env: Record<string, string> = {}) => runToEnd('bot/main.ts', bot.file, env)

/** The folder of the only device's store. */
function storeIn(bot: Bot): string {
  const stores = readdirSync(storesIn(bot.folder)).filter((name) => name.startsWith('device-'))
  expect(stores).toHaveLength(1)
  return join(storesIn(bot.folder), stores[0] ?? '')
}

describe.skipIf(!library)('a start with encryption', { timeout: LONG_MS }, () => {
  test('takes the library that npm run crypto:install has put into the data directory', async () => {
    const bot = await installation({ encryption: true })
    const digest = createHash('sha256').update(readFileSync(library!)).digest('hex')
    const args = ['--file', library!, '--sha256', digest]
    expect(await runToEnd('encryption/install.ts', bot.file, {}, args)).toMatchObject({ code: 0 })
    await bot.begin()
    expect(bot.output()).toContain(`encryption uses ${bot.folder}/library/`)
    expect(bot.output()).toContain(`SHA-256 ${digest} as kept then`)
    const karin = await bot.strict('karin')
    onTestFinished(() => karin.stop())
    const room = await bot.room('it', [bot.people.karin])
    expect((await bot.demand(karin, room, '!aufgabe Angekommen')).text).toContain('A1')
    expect(await bot.stop()).toBe(0)
  })

  test('ends with a sentence and code 78 with a wrong passphrase, with the store of another device, and with another store', async () => {
    const [bot, stranger] = [await installation(), await installation()]
    const right = { ALLMENDE_STORE_PASSPHRASE: 'richtig' }
    for (const one of [bot, stranger]) {
      await one.start({ ...FIRST, ...right })
      expect(await one.stop()).toBe(0)
    }
    for (const passphrase of [undefined, 'falsch']) {
      const { code, output } = await start(bot, passphrase ? { ALLMENDE_STORE_PASSPHRASE: passphrase } : {})
      expect(output).toContain('does not open with the given ALLMENDE_STORE_PASSPHRASE')
      expect(output).not.toContain('falsch')
      expect(code).toBe(CONFIG_ERROR)
    }
    const kept = `${bot.folder}/kept`
    cpSync(storeIn(bot), kept, { recursive: true })
    const exchange = (other: string) => {
      const place = storeIn(bot)
      rmSync(place, { recursive: true })
      cpSync(other, place, { recursive: true })
    }
    exchange(storeIn(stranger))
    const foreign = await start(bot, right)
    expect(foreign.output).toContain('belongs to another account or device')
    expect(foreign.code).toBe(CONFIG_ERROR)

    // Of the same device, but made anew: the machine is open by then.
    const { deviceId } = await (await bot.db()).account.findUniqueOrThrow({ where: { id: 1 } })
    makeStore(`${bot.folder}/anew`, bot.me, deviceId)
    exchange(`${bot.folder}/anew`)
    const anew = await start(bot, right)
    expect(anew.output).toContain('knows other keys of the device')
    expect(anew.code).toBe(CONFIG_ERROR)

    exchange(kept)
    await bot.start(right)
  })

  test('without its store is refused, makes no other one, and goes on after npm run crypto -- recover', async () => {
    const bot = await installation()
    await bot.begin()
    await bot.stop()
    rmSync(storeIn(bot), { recursive: true })
    for (const _ of ['first', 'again'])
      expect(await start(bot)).toMatchObject({
        ...{ code: CONFIG_ERROR, output: expect.stringContaining('run "npm run crypto -- recover"') },
      })
    const [key = ''] = readFileSync(recoveryKeyFile(bot.folder), 'utf8').split('\n')
    const given = { ...FIRST, ALLMENDE_RECOVERY_KEY: key }
    expect(await runToEnd('encryption/crypto.ts', bot.file, given, ['recover'])).toMatchObject({ code: 0 })
    await bot.start()
  })

  test('waits for a homeserver that is away, and can be ended meanwhile', async () => {
    const gate = await openGate(inject('synapse').url, '/keys/query')
    const bot = await installation({ homeserver: gate.url })
    gate.close()
    for (const _ of ['first', 'again']) {
      bot.launch(FIRST)
      await bot.logged('The homeserver does not answer, waiting for it.')
      expect(await bot.stop()).toBe(0)
    }
    bot.launch()
    await bot.logged('The homeserver does not answer, waiting for it.')
    gate.open()
    await bot.logged('"started"')
  })
})

describe.skipIf(!library)('a process with encryption ends', { timeout: LONG_MS }, () => {
  test.each(['stop', 'interrupt'] as const)('with 0 at work, after %s', async (end) => {
    const bot = await installation()
    await bot.begin()
    const karin = await bot.strict('karin')
    onTestFinished(() => karin.stop())
    const room = await bot.room('it', [bot.people.karin])
    await Promise.all([1, 2, 3].map((number) => karin.send(room, `!aufgabe Nummer ${number}`)))
    await bot.listen(karin, room, 'A1')
    expect(await bot[end]()).toBe(0)
  })

  test('with 1 when a call of the library never comes back, and the next start goes on', async () => {
    const bot = await installation()
    const [script, broken] = [join(bot.folder, 'broken.cjs'), join(bot.folder, 'broken.node')]
    writeFileSync(script, neverReturning(library!))
    symlinkSync(script, broken) // loaded as what it leads to
    const file = join(bot.folder, 'broken.yaml')
    bot.configure({ encryption: { library: broken } }, file)
    const { code, output } = await runToEnd('bot/main.ts', file, FIRST)
    expect(output).toContain('receiveSyncChanges of the encryption library has not ended for 60000 ms')
    expect(code).toBe(1)
    await bot.start()
  })
})

/** The real library, with one call that is never settled. */
const neverReturning = (file: string) => `
const library = require(${JSON.stringify(file)})
library.OlmMachine.prototype.receiveSyncChanges = () => new Promise(() => {})
module.exports = library
`

/** Lets a process of its own make a store; it cannot be closed in this one. */
function makeStore(directory: string, userId: string, deviceId: string): void {
  const script = join(directory, '..', 'make-store.cjs')
  writeFileSync(
    script,
    `const { OlmMachine, UserId, DeviceId } = require(${JSON.stringify(library)})
const [user, device] = [new UserId(${JSON.stringify(userId)}), new DeviceId(${JSON.stringify(deviceId)})]
OlmMachine.initialize(user, device, ${JSON.stringify(directory)}, 'richtig', 0).then(() => process.exit(0))`,
  )
  execFileSync(process.execPath, [script])
}
