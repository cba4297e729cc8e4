import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { fetchTitle } from '../bot/titles/fetch-title.ts'
import { titleIn } from '../bot/titles/page-title.ts'
import { type Page, page, redirect, type TitleServer, titleServer } from './title-server.ts'

let server: TitleServer
afterEach(() => server.close())

const start = async (pages: Record<string, Page>) => {
  server = await titleServer(pages)
}
const anywhere = { mayConnect: () => true }
const title = async (path: string) => fetchTitle(server.url(path), anywhere)
const html = { 'content-type': 'text/html' }

test.each<[string, Page, string]>([
  ['UTF-8', page('<html><head><title>\n Grüße aus\tHarburg </title>'), 'Grüße aus Harburg'],
  ['entities', page('<title>Müller &amp; S&ouml;hne &#8211; &quot;Bau&quot;</title>'), 'Müller & Söhne – "Bau"'],
  [
    'latin1 by header',
    page(Buffer.from('<title>Straße</title>', 'latin1'), { 'content-type': 'text/html; charset=ISO-8859-1' }),
    'Straße',
  ],
  [
    'windows-1252 by meta',
    page(Buffer.from('<meta charset="windows-1252"><title>Gebühr \x96 neu</title>', 'latin1'), html),
    'Gebühr – neu',
  ],
  ['windows-1252 unsaid', page(Buffer.from('<title>Straße</title>', 'latin1'), html), 'Straße'],
  ['UTF-16 by its mark', page(Buffer.from('\ufeff<title>Straße</title>', 'utf16le'), html), 'Straße'],
  [
    'a charset that nobody knows',
    page('<title>Straße</title>', { 'content-type': 'text/html; charset=klingonisch' }),
    'Straße',
  ],
  ['gzip', page(gzipSync('<title>Gepackt</title>'), { ...html, 'content-encoding': 'gzip' }), 'Gepackt'],
  [
    'comments and scripts before it',
    page('<!-- <title>a</title> --><script>"<title>b</title>"</script><TITLE lang="de">c</TITLE>'),
    'c',
  ],
  ['signs that turn text around', page('<title>gut\u202etxt.exe\u0000\u200b</title>'), 'gut txt.exe'],
  ['a very long one', page(`<title>${'ä'.repeat(5000)}</title>`), `${'ä'.repeat(199)}…`],
])('the title of a page with %s is read', async (_what, one, expected) => {
  await start({ '/': one })
  expect(await title('/')).toEqual({ kind: 'title', title: expected })
})

test('three redirects are followed, a fourth is not, nor one that leads elsewhere than http', async () => {
  await start({
    '/0': redirect('/1'),
    '/1': redirect('2'),
    '/2': (response, request) => redirect(`//${request.headers.host}/3`)(response, request),
    '/3': page('<title>Ziel</title>'),
    '/-1': redirect('/0'),
    '/file': redirect('file:///etc/passwd'),
    '/loop': redirect('/loop'),
  })
  expect(await title('/0')).toEqual({ kind: 'title', title: 'Ziel' })
  expect(await title('/-1')).toEqual({ kind: 'never', reason: 'too many redirects' })
  expect(await title('/file')).toMatchObject({ kind: 'never' })
  server.seen.length = 0
  expect(await title('/loop')).toMatchObject({ kind: 'never' })
  expect(server.seen).toHaveLength(4)
})

test('what is no page, or not there, has no title; what fails may work later', async () => {
  const status =
    (code: number): Page =>
    (response) =>
      void response.writeHead(code).end('<title>Fehler</title>')
  await start({
    '/pdf': page('<title>x</title>', { 'content-type': 'application/pdf' }),
    '/none': page('<body>nichts'),
    '/empty': page('<title> </title>'),
    '/401': status(401),
    '/503': status(503),
    '/429': status(429),
  })
  for (const path of ['/pdf', '/none', '/empty', '/401', '/404'])
    expect(await title(path)).toMatchObject({ kind: 'never' })
  for (const path of ['/503', '/429']) expect(await title(path)).toMatchObject({ kind: 'later' })
  const { port } = server
  await server.close()
  expect(await fetchTitle(`http://127.0.0.1:${port}/`, anywhere)).toMatchObject({
    kind: 'later',
    reason: 'ECONNREFUSED',
  })
  await start({})
})

test('an endless page ends at the limit, and what comes behind two megabytes is not read', async () => {
  let isOpen = false
  const endless: Page = (response) => {
    isOpen = true
    response.writeHead(200, html)
    response.on('close', () => (isOpen = false))
    const write = () => {
      while (isOpen && response.write('x'.repeat(65_536)));
    }
    response.on('drain', write)
    write()
  }
  await start({
    '/endless': endless,
    '/late': page(`${'x'.repeat(2_000_001)}<title>spät</title>`),
    '/just': page(`${'x'.repeat(1_990_000)}<title>gerade noch</title>`),
  })
  expect(await title('/endless')).toEqual({ kind: 'never', reason: 'no title' })
  await expect.poll(() => isOpen).toBe(false)
  expect(await title('/late')).toEqual({ kind: 'never', reason: 'no title' })
  expect(await title('/just')).toEqual({ kind: 'title', title: 'gerade noch' })
})

test('a small answer that unpacks to very much ends at the limit too', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, ' '))
  const late = gzipSync(Buffer.concat([Buffer.alloc(3_000_000, ' '), Buffer.from('<title>spät</title>')]))
  await start({
    '/bomb': page(bomb, { ...html, 'content-encoding': 'gzip' }),
    '/late': page(late, { ...html, 'content-encoding': 'gzip' }),
  })
  expect(await title('/bomb')).toEqual({ kind: 'never', reason: 'no title' })
  expect(await title('/late')).toEqual({ kind: 'never', reason: 'no title' })
})

test('who keeps silent, or drips, is given up after the time, all redirects together', async () => {
  const silent: Page = () => {}
  const drips: Page = (response) => {
    response.writeHead(200, html)
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  }
  await start({ '/silent': silent, '/drips': drips, '/there': redirect('/drips') })
  for (const path of ['/silent', '/drips', '/there'])
    expect(await fetchTitle(server.url(path), { ...anywhere, maxMs: 200 })).toEqual({
      kind: 'later',
      reason: 'TimeoutError',
    })
})

test('a page made to be slow to read is read in a moment', async () => {
  await start({})
  for (const piece of ['<', '<title', '<!--', '<script', '<title>', '<meta charset'])
    expect(titleIn(piece.repeat(300_000))).toBeUndefined()
})
