import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { NotSent, Undeliverable } from '../bot/chat.ts'
import { createClient } from '../bot/matrix/client.ts'
import { openRequest, Refused, TokenRefused } from '../bot/matrix/request.ts'

/** A server of the test's own on this machine; gives its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

async function failure(homeserver: string, timeoutMs?: number, signal?: AbortSignal): Promise<Error> {
  const attempt = openRequest({ homeserver, accessToken: 'secret' })('PUT', '/send', { body: {}, timeoutMs, signal })
  return attempt.then(
    () => new Error('no failure'),
    (error) => error,
  )
}

test.for<[string, number, unknown, new (...args: never[]) => Error]>([
  ['forbidden', 403, { errcode: 'M_FORBIDDEN', error: 'not in the room' }, Undeliverable],
  ['too large', 413, { errcode: 'M_TOO_LARGE' }, Undeliverable],
  ['malformed', 400, { errcode: 'M_BAD_JSON' }, Undeliverable],
  ['unknown token', 401, { errcode: 'M_UNKNOWN_TOKEN' }, TokenRefused],
  ['a limit', 429, { errcode: 'M_LIMIT_EXCEEDED' }, NotSent],
  ['a limit of a proxy', 429, '<html>', NotSent],
  ['a locked account', 401, { errcode: 'M_USER_LOCKED' }, NotSent],
])('%s is what it is: %s', async ([, status, body, type]) => {
  const error = await failure(await serve(answer(status, body)))
  expect(error).toBeInstanceOf(type)
  expect(error.message).not.toContain('secret')
})

test.for<[string, number, unknown]>([
  ['an error of the server', 500, { errcode: 'M_UNKNOWN' }],
  ['a page of a proxy', 404, '<html>not found</html>'],
  ['a proxy without a server', 502, ''],
  ['a redirection', 302, ''],
  ['an answer that is no JSON', 200, '<html>'],
])('%s says nothing about what became of the request', async ([, status, body]) => {
  const error = await failure(await serve(answer(status, body, { location: 'http://127.0.0.1:9/' })))
  expect(error.message).toMatch(status === 200 ? /JSON/ : String(status))
  for (const type of [NotSent, Undeliverable, TokenRefused]) expect(error).not.toBeInstanceOf(type)
})

test('a limit tells how long to wait, in the answer or in the header', async () => {
  const body = { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 1234 }
  expect(await failure(await serve(answer(429, body)))).toMatchObject({ retryAfterMs: 1234 })
  expect(await failure(await serve(answer(429, {}, { 'retry-after': '7' })))).toMatchObject({ retryAfterMs: 7000 })
  const date = { 'retry-after': 'Wed, 21 Oct 2037 07:28:00 GMT' }
  expect(await failure(await serve(answer(429, {}, date)))).toMatchObject({ retryAfterMs: undefined })
})

test('where nobody listens, or the name is unknown, nothing was sent', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => closed.once('listening', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  expect(await failure(`http://127.0.0.1:${port}`)).toBeInstanceOf(NotSent)
  expect(await failure(`http://localhost:${port}`)).toBeInstanceOf(NotSent)
  expect(await failure('http://no-such-host.invalid')).toBeInstanceOf(NotSent)
})

test('a connection that breaks, or an answer that does not come, leaves the outcome open', async () => {
  const broken = await failure(await serve((request) => request.socket.destroy()))
  const silent = await failure(await serve(() => {}), 50)
  const abort = new AbortController()
  const aborted = await failure(await serve(() => abort.abort()), undefined, abort.signal)
  for (const error of [broken, silent, aborted]) {
    expect(error.message).toContain('PUT /send')
    expect(error).not.toBeInstanceOf(NotSent)
    expect(error).not.toBeInstanceOf(Undeliverable)
  }
})

test('whoever may not speak any more sends nothing, and nothing is thought to have arrived', async () => {
  const seen: (string | undefined)[] = []
  const homeserver = await serve((request, response) => {
    seen.push(request.url)
    response.end('{}')
  })
  let maySpeak = true
  const ask = async () => {
    if (!maySpeak) throw new Error('another one speaks')
  }
  const { sdk, request } = await createClient({ homeserver, accessToken: 'secret', ask })
  await request('PUT', '/first')
  maySpeak = false
  for (const attempt of [request('PUT', '/second'), sdk.leaveRoom('!a:b')])
    await expect(attempt).rejects.toMatchObject({
      constructor: NotSent,
      message: expect.stringContaining('another one'),
    })
  expect(seen).toEqual(['/first'])
})

test('what others will see is sent only after what was stored survives a power cut; what cannot be made safe is not sent', async () => {
  const order: string[] = []
  const homeserver = await serve((request, response) => {
    order.push(`${request.method} arrived`)
    answer(200, {})(request, response)
  })
  const flushed = Promise.withResolvers<void>()
  let flush = () => flushed.promise
  const request = openRequest({ homeserver, flush: () => flush() })
  const sent = request('PUT', '/send', { body: {} })
  await request('GET', '/sync')
  order.push('flushed')
  flushed.resolve()
  await sent
  expect(order).toEqual(['GET arrived', 'flushed', 'PUT arrived'])

  flush = () => Promise.reject(new Error('the disk is full'))
  await expect(request('PUT', '/send', { body: {} })).rejects.toThrow(NotSent)
  expect(order).toHaveLength(3)
})

test('the functions of the SDK go the same way, token and half characters taken care of', async () => {
  const seen: string[] = []
  const homeserver = await serve((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${Buffer.concat(chunks)}`)
      const isInvite = request.url?.endsWith('/invite')
      response.writeHead(isInvite ? 403 : 200)
      response.end(JSON.stringify(isInvite ? { errcode: 'M_FORBIDDEN', error: 'no' } : { event_id: '$a' }))
    })
  })
  const { sdk } = await createClient({ homeserver: `${homeserver}/`, accessToken: 'secret' })
  await expect(sdk.inviteUser('@anna:example.org', '!a:b')).rejects.toBeInstanceOf(Refused)
  await sdk.sendStateEvent('!a:b', 'm.room.topic', '', { topic: 'halb \ud83d\0' })
  expect(seen).toEqual([
    'POST /_matrix/client/v3/rooms/!a%3Ab/invite Bearer secret {"user_id":"@anna:example.org"}',
    'PUT /_matrix/client/v3/rooms/!a%3Ab/state/m.room.topic/ Bearer secret {"topic":"halb \ufffd"}',
  ])
})
