import { networkInterfaces } from 'node:os'
import { afterEach, expect, test } from 'vitest'
import { fetchTitle } from '../bot/titles/fetch-title.ts'
import { isPublic, type Lookup, literalAddress } from '../bot/titles/guard.ts'
import { type Page, page, redirect, type TitleServer, titleServer } from './title-server.ts'

let server: TitleServer
afterEach(() => server.close())

const start = async (pages: Record<string, Page>) => {
  server = await titleServer(pages)
}
const anywhere = { mayConnect: () => true }
const title = async (path: string) => fetchTitle(server.url(path), anywhere)

/** A machine without IPv6 has no such addresses to refuse. */
const hasIPv6 = Object.values(networkInterfaces()).some((own) => own?.some(({ address }) => address === '::1'))
const ADDRESSES = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '127.0.0x1',
  '%31%32%37.0.0.1',
  '①②⑦．０。0.1',
  '0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  'localhost',
  '0.0.0.0',
].filter((host) => hasIPv6 || !host.startsWith('['))
test.each(ADDRESSES)('the own machine as %s is not looked at', async (host) => {
  await start({ '/': page('<title>intern</title>') })
  expect(await fetchTitle(server.url('/', host))).toMatchObject({ kind: 'never' })
  expect(server.seen).toEqual([])
  expect(await fetchTitle(server.url('/', host), anywhere)).toEqual({ kind: 'title', title: 'intern' })
})

