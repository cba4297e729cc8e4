import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { fetchTitle } from '../bot/titles/fetch-title.ts'
import { titleIn } from '../bot/titles/page-title.ts'
import { type Page, page, raw, type TitleServer, titleServer } from './title-server.ts'

let server: TitleServer
afterEach(() => server.close())

const start = async (pages: Record<string, Page>) => {
  server = await titleServer(pages)
}
const title = (path: string) => fetchTitle(server.url(path), { mayConnect: () => true, maxMs: 5_000 })
const html = { 'content-type': 'text/html' }
const typed = (type: string) => ({ 'content-type': type })
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

test.each<[string, Page, string]>([
  [
    'UTF-16 by its header',
    page(Buffer.from('<title>Straße</title>', 'utf16le'), typed('text/html;charset=utf-16')),
    'Straße',
  ],
  ['UTF-16, the big end first', page(Buffer.from('\ufeff<title>Straße</title>', 'utf16le').swap16(), html), 'Straße'],
  [
    'a mark that contradicts the header',
    page('\ufeff<title>Straße</title>', typed('text/html; charset=latin1')),
    'Straße',
  ],
  [
    'a word about UTF-16 that cannot be true',
    page('<meta charset="utf-16"><title>Straße</title>'.replace('ß', 'ss'), html),
    'Strasse',
  ],
  ['the same for its bigger brother', page('<meta charset=utf-16be><title>Amt</title>', html), 'Amt'],
  ['a set that may not be used any more', page('<title>Amt</title>', typed('text/html; charset=hz-gb-2312')), 'Amt'],
  [
    'a set that was never meant for pages',
    page('<title>+AGE-mt</title>', typed('text/html; charset=utf-7')),
    '+AGE-mt',
  ],
  [
    'Japanese signs',
    page(
      Buffer.concat([Buffer.from('<title>'), Buffer.from([0x93, 0xfa, 0x96, 0x7b]), Buffer.from('</title>')]),
      typed('text/html; charset=shift_jis'),
    ),
    '日本',
  ],
  [
    'UTF-8 that is none',
    page(Buffer.from('<title>A\xffmt</title>', 'latin1'), typed('text/html; charset=utf-8')),
    'A�mt',
  ],
  ['half a character', page('<title>&#xD83D; Amt &#xD83D;</title>', html), '� Amt �'],
  ['signs that are none', page('<title>A\u0000m\u0007t &#0; &#x1b;[31m &#x202e;x</title>'), 'A m t � [31m x'],
  [
    'places where a word may be broken',
    page('<title>Verwaltungs&shy;gemeinschaft Han\u00adse\u200bstadt</title>'),
    'Verwaltungsgemeinschaft Hansestadt',
  ],
  [
    'letters that grow when they are made small',
    page(`<!-- ${'İ'.repeat(50)} --><p>${'İ'.repeat(50)}<title>Amt</title>`),
    'Amt',
  ],
  ['a megabyte of title', page(`<title>${'ä '.repeat(500_000)}</title>`), `${'ä '.repeat(100).slice(0, 199).trim()}…`],
  ['a title in a title', page('<title>a<title>b</title></title>'), 'a<title>b'],
  ['a packing that is none', page('<title>Amt</title>', { ...html, 'content-encoding': 'rot13' }), 'Amt'],
  ['no type at all', page('<title>Amt</title>', {}), 'Amt'],
  ['an end that comes twice', page('<title>Amt</title></title><title>x</title>'), 'Amt'],
])('a page with %s has the title that people would see', async (_what, one, expected) => {
  await start({ '/': one })
  expect(await title('/')).toEqual({ kind: 'title', title: expected })
})

