import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPerson, type Person } from '../../tools/person.ts'
import { findPostgres, startPostgres } from '../../tools/postgres.ts'
import { findPython, installEnvironment } from '../../tools/python-environment.ts'
import { registerUser, type Synapse, startSynapse } from '../../tools/synapse.ts'

const dir = mkdtempSync(join(tmpdir(), 'allmende-harness-'))
const postgresDir = mkdtempSync(join(tmpdir(), 'allmende-harness-postgres-'))
let server: Synapse
let anna: Person
let boris: Person

beforeAll(async () => {
  server = await startSynapse({ dir: join(dir, 'synapse'), log: console.log })
  anna = await enter(server, 'anna', 'Anna Ahrens')
  boris = await enter(server, 'boris', 'Boris Behn')
}, 600_000)

afterAll(async () => {
  await server?.stop()
  for (const folder of [dir, postgresDir]) rmSync(folder, { recursive: true, force: true })
})

async function enter(homeserver: Synapse, name: string, displayName: string): Promise<Person> {
  const account = await registerUser(homeserver, name, `${name}-password`, { displayName })
  return openPerson({ url: homeserver.url, ...account })
}

async function meet(name: string, spec: Record<string, unknown> = {}): Promise<string> {
  const roomId = await anna.createRoom({ preset: 'private_chat', name, invite: [boris.userId], ...spec })
  await boris.acceptInvites()
  return roomId
}

