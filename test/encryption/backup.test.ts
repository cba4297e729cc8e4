import { mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { dropOutboundSessions } from '../../bot/matrix/encryption/outbound-sessions.ts'
import { storeOf } from '../../bot/matrix/encryption/signing-place.ts'
import { findPostgres, startPostgres } from '../../tools/postgres.ts'
import { FIRST } from '../e2e/bot.ts'
import { runToEnd } from '../e2e/bot-process.ts'
import { until } from '../e2e/listening.ts'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'
import type { StrictPeer } from './peers/strict-peer.ts'

const LONG_MS = 300_000
const PASSPHRASE = { ALLMENDE_STORE_PASSPHRASE: 'nur ein Test' }

/** A bot at work in a room with Karin, Ben and Anna; strict clients of the first two. */
async function world(database?: string) {
  const bot = await prepareEncryptedBot(inject('synapse'), database ? { database } : {})
  onTestFinished(() => bot.close())
  await bot.start({ ...FIRST, ...PASSPHRASE })
  const [karin, ben] = [await bot.strict('karin'), await bot.strict('ben')]
  onTestFinished(async () => void (await Promise.all([karin.stop(), ben.stop()])))
  return { bot, karin, ben, room: await bot.room() }
}

/** Gives the file of the database; the folder holds the store too. */
async function backUp(bot: EncryptedBot): Promise<string> {
  const folder = join(bot.folder, 'backups')
  const { code, output } = await runToEnd('backup/backup.ts', bot.file, {}, [folder])
  expect(output).toMatch(/^Written and checked: .+\.store, /)
  expect(code).toBe(0)
  const names = readdirSync(folder).sort()
  expect(names.map((name) => name.split('.').at(-1)).sort()).toEqual([
    expect.stringMatching(/^db|dump$/),
    'json',
    'store',
    'yaml',
  ])
  for (const name of names) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
  return join(folder, names[0] ?? '')
}

const restore = (bot: EncryptedBot, file: string) => runToEnd('backup/restore.ts', bot.file, {}, [file])

const storeIn = async (bot: EncryptedBot) =>
  storeOf(bot.folder, (await (await bot.db()).account.findUniqueOrThrow({ where: { id: 1 } })).deviceId)

const sessionsOf = async (bot: EncryptedBot, peer: StrictPeer, room: string) =>
  (await bot.own(peer, room)).map(({ session }) => session)

/** Takes what the homeserver has to hand out of the bot's device, as people do who write to it for the first time. */
async function useUpKeys(bot: EncryptedBot, count: number) {
  const { deviceId } = await (await bot.db()).account.findUniqueOrThrow({ where: { id: 1 } })
  const body = { one_time_keys: { [bot.me]: { [deviceId]: 'signed_curve25519' } } }
  for (let i = 0; i < count; i++) await bot.people.karin.api('POST', '/_matrix/client/v3/keys/claim', body)
}

/** Ben and Anna's first words are after the backup; so are all keys that the homeserver hands out by then. */
async function talkOn(bot: EncryptedBot, { karin, ben, room }: Awaited<ReturnType<typeof world>>) {
  await bot.demand(karin, room, '!aufgabe Danach von Karin')
  await bot.demand(ben, room, '!aufgabe Danach von Ben')
  await useUpKeys(bot, 60)
  await bot.demand(karin, room, '!aufgabe Noch eine von Karin')
  await bot.settled()
}

describe.skipIf(!library)('a backup of a bot in encrypted rooms', { timeout: LONG_MS }, () => {
  test('brings back a store that was lost: people are read, the bot is read, and no key serves twice', async () => {
    const here = await world()
    const { bot, karin, ben, room } = here
    await bot.demand(karin, room, '!aufgabe Vorher von Karin')
    const file = await backUp(bot)
    await talkOn(bot, here)
    expect(await restore(bot, file)).toMatchObject({ code: 1, output: expect.stringMatching(/^A bot works on this/) })
    await bot.kill()
    const before = await sessionsOf(bot, karin, room)
    const store = await storeIn(bot)
    rmSync(store, { recursive: true })
    expect(await restore(bot, file)).toMatchObject({
      code: 0,
      output: expect.stringContaining('the encryption store of the backup is in its place'),
    })
    expect(statSync(store).mode & 0o777).toBe(0o700)

    // Broken off before anything was sent, it begins anew.
    bot.launch(PASSPHRASE)
    await bot.logged('the bot’s device')
    await bot.kill()
    await bot.start(PASSPHRASE)
    const answer = await bot.demand(karin, room, '!aufgabe Nachher von Karin')
    expect(answer.text).toContain('A5')
    expect((await bot.answerTo(ben, room, answer.replyTo ?? '')).text).toContain('A5')
    // Ben's key came after the backup; he hands it out again to a device that has begun a new session with his.
    expect((await bot.demand(ben, room, '!aufgabe Nachher von Ben')).text).toContain('A6')
    // Anna's first words are for a key that the homeserver hands out now.
    const anna = await bot.strict('anna')
    onTestFinished(() => anna.stop())
    expect((await bot.demand(anna, room, '!aufgabe Nachher von Anna')).text).toContain('A7')
    const after = (await sessionsOf(bot, karin, room)).slice(before.length)
    expect(after.length).toBeGreaterThanOrEqual(3)
    expect(after.filter((session) => before.includes(session))).toEqual([])
    for (const peer of [karin, ben])
      expect((await bot.own(peer, room)).filter(({ text, shield }) => !text || shield !== 'none')).toEqual([])
    expect(bot.output()).not.toContain('kept for later, not sent for encryption')
  })

  test('leaves a store alone that is whole, so that all that was said since can be read and counts', async () => {
    const here = await world()
    const { bot, karin, ben, room } = here
    await bot.demand(karin, room, '!aufgabe Vorher von Karin')
    const file = await backUp(bot)
    await talkOn(bot, here)
    await bot.kill()
    const before = await sessionsOf(bot, karin, room)
    expect(await restore(bot, file)).toMatchObject({
      code: 0,
      output: expect.stringContaining('the present encryption store is whole and newer, so it stays'),
    })
    await bot.start(PASSPHRASE)
    expect((await bot.demand(ben, room, '!aufgabe Nachher von Ben')).text).toContain('A5')
    await bot.settled()
    const tasks = await (await bot.db()).task.findMany({ orderBy: { id: 'asc' } })
    expect(tasks.map(({ text }) => text)).toEqual([
      'Vorher von Karin',
      'Danach von Karin',
      'Danach von Ben',
      'Noch eine von Karin',
      'Nachher von Ben',
    ])
    expect((await sessionsOf(bot, karin, room)).slice(before.length)).toHaveLength(1) // nothing is said twice
  })

  test('says and posts nothing twice that the older store cannot read, and what was stored has its numbers again', async () => {
    const { bot, karin, room } = await world()
    await bot.demand(karin, room, '!aufgabe Vorher')
    const file = await backUp(bot)
    // From here on it encrypts with keys that the backup does not know.
    await bot.stop()
    dropOutboundSessions(await storeIn(bot))
    await bot.start(PASSPHRASE)
    await bot.demand(karin, room, '!aufgabe Danach')
    const decision = await bot.demand(karin, room, '!beschluss Die Drucker werden gemeinsam ausgeschrieben')
    await karin.react(room, decision.eventId, '✅')
    await bot.listen(karin, room, '/001')
    const direct = await bot.enterDirect(karin, 'karin')
    await bot.listen(karin, direct, 'ich bin Allmende')
    await bot.settled()
    await bot.kill()
    const said = async (roomId: string) =>
      (await bot.people.karin.messages(roomId)).filter(
        ({ sender, type }) => sender === bot.me && type.startsWith('m.room.e'),
      )
    const before = [await said(room), await said(direct)].map(({ length }) => length)
    rmSync(await storeIn(bot), { recursive: true })
    expect(await restore(bot, file)).toMatchObject({ code: 0, output: expect.stringContaining('is in its place') })
    const from = bot.output().length
    await bot.start(PASSPHRASE)
    const answer = await bot.demand(karin, room, '!aufgabe Nachher')
    expect(answer.text).toContain('A3')
    await bot.settled()
    const unread = bot
      .output()
      .slice(from)
      .split('\n')
      .filter((line) => line.includes('a message cannot be read yet'))
    expect(unread.filter((line) => line.includes(bot.me)).length).toBeGreaterThanOrEqual(4)
    expect([await said(room), await said(direct)].map(({ length }) => length)).toEqual([before[0]! + 1, before[1]])
    const { task, decision: decisions } = await bot.db()
    const tasks = await task.findMany({ orderBy: { id: 'asc' } })
    expect(tasks.map(({ id, text }) => `${id} ${text}`)).toEqual(['A1 Vorher', 'A2 Danach', 'A3 Nachher'])
    expect((await decisions.findMany()).map(({ register }) => register)).toEqual([
      expect.stringMatching(/^IT-\d{4}\/001$/),
    ])
  })

  test('keeps a store that is broken under another name; who has a key of later is read before the bot says anything', async () => {
    const { bot, karin, ben, room } = await world()
    await bot.demand(karin, room, '!aufgabe Vorher')
    const file = await backUp(bot)
    await bot.demand(ben, room, '!aufgabe Danach')
    await bot.stop()
    const store = await storeIn(bot)
    renameSync(join(store, 'matrix-sdk-crypto.sqlite3'), join(store, 'moved'))
    expect((await restore(bot, file)).output).toMatch(/in its place, the former one is kept as .+before-restore/)
    await bot.start(PASSPHRASE)
    const said: string[] = []
    await until('Ben is read', async () => {
      said.push(await ben.send(room, `!aufgabe Versuch ${said.length}`)) // the first may be too early for his client
      await sleep(3000)
      return (await bot.own(ben, room)).some(({ replyTo, text }) => replyTo && said.includes(replyTo) && text)
    })
  })

  test.skipIf(!findPostgres())('on PostgreSQL takes the store too', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'allmende-encryption-'))
    const postgres = await startPostgres({ dir })
    onTestFinished(async () => {
      await postgres.stop()
      rmSync(dir, { recursive: true, force: true })
    })
    await postgres.createDatabase('encrypted')
    const { bot, karin, room } = await world(postgres.url('encrypted'))
    await bot.demand(karin, room, '!aufgabe Vorher')
    const file = await backUp(bot)
    const stopped = bot.kill()
    await stopped
    rmSync(await storeIn(bot), { recursive: true })
    expect(await restore(bot, file)).toMatchObject({ code: 0, output: expect.stringContaining('is in its place') })
    await bot.start(PASSPHRASE)
    await until('it answers', async () => (await bot.demand(karin, room, '!aufgabe Nachher')).text.includes('A2'))
    await bot.close()
  })
})