test.each<[string, Page, 'later' | 'never']>([
  ['gzip that is none', page('<title>Amt</title>', { ...html, 'content-encoding': 'gzip' }), 'later'],
  [
    'half of a gzip',
    page(gzipSync('<title>Amt</title>').subarray(0, 20), { ...html, 'content-encoding': 'gzip' }),
    'never',
  ],
  [
    'deflate, br and zstd that are none',
    page('<title>Amt</title>', { ...html, 'content-encoding': 'zstd, br, deflate' }),
    'later',
  ],
  ['a picture that says it is a page', page(PNG, html), 'never'],
  ['a page that says it is a picture', page('<title>Amt</title>', typed('image/png')), 'never'],
  ['a page that says it is data', page('<title>Amt</title>', typed('application/octet-stream')), 'never'],
  ['a type of ten kilobytes', page('<title>Amt</title>', typed(`text/${'x'.repeat(10_000)}`)), 'never'],
  ['UTF-16 that is none', page('<title>Amt</title>', typed('text/html; charset=utf-16le')), 'never'],
  ['a title that never ends', page(`<title>${'x'.repeat(3_000_000)}`), 'never'],
  ['nothing that can be seen', page('<title>\u200b\u202e&#x2060;&nbsp;</title>'), 'never'],
  ['an end before it began', raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<title>Am'), 'later'],
  ['no answer of the web', raw('SSH-2.0-OpenSSH_9.2\r\n'), 'later'],
  ['nothing', raw(''), 'later'],
  ['two lengths', raw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 500\r\n\r\n<titl'), 'later'],
  ['another protocol', raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'), 'later'],
  ['status 204', raw('HTTP/1.1 204 No Content\r\n\r\n'), 'never'],
  ['status 205', raw('HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n'), 'never'],
  ['status 304', raw('HTTP/1.1 304 Not Modified\r\n\r\n'), 'never'],
  ['status 300 that leads nowhere', raw('HTTP/1.1 300 Multiple Choices\r\ncontent-length: 0\r\n\r\n'), 'never'],
  ['status 302 that leads to nothing', raw('HTTP/1.1 302 Found\r\nlocation:\r\ncontent-length: 0\r\n\r\n'), 'never'],
  [
    'status 302 that leads to no address',
    raw('HTTP/1.1 302 Found\r\nlocation: http://[/\r\ncontent-length: 0\r\n\r\n'),
    'never',
  ],
  ['status 407', raw('HTTP/1.1 407 x\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n'), 'later'],
  ['status 999', raw('HTTP/1.1 999 x\r\ncontent-length: 0\r\n\r\n'), 'later'],
  ['status 600', raw('HTTP/1.1 600 x\r\ncontent-length: 0\r\n\r\n'), 'later'],
])('%s has no title, and nothing breaks', async (_what, one, kind) => {
  await start({ '/': one })
  expect(await title('/')).toMatchObject({ kind })
})

test('a part of a page, and one that says it has not changed but leads on, are read like any other', async () => {
  await start({
    '/part': raw(
      'HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 0-18/1000\r\ncontent-length: 18\r\n\r\n<title>Amt</title>',
    ),
    '/304': raw('HTTP/1.1 304 Not Modified\r\nlocation: /part\r\n\r\n'),
  })
  expect(await title('/part')).toEqual({ kind: 'title', title: 'Amt' })
  expect(await title('/304')).toEqual({ kind: 'title', title: 'Amt' })
})

test('a redirect to an address with umlauts arrives there, written as bytes or encoded', async () => {
  const there = page('<title>Gebühren</title>')
  await start({
    '/bytes': raw('HTTP/1.1 302 Found\r\nlocation: /geb\u00fchren\r\ncontent-length: 0\r\n\r\n'),
    '/encoded': raw('HTTP/1.1 302 Found\r\nlocation: /geb%C3%BChren\r\ncontent-length: 0\r\n\r\n'),
    '/geb%C3%BChren': there,
  })
  for (const path of ['/bytes', '/encoded']) expect(await title(path)).toEqual({ kind: 'title', title: 'Gebühren' })
})

test('a page made to be slow to read is read in a moment', async () => {
  await start({})
  for (const piece of [
    '<',
    '<title',
    '<title ',
    '<!--',
    '<script>',
    '<!-->',
    '<title>',
    '<meta charset',
    '</title',
    '<TITLE/',
  ])
    expect(titleIn(piece.repeat(2_000_000 / piece.length))).toBeUndefined()
})