describe('two persons on a homeserver', { timeout: 60_000 }, () => {
  test.for(['10', '11', '12'])('meet by invitation in a room of version %s', async (version) => {
    const name = `Version ${version}`
    const roomId = await anna.createRoom({ name, room_version: version, invite: [boris.userId] })
    expect(await boris.invites()).toContainEqual({ roomId, name, sender: anna.userId })
    expect(await boris.acceptInvites()).toContain(roomId)
    expect(await boris.invites()).toEqual([])
    expect(await boris.joinedRooms()).toContainEqual({ roomId, name })
    expect((await anna.state(roomId, 'm.room.create'))?.room_version).toBe(version)
    expect(await anna.members(roomId)).toContainEqual({
      userId: boris.userId,
      membership: 'join',
      displayName: 'Boris Behn',
    })
  })

  test('an invitation that is declined, or that comes later, is seen at once', async () => {
    const declined = await anna.createRoom({ invite: [boris.userId] })
    expect((await boris.invites()).map(({ roomId }) => roomId)).toEqual([declined])
    await boris.leave(declined)
    const later = await anna.createRoom({})
    await anna.invite(later, boris.userId)
    expect((await boris.invites()).map(({ roomId }) => roomId)).toEqual([later])
    await boris.acceptInvites()
  })

  test('an invitation is seen by a client that is opened afresh, however short ago the last one was', async () => {
    const account = await registerUser(server, 'carl', 'carl-password')
    const open = () => openPerson({ url: server.url, ...account })
    expect(await open().invites()).toEqual([])
    const roomId = await anna.createRoom({ invite: [account.userId] })
    expect(await open().invites()).toMatchObject([{ roomId }])
  })

  test('talk: messages, replies, reactions, edits and redactions arrive as sent', async () => {
    const roomId = await meet('Talk')
    const question = await anna.say(roomId, 'Wer kommt?', { mentions: [boris.userId], html: '<b>Wer</b> kommt?' })
    const heard = await boris.waitFor(roomId, 'Wer kommt')
    expect(heard).toMatchObject({
      eventId: question,
      sender: anna.userId,
      html: '<b>Wer</b> kommt?',
      msgtype: 'm.text',
    })
    expect(heard.mentions).toEqual([boris.userId])
    const answer = await boris.say(roomId, 'Ich komme', { replyTo: question })
    await boris.react(roomId, question, '✅')
    await boris.edit(roomId, answer, 'Ich komme später')
    const slip = await boris.sayNotice(roomId, 'Vertippt')
    const edited = await anna.waitFor(roomId, /später$/, { after: question })
    expect(edited.relatesTo).toMatchObject({ relType: 'm.replace', eventId: answer })
    expect((await anna.waitFor(roomId, ({ type }) => type === 'm.reaction')).relatesTo?.key).toBe('✅')
    const gone = anna.waitFor(roomId, ({ eventId, redacted }) => eventId === slip && redacted)
    await boris.redact(roomId, slip)
    expect((await gone).body).toBe('')
    const said = (await anna.messages(roomId)).filter(({ type }) => type === 'm.room.message')
    expect(said.map(({ body }) => body)).toEqual(['Wer kommt?', 'Ich komme', 'Ich komme später', ''])
    expect(said[1]?.relatesTo?.inReplyTo).toBe(question)
  })

  test('a room of more than one page is read in full, in order', async () => {
    const roomId = await meet('Long')
    const texts = Array.from({ length: 120 }, (_, index) => `Nachricht ${index}`)
    for (const text of texts) await anna.say(roomId, text)
    const said = (await boris.messages(roomId)).filter(({ type }) => type === 'm.room.message')
    expect(said.map(({ body }) => body)).toEqual(texts)
  })

  test('what never comes is reported with the last lines of the room', async () => {
    const roomId = await meet('Silence')
    const last = await anna.say(roomId, 'Hier ist nichts los')
    const waiting = boris.waitFor(roomId, 'nichts los', { after: last, timeoutMs: 300 })
    await expect(waiting).rejects.toThrow(/nichts los.*\n.*anna.*: Hier ist nichts los$/s)
  })

  test('direct rooms, upgrades, state, and losing a room', async () => {
    const direct = await anna.createDirectRoom(boris.userId)
    expect(await boris.acceptInvites()).toContain(direct)
    const old = await meet('Old', { room_version: '11' })
    const replacement = await anna.upgradeRoom(old, '12')
    expect(await boris.state(old, 'm.room.tombstone')).toMatchObject({ replacement_room: replacement })
    await anna.setState(replacement, 'm.room.topic', { topic: 'Neu' })
    expect(await anna.state(replacement, 'm.room.topic')).toMatchObject({ topic: 'Neu' })
    expect(await anna.state(replacement, 'org.example.missing')).toBeUndefined()
    const left = await meet('Left')
    await anna.kick(left, boris.userId)
    await expect(boris.say(left, 'Noch da?')).rejects.toMatchObject({ status: 403, code: 'M_FORBIDDEN' })
    await anna.ban(left, boris.userId)
    await expect(boris.join(left)).rejects.toMatchObject({ status: 403 })
  })
})

