import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type AccountOptions, openAccount, StartRefused } from '../bot/matrix/account.ts'
import { openEmptyStore } from './matrix-sync.ts'

const USER = '@allmende:example.org'

/** A homeserver with one account; `tokens` maps access tokens to devices. */
async function serve({ unavailable = 0 } = {}) {
  const logins: { initial_device_display_name?: string }[] = []
  const tokens = new Map<string, string | undefined>([['without-device', undefined]])
  let asked = 0
  const server = createServer(async (request, response) => {
    const reply = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body))
    let body = ''
    for await (const chunk of request) body += chunk
    if (++asked <= unavailable) return reply(503, {})
    if (request.method === 'POST') {
      const login = JSON.parse(body)
      if (login.password !== 'right') return reply(403, { errcode: 'M_FORBIDDEN', error: 'Invalid password' })
      logins.push(login)
      tokens.set(`token-${logins.length}`, `DEVICE${logins.length}`)
      return reply(200, { user_id: USER, device_id: `DEVICE${logins.length}`, access_token: `token-${logins.length}` })
    }
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    if (!tokens.has(token)) return reply(401, { errcode: 'M_UNKNOWN_TOKEN', error: 'Unknown token' })
    return reply(200, { user_id: token === 'of-another' ? '@boris:example.org' : USER, device_id: tokens.get(token) })
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return { homeserver: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, logins, tokens }
}

async function prepare(server: { homeserver: string }) {
  const db = await openEmptyStore()
  const log: string[] = []
  const base = { homeserver: server.homeserver, user: USER, log: (line: string) => log.push(line) }
  const open = (more: Partial<AccountOptions> = {}) =>
    openAccount(db, { ...base, signal: new AbortController().signal, ...more })
  return { db, log, open }
}

test('the first start logs in with a device name, and no other start ever does', async () => {
  const server = await serve()
  const { db, open } = await prepare(server)
  const login = { homeserver: server.homeserver, userId: USER, deviceId: 'DEVICE1', accessToken: 'token-1' }
  expect(await open({ password: 'right' })).toEqual(login)
  expect(await open({ password: 'right' })).toEqual(login)
  expect(await open()).toEqual(login)
  expect(server.logins.map((body) => body.initial_device_display_name)).toEqual(['Allmende'])
  expect(await db.account.findMany()).toMatchObject([login])
})

test('a start keeps what the sync has stored', async () => {
  const { db, open } = await prepare(await serve())
  await open({ password: 'right' })
  await db.account.update({ where: { id: 1 }, data: { syncToken: 's1' } })
  await open()
  expect(await db.account.findFirst()).toMatchObject({ syncToken: 's1' })
})

test('the secret of marks is made once, also for a database that had none, and never again', async () => {
  const server = await serve()
  const { db, open } = await prepare(server)
  const secret = async () => (await db.account.findUniqueOrThrow({ where: { id: 1 } })).markSecret
  await open({ password: 'right' })
  const first = await secret()
  expect(Buffer.from(first ?? '', 'base64url')).toHaveLength(32)
  await open()
  expect(await secret()).toBe(first)
  await db.account.updateMany({ data: { markSecret: null } }) // as an older version leaves it
  await open()
  expect(await secret()).toMatch(/^[\w-]{43}$/)
  expect(await secret()).not.toBe(first)
})

test('a given token is taken, and may be a new one of the same device', async () => {
  const server = await serve()
  server.tokens.set('given', 'DEVICE7').set('renewed', 'DEVICE7')
  const { open } = await prepare(server)
  expect(await open({ accessToken: 'given' })).toMatchObject({ deviceId: 'DEVICE7' })
  expect(await open({ accessToken: 'renewed' })).toMatchObject({ accessToken: 'renewed' })
  expect(await open()).toMatchObject({ accessToken: 'renewed' })
  expect(server.logins).toEqual([])
})

test.for<[string, Partial<AccountOptions>, RegExp]>([
  ['no secret at all', {}, /ALLMENDE_PASSWORD/],
  ['a wrong password', { password: 'wrong' }, /does not accept the password of @allmende/],
  ['an unknown token', { accessToken: 'unknown' }, /does not know the given access token/],
  ['a token of another account', { accessToken: 'of-another' }, /belongs to @boris:example\.org/],
  ['a token without a device', { accessToken: 'without-device' }, /has no device/],
])('%s refuses the start and stores nothing', async ([, secrets, sentence]) => {
  const server = await serve()
  server.tokens.set('of-another', 'DEVICE8')
  const { db, open } = await prepare(server)
  await expect(open(secrets)).rejects.toThrow(sentence)
  await expect(open(secrets)).rejects.toBeInstanceOf(StartRefused)
  expect(await db.account.count()).toBe(0)
})

test('another device, another account, or a stored token that was logged out refuse a later start', async () => {
  const server = await serve()
  const { db, open } = await prepare(server)
  await open({ password: 'right' })
  server.tokens.set('other-device', 'DEVICE9')
  await expect(open({ accessToken: 'other-device' })).rejects.toThrow(/DEVICE9.*DEVICE1/)
  await expect(open({ user: '@boris:example.org', password: 'right' })).rejects.toThrow(
    /database belongs to @allmende:example\.org/,
  )
  server.tokens.clear()
  await expect(open({ password: 'right' })).rejects.toThrow(/stored access token any more/)
  expect(server.logins).toHaveLength(1)
  expect(await db.account.findMany()).toMatchObject([{ accessToken: 'token-1' }])
})

test('a homeserver that is not there is waited for, with one line at first', async () => {
  const { log, open } = await prepare(await serve({ unavailable: 2 }))
  expect(await open({ password: 'right' })).toMatchObject({ deviceId: 'DEVICE1' })
  expect(log).toHaveLength(1)
  expect(log[0]).toMatch(/does not answer/)
})

test('the wait for a homeserver can be broken off', async () => {
  const abort = new AbortController()
  const { open } = await prepare({ homeserver: 'http://127.0.0.1:9' })
  const opening = open({ password: 'right', signal: abort.signal, log: () => abort.abort() })
  await expect(opening).rejects.toThrow(/abort/i)
})
