import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openPerson } from '../../tools/person.ts'
import { logIn } from '../../tools/synapse.ts'
import { type E2eBot, FIRST, prepareBot } from './bot.ts'
import { botProcess, runToEnd } from './bot-process.ts'
import { answersTo, idIn, until } from './listening.ts'

const CONFIG_ERROR = 78
const server = inject('synapse')

/** An installation that ends with the test. */
async function installation(options: Parameters<typeof prepareBot>[1] = {}): Promise<E2eBot> {
  const bot = await prepareBot(server, options)
  onTestFinished(() => bot.close())
  return bot
}

const start = (bot: E2eBot, env: Record<string, string> = {}) => runToEnd('bot/main.ts', bot.file, env)

/** Log-ins of the bot's account; the first one is that of its registration. */
async function devices(bot: E2eBot): Promise<string[]> {
  const { api } = openPerson({ url: server.url, ...bot.account })
  const { devices: all } = await api<{ devices: { device_id: string; display_name?: string }[] }>(
    'GET',
    '/_matrix/client/v3/devices',
  )
  return all.filter(({ device_id }) => device_id !== bot.account.deviceId).map(({ display_name }) => display_name ?? '')
}

describe('a start that makes no sense ends with code 78', () => {
  test('with a wrong configuration: all problems at once, no secret repeated, and nothing was touched', async () => {
    const bot = await installation({
      extra: { timeZone: 'Europe/Hamburg', opreators: ['@olga:localhost'], password: 'streng-geheim-4711' },
    })
    const encrypted = join(bot.folder, 'encrypted.yaml')
    bot.configure({ timeZone: undefined, opreators: undefined, password: undefined, encryption: true }, encrypted)
    const [wrong, withoutLibrary] = await Promise.all([start(bot, FIRST), runToEnd('bot/main.ts', encrypted, FIRST)])
    expect(wrong.code).toBe(CONFIG_ERROR)
    for (const part of ['timeZone', /opreators.*operators/s, 'ALLMENDE_PASSWORD']) expect(wrong.output).toMatch(part)
    expect(wrong.output).not.toContain('streng-geheim-4711')
    expect(withoutLibrary).toMatchObject({
      code: CONFIG_ERROR,
      output: expect.stringMatching(/library: <file>.*encryption: false/s),
    })
    expect(existsSync(join(bot.folder, 'allmende.db'))).toBe(false)
    expect(await devices(bot)).toEqual([])
  })

  test('without any secret, and with a wrong password', async () => {
    const bot = await installation()
    expect(await start(bot)).toMatchObject({
      code: CONFIG_ERROR,
      output: expect.stringContaining('Set ALLMENDE_PASSWORD'),
    })
    const refused = await start(bot, { ALLMENDE_PASSWORD: 'falsch' })
    expect(refused).toMatchObject({
      code: CONFIG_ERROR,
      output: expect.stringContaining(`does not accept the password of ${bot.me}`),
    })
    expect(refused.output).not.toContain('falsch')
  })

  test('with the token of another account, or of another device than the stored one', async () => {
    const bot = await installation()
    const anna = await logIn(server, bot.people.anna.userId, FIRST.ALLMENDE_PASSWORD)
    const foreign = await start(bot, { ALLMENDE_ACCESS_TOKEN: anna.accessToken })
    expect(foreign).toMatchObject({
      code: CONFIG_ERROR,
      output: expect.stringContaining(`The access token belongs to ${anna.userId}, the configuration names ${bot.me}.`),
    })
    await bot.start(FIRST)
    await bot.stop()
    const other = await start(bot, { ALLMENDE_ACCESS_TOKEN: bot.account.accessToken })
    expect(other).toMatchObject({
      code: CONFIG_ERROR,
      output: expect.stringContaining(`belongs to the device ${bot.account.deviceId}`),
    })
    for (const { output } of [foreign, other]) expect(output).not.toMatch(/syt_/)
    await bot.start() // with the stored one all is well
  })
})

