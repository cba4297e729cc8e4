import { afterEach, expect, test } from 'vitest'
import { NotSent, Undeliverable } from '../../bot/chat.ts'
import { defineCommand } from '../../bot/command.ts'
import { type TestBot, testBot } from '../bot.ts'
import { inviteBot } from '../direct-room.ts'
import { names, people } from '../fixture.ts'
import { type TitleServer, titleServer } from '../title-server.ts'

const { anna, ben, karin, stranger } = people
const TOKEN = 'syt_of_the_account'
let bot: TestBot
let server: TitleServer
afterEach(async () => {
  await bot.close()
  await server.close()
})

/** Fails as parsers do: with the text that they could not read. */
const broken = defineCommand({
  name: 'kaputt',
  english: 'broken',
  aliases: [],
  permission: 'everyone',
  writes: true,
  usage: { de: '', en: '' },
  help: { de: '', en: '' },
  examples: { de: [], en: [] },
  async run(_ctx, text) {
    throw new SyntaxError(`unexpected words in "${text}" of ${names[anna]}`)
  },
})

/** What people write; no word of it stands in a log. */
const said = {
  task: 'Fernglas putzen',
  decision: 'Turmuhren werden gestellt',
  link: 'Vogelkunde',
  talk: 'Unter vier Augen gesagt',
  failing: 'Leuchtturmwärter gesucht',
  lost: 'Nebelhorn prüfen',
}

async function aDayOfFaults() {
  server = await titleServer({ '/a': (response) => void response.writeHead(500).end('Serverfehler im Klartext') })
  bot = await testBot({
    at: '2026-03-09T10:00:00+01:00',
    extra: [broken],
    installation: { links: { capture: true, fetch: 'titles', allowPrivate: true } },
  })
  await bot.db.account.updateMany({ data: { accessToken: TOKEN } })
  await bot.says(anna, `!aufgabe ${said.task} @ben`)
  await bot.says(karin, `!beschluss ${said.decision}`)
  await bot.says(ben, `!link ${server.url('/a')} ${said.link}`)
  await bot.tick('link-titles')
  await bot.says(anna, said.talk)
  await bot.says(anna, `!kaputt ${said.failing}`)
  failOnce('send', () => new Undeliverable('M_FORBIDDEN'))
  await bot.says(anna, `!aufgabe ${said.lost}`)
  failOnce('fetchMessage', () => new NotSent('connection refused'))
  await bot.says(ben, '!merken', { replyTo: await bot.put(anna, said.talk) })
  await inviteBot(bot, stranger)
  failOnce('leave', () => new Error('timeout'))
  await bot.tick('rooms')
}

/** The next request of this kind fails. */
function failOnce(name: string, fault: () => Error) {
  bot.homeserver.before = (request) => {
    if (request !== name) return
    bot.homeserver.before = () => {}
    throw fault()
  }
}

test('a day of faults is logged by ids, without a text, a name or a token in it', async () => {
  await aDayOfFaults()
  const messages = bot.log.map(({ message }) => message).join('\n')
  for (const part of ['could not be handled', 'set aside', 'title could not be', 'cannot be fetched', 'invitation'])
    expect(messages, part).toContain(part)
  const lines = JSON.stringify(bot.log)
  for (const secret of [...Object.values(said), ...Object.values(names), 'Klartext', TOKEN])
    for (const word of [secret, ...secret.split(' ').filter(({ length }) => length > 6)])
      expect(lines, word).not.toContain(word)
})

test('an error is logged with its reference, its kind and its place', async () => {
  await aDayOfFaults()
  const faults = bot.log.filter(({ message }) => message === 'an event could not be handled')
  expect(faults).toHaveLength(3)
  const [, reference] =
    /die Kennung ([0-9A-F]{4})/.exec((await bot.find('die Kennung')).content['body'] as string) ?? []
  expect(faults.at(-1)?.fields).toMatchObject({
    reference,
    attempt: 3,
    error: expect.stringMatching(/^SyntaxError at bot\/messages\.ts:\d+/),
  })
})
