import { expect, test } from 'vitest'
import { ANNA, event, joined, ME, NOON, openStore, receive, said, waiting } from './matrix-sync.ts'

const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000)

test('what was taken back before it was handled is not handled; the taking back itself waits', async () => {
  const db = await openStore()
  const [slip, ran] = [said('!aufgabe Vertippt'), said('!aufgabe Gut')]
  await receive(db, joined([slip, ran]))
  await db.inboxEvent.update({
    where: { eventId: `${ran.event_id}` },
    data: { handledAt: later(1), payload: null, outcome: 'ran' },
  })
  const elsewhere = event('m.room.redaction', {}, { redacts: slip.event_id })
  await receive(db, joined([elsewhere], [], '!other:example.org'), later(2))
  expect(await waiting(db)).toEqual(['!aufgabe Vertippt', 'm.room.redaction'])
  const versionTen = event('m.room.redaction', {}, { redacts: slip.event_id })
  const versionEleven = event('m.room.redaction', { redacts: ran.event_id })
  await receive(db, joined([versionTen, versionEleven]), later(3))
  expect(await waiting(db)).toEqual(['m.room.redaction', 'm.room.redaction', 'm.room.redaction'])
  const rows = await db.inboxEvent.findMany({ where: { type: 'm.room.message' }, orderBy: { position: 'asc' } })
  expect(rows.map(({ outcome, payload }) => [outcome, payload])).toEqual([
    ['ignored', null],
    ['ran', null],
  ])
  expect(rows[1]?.handledAt).toEqual(later(1))
})

test('command and redaction in one response: the command does not run', async () => {
  const db = await openStore()
  const slip = said('!aufgabe Vertippt')
  await receive(db, joined([slip, event('m.room.redaction', { redacts: slip.event_id })]))
  expect(await waiting(db)).toEqual(['m.room.redaction'])
})

test('replies to the bot and edits of what concerned it wait, whatever they say', async () => {
  const db = await openStore()
  const own = said('Welche Aufgabe?', { sender: ME })
  const failed = said('!afgabe')
  await receive(db, joined([own, failed]))
  await db.inboxEvent.updateMany({
    data: { payload: null, handledAt: NOON, outcome: 'refused' },
    where: { sender: ANNA },
  })
  const relation = (body: string, relates: object) =>
    event('m.room.message', {
      msgtype: 'm.text',
      body,
      'm.new_content': { msgtype: 'm.text', body },
      'm.relates_to': relates,
    })
  const reply = (to: unknown) => ({ 'm.in_reply_to': { event_id: to } })
  const edit = (of: unknown) => ({ rel_type: 'm.replace', event_id: of })
  await receive(
    db,
    joined([
      relation('A17', reply(own.event_id)),
      relation('ja', reply('$other')),
      relation('nein', edit(failed.event_id)),
      relation('doch', edit('$other')),
    ]),
  )
  expect(await waiting(db)).toEqual(['A17', 'nein'])
})
