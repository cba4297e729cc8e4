import { afterEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'
import { type Page, page, type TitleServer, titleServer } from '../title-server.ts'

const { anna, ben } = people
let bot: TestBot
let server: TitleServer
afterEach(async () => {
  await server.close()
  await bot.close()
})

async function start(pages: Record<string, Page>) {
  server = await titleServer(pages)
  bot = await testBot({
    at: '2026-03-09T10:00:00+01:00',
    installation: { links: { capture: true, fetch: 'titles', allowPrivate: true } },
  })
}

test('fifty links to a server that keeps silent: people are answered meanwhile, and what else was shared gets its title', {
  timeout: 120_000,
}, async () => {
  let isBusy = false
  const silent: Page = (response) => {
    if (isBusy) response.writeHead(503).end()
  }
  const paths = Array.from({ length: 50 }, (_, index) => `/${index}`)
  await start({ ...Object.fromEntries(paths.map((path) => [path, silent])), '/gut': page('<title>Satzung</title>') })
  for (let from = 0; from < 50; from += 10)
    await bot.put(
      anna,
      `Hier: ${paths
        .slice(from, from + 10)
        .map((path) => server.url(path))
        .join(' ')}`,
    )
  await bot.put(anna, `Und: ${server.url('/gut')}`)
  await bot.work()
  expect(await bot.db.link.count({ where: { titleState: 'wanted' } })).toBe(51)

  const looking = bot.tick('link-titles')
  await expect.poll(() => server.seen.length, { timeout: 10_000 }).toBe(5)
  expect(await bot.ask(ben, '!aufgabe Satzung lesen bis 12.3.')).toContain('Aufgabe A1 notiert')
  expect(await bot.ask(anna, '!links')).toContain('… und 41 weitere')
  await bot.react(ben, (await bot.find('Aufgabe A1 notiert')).event_id, '✅')
  expect(await bot.ask(anna, '!aufgabe A1')).toContain('erledigt')
  await bot.tick('task-reminders', 'rooms')
  expect(server.open()).toBe(5) // all the while
  server.hangUp()
  await looking

  isBusy = true
  for (let minute = 0; minute < 10; minute++) await bot.tick('link-titles')
  expect(await bot.ask(anna, '!suche Satzung')).toContain('L51 · Link · Satzung')
  expect(await bot.db.link.count({ where: { titleState: 'wanted', titleTries: 1 } })).toBe(50)
})

test('a title that would call everybody, name persons, or format what follows, is shown as plain text', async () => {
  const trick =
    '@room <a href="https://matrix.to/#/@ben:wulmstorf.example">Ben</a> **fett** [hier](https://boese.example) ` \u202efdp.exe </code><h1>!'
  await start({ '/': page(`<title>${trick.replaceAll('<', '&lt;')}</title>`) })
  await bot.says(anna, server.url('/'))
  await bot.tick('link-titles')
  for (const command of ['!links', '!link L1', '!suche fett']) {
    await bot.ask(anna, command)
    const content: Record<string, unknown> = (await bot.events()).at(-1)?.content ?? {}
    const html = String(content['formatted_body'])
    expect(content['body'], command).toContain('**fett**')
    expect(content['body']).not.toMatch(/@room|\u202e/)
    expect(html).not.toMatch(/@room|\u202e|matrix\.to\/#\/@ben[^<]*"|href="https:\/\/boese|<h1|<strong>fett/)
    expect(content).not.toHaveProperty(['m.mentions'])
  }
})
