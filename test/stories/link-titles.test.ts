import { afterEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'
import { type Page, page, type TitleServer, titleServer } from '../title-server.ts'

const { anna, ben } = people
let bot: TestBot
let server: TitleServer
afterEach(async () => {
  await bot.close()
  await server.close()
})

async function start(pages: Record<string, Page>, links: { fetch?: 'off' | 'titles'; allowPrivate?: boolean } = {}) {
  server = await titleServer(pages)
  bot = await testBot({
    at: '2026-03-09T10:00:00+01:00',
    installation: { links: { capture: true, fetch: 'titles', allowPrivate: true, ...links } },
  })
}

const look = () => bot.tick('link-titles')
const states = async () =>
  (await bot.db.link.findMany({ orderBy: { item: { number: 'asc' } } })).map(({ title, titleState }) => [
    title,
    titleState,
  ])

test('titles of posted links are looked up in the background, shown and found', async () => {
  await start({ '/a': page('<title>Muster-Leistungsverzeichnis &amp; Preise</title>') })
  await bot.says(anna, `Hier: ${server.url('/a')}`)
  expect(server.seen).toEqual([])
  await look()
  expect(await states()).toEqual([['Muster-Leistungsverzeichnis & Preise', 'done']])
  expect(await bot.said()).toEqual([])
  expect(await bot.ask(ben, '!suche Leistungsverzeichnisse')).toContain(
    '- L1 · Link · Muster-Leistungsverzeichnis & Preise',
  )
  expect(await bot.ask(ben, '!links')).toContain(`- L1 Muster-Leistungsverzeichnis & Preise · ${server.url('/a')}`)
  await look()
  expect(server.seen).toEqual(['/a'])
})

test('nothing is looked up where that is off', async () => {
  await start({ '/a': page('<title>a</title>') }, { fetch: 'off' })
  await bot.says(anna, server.url('/a'))
  await look()
  expect([server.seen, await states()]).toEqual([[], [[null, 'off']]])
})

test('nor any more when it was switched off meanwhile', async () => {
  await start({ '/a': page('<title>a</title>') })
  await bot.says(anna, server.url('/a'))
  bot.installation.links = { ...bot.installation.links, fetch: 'off' }
  await look()
  expect(server.seen).toEqual([])
})

test('nor of addresses with secrets', async () => {
  await start({ '/a?token=***': page('<title>a</title>'), '/a?token=k3Zp9QwX7': page('<title>a</title>') })
  await bot.says(anna, server.url('/a?token=k3Zp9QwX7'))
  await look()
  expect([server.seen, await states()]).toEqual([[], [[null, 'off']]])
})

test('nor in the own network, unless the installation allows that', async () => {
  await start({ '/a': page('<title>intern</title>') }, { allowPrivate: false })
  await bot.says(anna, `${server.url('/a')} ${server.url('/a', 'localhost')}`)
  await look()
  expect([server.seen, await states()]).toEqual([
    [],
    [
      [null, 'failed'],
      [null, 'failed'],
    ],
  ])
  expect(JSON.stringify(bot.log)).not.toContain('127.0.0.1')
})

test('what fails is tried again ever later, and then given up', async () => {
  await start({ '/a': (response) => void response.writeHead(503).end() })
  await bot.says(anna, server.url('/a'))
  await look()
  await look()
  expect(server.seen).toHaveLength(1)
  for (const [at, tries] of [
    ['2026-03-09T10:11:00+01:00', 2],
    ['2026-03-09T10:30:00+01:00', 2],
    ['2026-03-09T12:12:00+01:00', 3],
    ['2026-03-10T12:13:00+01:00', 4],
    ['2026-03-20T12:13:00+01:00', 4],
  ] as const) {
    bot.travelTo(at)
    await look()
    expect(server.seen, at).toHaveLength(tries)
  }
  expect(await states()).toEqual([[null, 'failed']])
})

test('a title that people gave, or a link that was taken back meanwhile, is left alone', async () => {
  await start({
    '/a': (response) => void rename().then(() => page('<title>von der Seite</title>')(response, undefined as never)),
    '/b': (response) =>
      void bot.redact(anna, posted).then(() => page('<title>geheim</title>')(response, undefined as never)),
  })
  const rename = () => bot.says(ben, '!link L1 titel Von Hand')
  await bot.says(anna, server.url('/a'))
  const posted = await bot.says(anna, server.url('/b'))
  await look()
  expect(await states()).toEqual([
    ['Von Hand', 'done'],
    [null, 'off'],
  ])
  expect(await bot.ask(ben, '!suche geheim')).toContain('nichts gefunden')
})