describe('the homeserver', { timeout: 60_000 }, () => {
  test('keeps accounts and rooms over a restart and a crash', async () => {
    const roomId = await meet('Restart')
    await anna.say(roomId, 'Vor dem Neustart')
    await server.stop()
    expect(server.isRunning()).toBe(false)
    await expect(boris.messages(roomId)).rejects.toThrow(/no answer/)
    await server.start()
    await boris.say(roomId, 'Vor dem Absturz')
    await server.kill()
    await server.start()
    await anna.waitFor(roomId, 'Vor dem Neustart')
    await anna.waitFor(roomId, 'Vor dem Absturz')
    const again = await registerUser(server, 'anna', 'anna-password')
    expect(again.userId).toBe(anna.userId)
    expect(await openPerson({ url: server.url, ...again }).joinedRooms()).toContainEqual({ roomId, name: 'Restart' })
  })

  test('with its usual limits puts off what comes too fast; a person waits and is heard', async () => {
    const strict = await startSynapse({ dir: join(dir, 'strict'), rateLimits: 'default' })
    try {
      const carla = await enter(strict, 'carla', 'Carla')
      const roomId = await carla.createRoom({})
      expect(await sendAtOnce(strict, roomId, 12)).toContain(429)
      const sent = await carla.say(roomId, 'Endlich')
      expect((await carla.waitFor(roomId, 'Endlich')).eventId).toBe(sent)
    } finally {
      await strict.stop()
    }
  })

  test('that cannot start says why', async () => {
    const broken = startSynapse({ dir: join(dir, 'broken'), extra: { database: { name: 'no-such-database' } } })
    await expect(broken).rejects.toThrow(/Synapse ended at its start.*no-such-database/s)
  })

  test('ends with the process that started it, even one killed', async () => {
    const script = `
      const { startSynapse } = await import(${JSON.stringify(join(import.meta.dirname, '../../tools/synapse.ts'))})

      const server = await startSynapse({ dir: ${JSON.stringify(join(dir, 'orphan'))} })
      process.stdout.write(server.url)
      setInterval(() => {}, 1000)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [url] = (await once(parent.stdout, 'data')).map(String)
    const answers = () => fetch(`${url}/_matrix/client/versions`).then(({ ok }) => ok)
    expect(await answers()).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => answers().catch(() => false), { timeout: 10_000 }).toBe(false)
  })
})

/** Sends messages all at the same time, without any patience, and gives the status of each answer. */
async function sendAtOnce(homeserver: Synapse, roomId: string, count: number): Promise<number[]> {
  const { accessToken } = await registerUser(homeserver, 'carla', 'carla-password')
  const room = `${homeserver.url}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`
  const headers = { authorization: `Bearer ${accessToken}` }
  const send = async (_: unknown, index: number) => {
    const body = JSON.stringify({ msgtype: 'm.text', body: `Roh ${index}` })
    return (await fetch(`${room}/send/m.room.message/raw-${index}`, { method: 'PUT', body, headers })).status
  }
  return Promise.all(Array.from({ length: count }, send))
}

describe('the installation', { timeout: 120_000 }, () => {
  test('begins anew after an interruption, and only once for two at the same time', async () => {
    const target = join(dir, 'environment')
    const remains = join(target, 'half-installed')
    mkdirSync(remains, { recursive: true })
    const requirements = join(dir, 'requirements.txt')
    writeFileSync(requirements, '# nothing\n')
    const lines: string[] = []
    const install = () => installEnvironment(target, requirements, (line) => lines.push(line))
    const [first, second] = await Promise.all([install(), install()])
    expect(first).toBe(second)
    expect(existsSync(first)).toBe(true)
    expect(existsSync(remains)).toBe(false)
    expect(lines.filter((line) => /^Creating.*…$/.test(line))).toHaveLength(1)
    expect(lines.filter((line) => line.includes('waiting'))).toHaveLength(1)
    lines.length = 0
    await install()
    expect(lines).toEqual([])
  })

  test('without a fitting Python says what to install', async () => {
    await expect(findPython(['no-such-python'])).rejects.toThrow(/Python 3\.10.*Install it/s)
  })
})

describe.skipIf(!findPostgres())('PostgreSQL', { timeout: 60_000 }, () => {
  test('keeps a table over a restart and a crash', async () => {
    const postgres = await startPostgres({ dir: postgresDir })
    try {
      await postgres.createDatabase('allmende "x"')
      const ask = (sql: string) => query(postgres.url('allmende "x"'), sql)
      await ask("CREATE TABLE word (text text); INSERT INTO word VALUES ('Gemarkung')")
      await postgres.stop()
      await expect(ask('SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
      await postgres.start()
      await ask("INSERT INTO word VALUES ('Änderung')")
      await postgres.kill()
      await postgres.start()
      expect(await ask('SELECT lower(text) AS text FROM word')).toEqual([{ text: 'gemarkung' }, { text: 'änderung' }])
      await postgres.dropDatabase('allmende "x"')
      await expect(ask('SELECT 1')).rejects.toThrow(/does not exist/)
    } finally {
      await postgres.stop()
    }
  })
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
