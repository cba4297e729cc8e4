import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { keepRecoveryKey } from '../../bot/matrix/encryption/signing-key-file.ts'
import { recoveryKeyFile, storeOf } from '../../bot/matrix/encryption/signing-place.ts'
import { sendRow } from '../../bot/sending.ts'
import { openAsking } from '../../encryption/crypto-asking.ts'
import { replaceLogin } from '../../encryption/crypto-login.ts'
import { openTestDb } from '../database.ts'
import { FakeHomeserver } from '../homeserver.ts'

test('a recovery key lies whole in a file for its owner alone, also where an older one was open to others', async () => {
  const data = mkdtempSync(join(tmpdir(), 'allmende-key-'))
  onTestFinished(() => rmSync(data, { recursive: true }))
  const file = recoveryKeyFile(data)
  for (const left of [file, `${file}.part`]) {
    writeFileSync(left, 'an old one')
    chmodSync(left, 0o644)
  }
  const said: string[] = []
  await keepRecoveryKey({ data, userId: '@allmende:localhost', say: (line) => void said.push(line) }, 'EsTK abcd')
  expect(readFileSync(file, 'utf8').split('\n')[0]).toBe('EsTK abcd')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(data)).toEqual(['recovery-key.txt'])
  expect(said).toEqual([expect.stringContaining(`${file}: put it in the safe now, and delete the file.`)])
  expect(said[0]).not.toContain('EsTK')
})

test('a device id cannot name a folder elsewhere', () => {
  for (const id of ['../../etc', '..', 'a/b'])
    expect(storeOf('/data', id)).toMatch(/^\/data\/encryption\/device-[^/]*$/)
})

/** What stands at a terminal after somebody typed. */
function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY })
  const output = new PassThrough()
  return { input, asking: openAsking({ input, output }), shown: () => String(output.read() ?? '') }
}

test('a secret is not shown while it is typed, a word to confirm is', async () => {
  const { input, asking, shown } = terminal(true)
  input.write('EsTK abcd\r')
  expect(await asking.secret('Recovery key: ')).toBe('EsTK abcd')
  expect(shown()).toBe('Recovery key: \n')
  const confirmed = asking.confirm('@allmende:localhost')
  input.write('@allmende:localhost\r')
  await confirmed
  expect(shown()).toContain('Type @allmende:localhost to go on: @allmende:localhost')
})

test('piped lines answer one question each, and where none is left nothing is done', async () => {
  const { input, asking } = terminal(false)
  input.end('@allmende:localhost\n secret \n')
  await asking.confirm('@allmende:localhost')
  expect(await asking.secret('Password: ')).toBe('secret')
  await expect(asking.secret('Password: ')).rejects.toThrow('Nothing was typed, so nothing was done: run this again')
  await expect(asking.confirm('@allmende:localhost')).rejects.toThrow('Not confirmed, so nothing was done.')
})

test('what may have arrived under the device that is gone is looked for in the room, and not said twice', async () => {
  const { db, close } = await openTestDb()
  onTestFinished(close)
  const now = new Date('2026-03-09T10:00:00Z')
  const server = new FakeHomeserver('@allmende:localhost', () => now)
  const login = { homeserver: 'http://localhost', userId: server.me, deviceId: 'OLD', accessToken: 'old' }
  await db.account.create({ data: { id: 1, ...login, syncToken: 'seen-until-here' } })
  const roomId = server.makeRoom(server.me, {})
  const content = JSON.stringify({ body: 'Aufgabe A1 notiert', 'de.allmende.key': 'answer:1' })
  const { position } = await db.outboxMessage.create({
    data: { key: 'answer:1', roomId, priority: 0, content, createdAt: now },
  })
  const send = () => {
    const sender = { db, chat: server.chat(), clock: () => now, log: () => {} }
    return sendRow(sender, { position, roomId }, { sent() {}, limited() {}, anew() {} })
  }
  server.after = () => {
    throw new Error('the answer is lost')
  }
  await send()
  server.after = () => {}

  await replaceLogin(db, { ...login, deviceId: 'NEW', accessToken: 'new' }, now)
  server.forgetTransactionIds() // they belonged to the old device
  await send()
  const said = server.room(roomId).timeline.filter(({ type }) => type === 'm.room.message')
  expect(said).toHaveLength(1)
  expect(await db.outboxMessage.findFirst()).toMatchObject({ eventId: said[0]?.event_id })
  expect(await db.account.findFirst()).toMatchObject({
    deviceId: 'NEW',
    accessToken: 'new',
    syncToken: 'seen-until-here',
  })
})
