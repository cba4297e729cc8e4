import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { alarmReason } from '../../bot/matrix/encryption/signing-alarm.ts'
import { publishIdentity } from '../../bot/matrix/encryption/signing-approval.ts'
import { openRequest } from '../../bot/matrix/request.ts'
import { deviceUnsigned, sentence } from '../../templates/incidents.ts'

const userId = '@allmende:harburg.example'
const keys = { master_key: { keys: {} } }

type Answer = { status: number; body: object }
type Body = { auth?: Record<string, unknown> }

/** A homeserver that answers an upload of keys as told, and keeps what it was sent. */
async function homeserver(answerTo: (body: Body) => Answer) {
  const bodies: Body[] = []
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Body
    bodies.push(body)
    const { status, body: answer } = answerTo(body)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const request = openRequest({ homeserver: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  return { bodies, publish: (password?: string) => publishIdentity({ request, userId }, keys, async () => password) }
}

const asks = (...stages: string[]): Answer => ({
  status: 401,
  body: { session: 'the-session', flows: [{ stages }], params: {} },
})
const taken: Answer = { status: 200, body: {} }
const wrong: Answer = {
  status: 401,
  body: { ...asks('m.login.password').body, errcode: 'M_FORBIDDEN', error: 'Invalid password' },
}

test('a homeserver that asks for nothing never sees the password', async () => {
  const { bodies, publish } = await homeserver(() => taken)
  expect(await publish('secret')).toBe('given')
  expect(bodies).toEqual([keys])
})

test('one that asks for the password gets it, with its session; without one nothing more is sent', async () => {
  const { bodies, publish } = await homeserver(({ auth }) => (auth ? taken : asks('m.login.password')))
  expect(await publish()).toBe('needed')
  expect(bodies).toHaveLength(1)
  expect(await publish('secret')).toBe('given')
  const identifier = { type: 'm.id.user', user: userId }
  const auth = { type: 'm.login.password', identifier, password: 'secret', session: 'the-session' }
  expect(bodies.at(-1)).toEqual({ ...keys, auth })
})

test('a wrong password is refused; an approval that only a person can give is needed, and no password goes there', async () => {
  const refusing = await homeserver(({ auth }) => (auth ? wrong : asks('m.login.password')))
  expect(await refusing.publish('secret')).toBe('refused')
  for (const stages of [['m.oauth'], ['org.matrix.cross_signing_reset'], ['m.login.password', 'm.login.email']]) {
    const elsewhere = await homeserver(() => asks(...stages))
    expect(await elsewhere.publish('secret')).toBe('needed')
    expect(elsewhere.bodies).toEqual([keys])
  }
})

test('a homeserver that only fails is no question: the error goes on to whoever tries again', async () => {
  const failing = await homeserver(() => ({ status: 502, body: { session: 'no', flows: [] } }))
  await expect(failing.publish('secret')).rejects.toThrow('502')
  const logged = await homeserver(() => ({ status: 401, body: { errcode: 'M_UNKNOWN_TOKEN', error: 'no' } }))
  await expect(logged.publish('secret')).rejects.toThrow('M_UNKNOWN_TOKEN')
})

test('every state but a signed device is told to the operators, with what to do', () => {
  expect(alarmReason('signed')).toBeUndefined()
  for (const state of ['needs-recovery-key', 'wrong-recovery-key'] as const) {
    const { de, en } = sentence(deviceUnsigned({ reason: alarmReason(state) ?? 'other' }))
    expect(de).toContain('Wiederherstellungsschlüssel aus dem Tresor')
    expect(en).toContain('the recovery key from the safe')
  }
  expect(sentence(deviceUnsigned({ reason: alarmReason('needs-approval') ?? 'other' })).de).toContain('Freigabe')
})
