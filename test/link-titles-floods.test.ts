import { type AddressInfo, createServer, type Socket } from 'node:net'
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { fetchTitle } from '../bot/titles/fetch-title.ts'
import { flood, type Page, page, raw, redirect, type TitleServer, titleServer } from './title-server.ts'

let server: TitleServer
afterEach(() => server.close())

const start = async (pages: Record<string, Page>) => {
  server = await titleServer(pages)
}
const anywhere = { mayConnect: () => true }
const title = (path: string) => fetchTitle(server.url(path), anywhere)
const MEGABYTE = 1_000_000

/** Two megabytes are read at most; what lies in the buffers at both ends of a connection was taken as well. */
const TAKEN_AT_MOST = 20 * MEGABYTE
const block = 'x'.repeat(65_536)
const big = (head: string, more = block) => flood(`HTTP/1.1 ${head}`, 200 * MEGABYTE, more)
const BODY = '\r\ncontent-type: text/html\r\n\r\n'

test.each<[string, Page, string]>([
  ['a page', big(`200 OK${BODY}`), 'no title'],
  ['a page that tells its length', big(`200 OK\r\ncontent-length: ${200 * MEGABYTE}${BODY}`), 'no title'],
  ['a title', big(`200 OK${BODY}<title>`), 'no title'],
  ['an error', big(`404 Not Found${BODY}`), 'status 404'],
  ['a redirect', big(`302 Found\r\nlocation: /end${BODY}`), 'status 404'],
  ['a picture', big('200 OK\r\ncontent-type: image/png\r\n\r\n'), 'no page'],
  ['headers', big('200 OK\r\n', `x-y: ${'z'.repeat(1000)}\r\n`), 'UND_ERR_HEADERS_OVERFLOW'],
  ['cookies', big('200 OK\r\n', `set-cookie: a=${'z'.repeat(1000)}\r\n`), 'UND_ERR_HEADERS_OVERFLOW'],
  ['one chunk’s name', big(`200 OK\r\ntransfer-encoding: chunked${BODY}1;`), 'too many bytes'],
  ['announcements', big('103 Early Hints\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000)), 'too many bytes'],
])('of two hundred megabytes of %s only the beginning is taken', async (_what, one, reason) => {
  await start({ '/': one })
  expect(await title('/')).toMatchObject({ reason })
  expect(await server.sent()).toBeLessThan(TAKEN_AT_MOST)
})

const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
const CODINGS: [string, (data: Buffer | string) => Buffer][] = [
  ['gzip', (data) => gzipSync(data)],
  ['x-gzip', (data) => gzipSync(data)],
  ['deflate', (data) => deflateSync(data)],
  ['deflate', (data) => deflateRawSync(data)],
  ['br', (data) => brotliCompressSync(data, fast)],
  ['zstd', (data) => zstdCompressSync(data)],
  ['gzip, br', (data) => brotliCompressSync(gzipSync(data), fast)],
  ['gzip, gzip, gzip, gzip, gzip', (data) => gzipSync(gzipSync(gzipSync(gzipSync(gzipSync(data)))))],
]
test.each(CODINGS)('a page packed with %s is read as far as two megabytes of it unpacked', async (coding, pack) => {
  const packed = (data: Buffer | string) =>
    page(pack(data), { 'content-type': 'text/html', 'content-encoding': coding })
  await start({
    '/small': packed('<title>Gepackt</title>'),
    '/just': packed(`${' '.repeat(1.9 * MEGABYTE)}<title>gerade noch</title>`),
    '/late': packed(`${' '.repeat(2.1 * MEGABYTE)}<title>spät</title>`),
  })
  expect(await title('/small')).toEqual({ kind: 'title', title: 'Gepackt' })
  expect(await title('/just')).toEqual({ kind: 'title', title: 'gerade noch' })
  expect(await title('/late')).toEqual({ kind: 'never', reason: 'no title' })
})

test('a few kilobytes that unpack to gigabytes, once or in each other, take no memory', async () => {
  const part = gzipSync(Buffer.alloc(10 * MEGABYTE, ' '))
  const bomb = Buffer.concat(Array.from({ length: 200 }, () => part)) // one after the other they are one
  const inBomb = gzipSync(bomb)
  const html = { 'content-type': 'text/html' }
  await start({
    '/bomb': page(bomb, { ...html, 'content-encoding': 'gzip' }),
    '/nested': page(inBomb, { ...html, 'content-encoding': 'gzip, gzip' }),
    '/matryoshka': page(inBomb, { ...html, 'content-encoding': Array(1000).fill('gzip').join(',') }),
  })
  const before = process.memoryUsage.rss()
  for (const path of ['/bomb', '/nested']) expect(await title(path)).toEqual({ kind: 'never', reason: 'no title' })
  expect(await title('/matryoshka')).toMatchObject({ kind: 'later' })
  expect(process.memoryUsage.rss() - before).toBeLessThan(300 * MEGABYTE)
})

/** Whoever is slow, at whatever moment: one time counts for all of it. */
const drip = { every: 20, write: 'x' }
test.each<[string, Page]>([
  ['keeps silent', () => {}],
  ['sends its headers byte by byte', raw('HTTP/1.1 200 OK\r\nx-y: ', drip)],
  ['sends its page byte by byte', raw(`HTTP/1.1 200 OK${BODY}<title>`, drip)],
  ['sends a page without end after its title has begun', raw(`HTTP/1.1 200 OK${BODY}<title>x`)],
  ['sends less than it said', raw(`HTTP/1.1 200 OK\r\ncontent-length: 100${BODY}<title>x`, { every: 20, write: '' })],
  ['says again and again that it is about to', raw('', { every: 20, write: 'HTTP/1.1 103 Early Hints\r\n\r\n' })],
  ['leads to one that is slow', redirect('/slow')],
])('who %s is given up after the time', async (_what, one) => {
  await start({ '/': one, '/slow': raw(`HTTP/1.1 200 OK${BODY}`, drip) })
  const outcome = await fetchTitle(server.url('/'), { ...anywhere, maxMs: 200 })
  expect(outcome).toMatchObject({ kind: expect.stringMatching(/later|never/) })
  await server.sent()
  expect(server.open()).toBe(0)
})

test('a name that is never found out, and a greeting that is never answered, are given up too', async () => {
  await start({})
  const silent = createServer()
  const greeted = new Promise<Socket>((resolve) => silent.once('connection', resolve))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const limits = { ...anywhere, maxMs: 200 }
  expect(await fetchTitle(`https://127.0.0.1:${port}/`, limits)).toEqual({ kind: 'later', reason: 'TimeoutError' })
  const connection = await greeted
  const lookup = () => new Promise<never>(() => {})
  expect(await fetchTitle('http://nie.example/', { ...limits, lookup })).toEqual({
    kind: 'later',
    reason: 'TimeoutError',
  })
  await new Promise<void>((resolve) =>
    connection.destroyed ? resolve() : void connection.resume().once('close', resolve),
  )
  await new Promise((resolve) => silent.close(resolve))
})