test('a name is checked by what it leads to, once, and that very address is used', async () => {
  await start({ '/': page('<title>intern</title>') })
  const asked: string[] = []
  const turning: Lookup = async (host) => {
    asked.push(host)
    return [{ address: asked.length === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
  }
  expect(
    await fetchTitle(server.url('/', 'harmlos.example'), { lookup: async () => [{ address: '127.0.0.1', family: 4 }] }),
  ).toEqual({ kind: 'never', reason: 'the name leads to no public address' })
  expect(server.seen).toEqual([])
  expect(
    await fetchTitle(server.url('/', 'harmlos.example'), {
      lookup: turning,
      mayConnect: (address) => address === '127.0.0.1',
    }),
  ).toEqual({ kind: 'title', title: 'intern' })
  expect(asked).toEqual(['harmlos.example'])
})

test('a name is looked up anew for every request, and checked anew', async () => {
  await start({ '/': redirect('/2'), '/2': page('<title>intern</title>') })
  const answers = ['127.0.0.1', '127.0.0.2']
  const lookup: Lookup = async () => [{ address: answers.shift() ?? '127.0.0.3', family: 4 }]
  const mayConnect = (address: string) => address === '127.0.0.1'
  expect(await fetchTitle(server.url('/', 'wechselnd.example'), { lookup, mayConnect })).toEqual({
    kind: 'never',
    reason: 'the name leads to no public address',
  })
  expect([server.seen, answers]).toEqual([['/'], []])
})

test('names of this machine and names that lead nowhere are not looked at', async () => {
  await start({ '/': page('<title>intern</title>') })
  const lookup: Lookup = async (host) => (host.startsWith('leer') ? [] : [{ address: '127.0.0.1', family: 4 }])
  for (const host of ['localhost', 'localhost.', 'LOCALHOST', 'a.localhost', 'intern.example.', 'leer.example'])
    expect(await fetchTitle(server.url('/', host), { lookup }), host).toMatchObject({ kind: 'never' })
  expect(server.seen).toEqual([])
})

test('of several addresses only those that are allowed are used', async () => {
  await start({ '/': page('<title>da</title>') })
  const both: Lookup = async () => [
    { address: '127.0.0.2', family: 4 },
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ]
  const used: string[] = []
  const mayConnect = (address: string) => address === '127.0.0.1' && used.push(address) > 0
  expect(await fetchTitle(server.url('/', 'mehrere.example'), { lookup: both, mayConnect })).toEqual({
    kind: 'title',
    title: 'da',
  })
})

test('after a redirect the new address is checked as well, as a name and as a number', async () => {
  await start({
    '/to-number': (response) => redirect(server.url('/secret', '127.0.0.2'))(response, undefined as never),
    '/to-name': (response) => redirect(server.url('/secret', 'intern.example'))(response, undefined as never),
    '/secret': page('<title>intern</title>'),
  })
  const lookup: Lookup = async () => [{ address: '127.0.0.3', family: 4 }]
  const mayConnect = (address: string) => address === '127.0.0.1'
  for (const path of ['/to-number', '/to-name'])
    expect(await fetchTitle(server.url(path), { lookup, mayConnect })).toMatchObject({ kind: 'never' })
  expect(server.seen).toEqual(['/to-number', '/to-name'])
})

test('however an address is written behind a redirect, it is known for what it is', async () => {
  const forms = ['2130706434', '0x7f000002', '0177.0.0.2', '127.2', '127.0.0.2.', '[::ffff:127.0.0.2]', 'a:b@127.0.0.2']
  const pages = forms.map((host, index): [string, Page] => [
    `/${index}`,
    (response) => redirect(server.url('/secret', host))(response, undefined as never),
  ])
  await start({ ...Object.fromEntries(pages), '/secret': page('<title>intern</title>') })
  const mayConnect = (address: string) => address === '127.0.0.1'
  for (const [path] of pages)
    expect(await fetchTitle(server.url(path), { mayConnect })).toEqual({ kind: 'never', reason: 'no public address' })
  expect(server.seen).toEqual(pages.map(([path]) => path))
})

test('numbers of other networks are known as such in all their forms, and not even tried', async () => {
  await start({})
  const forms = `10.0.0.1 167772161 0xa.1 012.0.0.1 0x0a000001 192.168.0.1 3232235521 172.16.1 169.254.169.254 2852039166 169.254.169.254.
    100.64.0.1 [fe80::1] [fc00::1] [::ffff:10.0.0.1] [::ffff:a00:1] [64:ff9b::10.0.0.1] [64:ff9b::a9fe:a9fe] [2002:a00:1::] [::10.0.0.1] 255.255.255.255 224.0.0.251`
  for (const host of forms.split(/\s+/)) {
    const literal = literalAddress(new URL(`http://${host}/`))
    expect(literal, host).toBeDefined()
    expect(isPublic(literal ?? ''), host).toBe(false)
  }
  for (const host of ['example.org', '1.2.3.4.example', '127.0.0.1.nip.example'])
    expect(literalAddress(new URL(`http://${host}/`)), host).toBeUndefined()
})

test('nothing is sent along that says who asks or what was seen before', async () => {
  const headers: Record<string, unknown>[] = []
  const sets: Page = (response, request) => {
    headers.push(request.headers)
    response.writeHead(302, { location: `http://geheim:wort@${request.headers.host}/2`, 'set-cookie': 'a=1' }).end()
  }
  await start({
    '/': sets,
    '/2': (response, request) => {
      headers.push(request.headers)
      page('<title>x</title>')(response, request)
    },
  })
  await title('/')
  for (const sent of headers)
    for (const name of ['cookie', 'authorization', 'referer', 'origin']) expect(sent[name]).toBeUndefined()
  expect(headers).toHaveLength(2)
})

test('public addresses are told from special ones', async () => {
  await start({})
  for (const address of [
    '93.184.216.34',
    '8.8.8.8',
    '172.32.0.1',
    '172.15.255.255',
    '100.63.255.255',
    '100.128.0.1',
    '9.255.255.255',
    '11.0.0.1',
    '169.253.0.1',
    '223.255.255.255',
    '2a00:1450:4001:827::2003',
    '2001:4860:4860::8888',
  ])
    expect(isPublic(address), address).toBe(true)
  const special = `0.0.0.0 0.1.2.3 10.1.2.3 10.255.255.255 100.64.0.1 100.127.255.255 127.255.255.255 172.31.255.255 192.88.99.1 198.19.255.255 127.0.0.1 169.254.169.254 172.16.0.1 192.0.0.1 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::7f00:1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:1::1 1::1 4000::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 quatsch`
  for (const address of special.split(/\s+/)) expect(isPublic(address), address).toBe(false)
})