test('the password is needed once: later starts use the stored log-in, and there is never a second device', async () => {
  const bot = await installation()
  await bot.start(FIRST)
  expect(await devices(bot)).toEqual(['Allmende'])
  expect(await bot.stop()).toBe(0)
  await bot.start({ ALLMENDE_PASSWORD: 'long since changed' })
  expect(await devices(bot)).toEqual(['Allmende'])
  const secrets = [FIRST.ALLMENDE_PASSWORD, (await (await bot.db()).account.findFirstOrThrow()).accessToken]
  for (const secret of secrets) expect(bot.output()).not.toContain(secret)
})

test('what was said before the first start, or before the database was lost, starts nothing; rooms are found again', async () => {
  const bot = await installation()
  const { anna, karin } = bot.people
  const direct = await anna.createDirectRoom(bot.me)
  const early = await anna.say(direct, 'aufgabe Vor dem ersten Start')
  await bot.start(FIRST)
  const room = await bot.room()
  await bot.ask(anna, direct, 'aufgabe Nach dem ersten Start')
  const before = await bot.ask(anna, room, '!aufgabe Vor dem Verlust')
  await bot.settled()
  expect(answersTo(await anna.messages(direct), bot.me, early)).toEqual([])

  await bot.forget()
  const late = await anna.say(room, '!aufgabe Ungehört')
  await bot.start(FIRST)
  const { group } = await bot.db()
  await until('the room is found again', async () => (await group.findFirst())?.roomId === room)
  const after = await bot.ask(anna, room, '!aufgabe Nach dem Verlust')
  expect(idIn(after)).toBe('A1') // a database that knows nothing
  await bot.settled()
  const messages = await anna.messages(room)
  expect(answersTo(messages, bot.me, late)).toEqual([])
  expect(
    messages.filter(({ sender, type }) => sender === bot.me && type === 'm.room.message').map(({ body }) => body),
  ).toEqual([before.body, after.body])
  const invited = messages.filter(({ type, content }) => type === 'm.room.member' && content.membership === 'invite')
  expect(invited).toHaveLength(3)
  await karin.acceptInvites()
  expect((await karin.joinedRooms()).filter(({ name }) => name === 'AG IT-Kooperation')).toHaveLength(1)
})

test('npm run status says how it is: 2 never started, 0 healthy, 1 late, 2 silent for long, 78 wrong configuration', async () => {
  const bot = await installation()
  const status = (...args: string[]) => runToEnd('bot/status.ts', bot.file, {}, args)
  expect(await status()).toMatchObject({ code: 2, output: expect.stringContaining('never started') })
  await bot.start(FIRST)
  await bot.settled()
  const running = await status('--json')
  expect(running.code).toBe(0)
  expect(JSON.parse(running.output)).toMatchObject({
    level: 0,
    database: 'sqlite',
    encryption: false,
    waitingEvents: 0,
    setAside: { events: 0, messages: 0 },
  })
  await bot.stop()
  const lastSync = async (minutesAgo: number) =>
    (await bot.db()).account.update({
      where: { id: 1 },
      data: { syncedAt: new Date(Date.now() - minutesAgo * 60_000) },
    })
  await lastSync(5)
  expect(await status()).toMatchObject({ code: 1, output: expect.stringContaining('degraded') })
  await lastSync(15)
  expect(await status()).toMatchObject({ code: 2, output: expect.stringContaining('down') })
  bot.configure({ land: 'Niedersachsen' })
  expect(await status()).toMatchObject({ code: CONFIG_ERROR, output: expect.stringContaining('land') })
})

test('a second process on the same database waits as standby, and takes over from one that was killed or has ended', async () => {
  const bot = await installation()
  const other = botProcess(bot.file)
  onTestFinished(async () => void (await other.kill()))
  await bot.start(FIRST)
  other.launch()
  await other.logged('waiting as standby')
  expect(other.output()).not.toContain('"started"')
  await bot.kill()
  await other.logged('"started"')
  bot.launch()
  await bot.logged('waiting as standby')
  expect(await other.stop()).toBe(0)
  await bot.logged('"started"')
  other.launch()
  await other.logged('waiting as standby')
  expect(await other.stop()).toBe(0) // one that waits ends as well
  expect(bot.isRunning()).toBe(true)
})
