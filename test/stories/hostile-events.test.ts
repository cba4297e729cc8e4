import { expect, test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'

test('an event about a member whose membership is no text starts nothing, and holds up nobody in its room', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  const content = { membership: JSON.parse('{"toString":1,"valueOf":null}'), displayname: 7 }
  bot.homeserver.add(await bot.roomOf('it'), people.ben, 'm.room.member', content, { state_key: people.ben })
  expect(await bot.ask(people.anna, '!hilfe')).toContain('Das können Sie hier tun')
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([])
  await bot.close()
})

test('ids and texts that a database cannot hold start nothing wrong, wherever they stand', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  const room = await bot.roomOf('it')
  const say = (body: string, relation?: unknown, more = {}) =>
    bot.homeserver.add(room, people.anna, 'm.room.message', {
      ...{ msgtype: 'm.text', body, ...more },
      ...(relation ? { 'm.relates_to': relation } : {}),
    })
  const note = bot.homeserver.add(room, people.ben, 'm.room.message', {
    msgtype: 'm.text',
    body: 'Dr\0ucker \ud800 prüfen',
  })
  say('!aufgabe Eins', { 'm.in_reply_to': { event_id: '$a\0b' } })
  say(
    '!aufgabe Zwei',
    { rel_type: 'm.replace', event_id: '$\0' },
    { 'm.new_content': { msgtype: 'm.text', body: '!heute' } },
  )
  say('!aufgabe Dr\0ei \udc00', { rel_type: 'm.thread', event_id: '\0' })
  say('!aufgabe an @anna', { 'm.in_reply_to': { event_id: note } })
  say('!aufgabe Vier', undefined, { 'm.mentions': { user_ids: ['@a\0:b', '\ud800'] } })
  const pill = '!wissen Fünf: Text <a href="https://matrix.to/#/@x%00:y">x</a>'
  say('!wissen Fünf: Text x', undefined, { format: 'org.matrix.custom.html', formatted_body: pill })
  for (const type of ['m.reaction', 'm.room.redaction', 'm.room.member'])
    bot.homeserver.add(
      ...([
        room,
        people.ben,
        type,
        { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$\0', key: '\0' } },
      ] as const),
      { redacts: '$\0', ...(type === 'm.room.member' ? { state_key: '@b\0:c' } : {}) },
    )
  const list = await bot.ask(people.anna, '!aufgaben')
  for (const text of ['Eins', 'Drei \ufffd', 'Drucker \ufffd prüfen', 'Vier']) expect(list).toContain(`„${text}“`)
  expect(await bot.ask(people.anna, '!suche Fünf')).toContain('W1')
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([])
  await bot.close()
})

test('a call as long as a whole event is refused with its length; nothing of it is read or stored', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  const card = await bot.ask(people.anna, '!aufgabe Drucker prüfen').then(() => bot.find('Drucker prüfen'))
  for (const [text, saying] of [
    [`!aufgabe x${' '.repeat(18_000)}x`, {}],
    [`!aufgabe ${'x, '.repeat(5_000)}`, {}],
    [`notiz ${'sehr '.repeat(1_000)}lang`, { replyTo: card.event_id }],
  ] as const)
    expect(await bot.ask(people.anna, text, saying)).toMatch(
      /^Der Text hat [\d.]+ Zeichen, möglich sind 2\.000\..*Es wurde nichts gespeichert\.$/,
    )
  expect(await bot.ask(people.anna, `!suche ${'drucker '.repeat(1_000)}`)).toMatch(/^Der Text hat 7\.999 Zeichen/)
  expect(await bot.db.item.count()).toBe(1)
  expect(await bot.db.historyEntry.count()).toBe(1)
  await bot.close()
})

test('what is replied to is anything at all: who replies is answered, and so is whoever comes next', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  const room = await bot.roomOf('it')
  const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
  const odd = { toString: 1, valueOf: null }
  const address = 'mxc://fake.example/a'
  const contents = [
    ...[
      { msgtype: odd },
      { msgtype: deep },
      { msgtype: 'm.file', url: odd },
      { msgtype: 'm.file', file: { url: deep } },
    ],
    ...[
      { msgtype: 'm.file', url: address, info: odd },
      { msgtype: 'm.file', url: address, filename: deep },
    ],
  ]
  for (const [which, content] of contents.entries()) {
    const replyTo = bot.homeserver.add(room, people.ben, 'm.room.message', { body: 'Drucker', ...content })
    expect(await bot.ask(people.anna, '!aufgabe an @anna', { replyTo }), `content ${which}`).toContain('„Drucker“')
    expect(await bot.ask(people.karin, '!hilfe')).toContain('Das können Sie hier tun')
  }
  await bot.close()
})

test('a message that the bot fails to read holds up nobody: it is as one that is not there', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  const replyTo = await bot.put(people.ben, 'Drucker')
  bot.homeserver.before = (request) => {
    if (request === 'fetchMessage') throw new TypeError('Cannot convert object to primitive value')
  }
  expect(await bot.ask(people.anna, '!merken', { replyTo })).toContain('!merken')
  expect(await bot.ask(people.karin, '!hilfe')).toContain('Das können Sie hier tun')
  expect(bot.log).toContainEqual(expect.objectContaining({ level: 'error', message: expect.stringContaining('read') }))
  await bot.close()
})
