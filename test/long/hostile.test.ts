import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namesOf } from '../../bot/lookup.ts'
import { commands } from '../../commands/index.ts'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const SEED = 20_260_309

const words = [
  'bis',
  'am',
  'an',
  'jeden',
  'Montag',
  '31.2.',
  '12.3.',
  'KW 53',
  'A1',
  'B1',
  'S1',
  'L1',
  'W1',
  'A99999999',
  'IT-2026/001',
  '@anna',
  '@',
  '#',
  'https://',
  'https://x.example/?token=abc',
  '10–12 Uhr',
  'kreisweit',
  'erledigt',
  'abbrechen',
  'für',
  'Seevetal',
  '"',
  '<b>',
  '&amp;',
  '`',
  '**',
  '\u202e',
  '\u200b',
  '🙂',
  '\n',
  '\u0000',
  '[IT]',
  '-',
  '1.',
  '()',
]
const text = fc
  .array(
    fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 12 })),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '))
const command = fc
  .tuple(fc.constantFrom('!', '', '/', '! '), fc.constantFrom(...commands.flatMap(namesOf)), text)
  .map(([prefix, name, rest]) => `${prefix}${name} ${rest}`)
const relation = fc.oneof(
  fc.constant(undefined),
  fc.record(
    {
      rel_type: fc.constantFrom('m.replace', 'm.annotation', 'm.thread', 'x'),
      event_id: fc.constantFrom('$e1', '$e20', '$nowhere', ''),
      key: fc.string({ maxLength: 4 }),
    },
    { requiredKeys: [] },
  ),
  fc.record({ 'm.in_reply_to': fc.oneof(fc.record({ event_id: fc.constantFrom('$e3', '$nowhere') }), fc.anything()) }),
  fc.anything(),
)
const content = fc.oneof(
  { weight: 6, arbitrary: fc.record({ msgtype: fc.constant('m.text'), body: command, 'm.relates_to': relation }) },
  {
    weight: 2,
    arbitrary: fc.record({
      msgtype: fc.constant('m.text'),
      body: text,
      format: fc.constant('org.matrix.custom.html'),
      formatted_body: text,
      'm.mentions': fc.anything(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom('msgtype', 'body', 'm.relates_to', 'm.new_content', 'membership'),
      fc.anything(),
    ),
  },
)
const type = fc.constantFrom(
  'm.room.message',
  'm.room.message',
  'm.room.message',
  'm.reaction',
  'm.room.redaction',
  'm.room.encrypted',
  'x.y',
)
const sender = fc.constantFrom(people.karin, people.anna, people.ben, people.stranger)
const place = fc.constantFrom('it', 'portale', people.anna, people.karin)

test('3,000 malformed and hostile events: nothing breaks, no answer is too long, people are served meanwhile', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  const events = fc.sample(fc.tuple(type, sender, place, content), { numRuns: 3000, seed: SEED })
  for (const [i, [kind, who, where, what]] of events.entries()) {
    bot.homeserver.add(await bot.roomOf(where), who, kind, what as Record<string, unknown>)
    if (i % 100 === 99) await bot.work()
  }
  await bot.tick()
  expect(await bot.db.inboxEvent.count({ where: { outcome: 'ran' } })).toBeGreaterThan(150)
  expect(await bot.db.inboxEvent.count({ where: { outcome: 'refused' } })).toBeGreaterThan(100)
  expect(bot.log.filter(({ level }) => level === 'error').map(({ fields }) => fields?.['error'])).toEqual([])
  for (const room of bot.homeserver.rooms.values()) {
    for (const event of room.timeline)
      if (event.sender === bot.installation.me) expect(JSON.stringify(event.content).length).toBeLessThan(20_000)
  }
  expect(await bot.db.inboxEvent.count({ where: { handledAt: null } })).toBe(0)
  expect(await bot.ask(people.anna, '!hilfe')).toContain('Das können Sie hier tun')
  await bot.close()
})
