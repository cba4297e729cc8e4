import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Person } from '../../tools/person.ts'
import type { RoomMessage } from '../../tools/room-timeline.ts'
import { type E2eBot, startBot } from './bot.ts'
import { answersTo, idIn } from './listening.ts'

let bot: E2eBot
let karin: Person
let anna: Person
let ben: Person
let room: string

beforeAll(async () => {
  bot = await startBot(inject('synapse'))
  ;({ karin, anna, ben } = bot.people)
  room = await bot.room()
})
afterAll(() => bot?.close())

const ask = (person: Person, text: string, options = {}) => bot.ask(person, room, text, options)
/** All answers to an event, once nothing waits any more. A command said later has been answered by then. */
async function answers(eventId: string): Promise<RoomMessage[]> {
  await ask(karin, '!aufgaben')
  await bot.settled()
  return answersTo(await karin.messages(room), bot.me, eventId)
}

test('a message becomes a task by a reply, which says exactly what was noted', async () => {
  const message = await ben.say(room, 'Jemand müsste das Leistungsverzeichnis prüfen.')
  const answer = await ask(karin, `!aufgabe an ${anna.userId} bis 12.3.2027`, { replyTo: message })
  expect(answer.body).toBe(
    `Aufgabe ${idIn(answer)} notiert: „Jemand müsste das Leistungsverzeichnis prüfen.“ · Anna Meyer (Seevetal) · bis Fr., 12.03.2027. Ändern: einfach hierauf antworten.`,
  )
  const changed = await ask(ben, 'bis 19.3.2027', { replyTo: answer.eventId })
  expect(changed.body).toContain(
    `${idIn(answer)} geändert: „Jemand müsste das Leistungsverzeichnis prüfen.“ · Anna Meyer (Seevetal) · bis Fr., 19.03.2027.`,
  )
})

test('assignment by pill notifies exactly the one who is meant; nothing else notifies anybody, whatever is written', async () => {
  const pill = (person: Person, name: string) =>
    `<a href="https://matrix.to/#/${encodeURIComponent(person.userId)}">${name}</a>`
  const assigned = await ask(karin, '!aufgabe Firewall tauschen @Anna Meyer', {
    html: `!aufgabe Firewall tauschen ${pill(anna, 'Anna Meyer')}`,
    mentions: [anna.userId],
  })
  expect(assigned.body).toContain('„Firewall tauschen“ · Anna Meyer (Seevetal)')
  expect(assigned).toMatchObject({ msgtype: 'm.text', mentions: [anna.userId], mentionsRoom: false })
  const plain = await ask(ben, '!aufgabe An alle @room: <b>nicht</b> **fett** & <script>')
  expect(plain).toMatchObject({ msgtype: 'm.notice', mentions: [], mentionsRoom: false })
  expect(plain.content).not.toHaveProperty(['m.mentions'])
  expect(plain.body).toContain('<b>nicht</b> **fett** & <script>')
  expect(plain.html).toContain('&lt;b&gt;nicht&lt;/b&gt; **fett** &amp; &lt;script&gt;')
  const own = await ask(ben, `!aufgabe Eigenes an ${ben.userId}`)
  expect(own).toMatchObject({ msgtype: 'm.notice', mentions: [] }) // who says it knows it
})

test('a tick completes a task, taking it back opens it again, a second one of somebody else keeps it done', async () => {
  const card = await ask(ben, '!aufgabe Drucker zählen')
  const id = idIn(card)
  const tick = await anna.react(room, card.eventId, '✅')
  await bot.hear(anna, room, `${id} erledigt: „Drucker zählen“`, { after: tick })
  const other = await karin.react(room, card.eventId, '✅')
  const taken = await anna.redact(room, tick)
  await bot.hear(anna, room, `${id} „Drucker zählen“ bleibt erledigt`, { after: taken })
  const last = await karin.redact(room, other)
  await bot.hear(anna, room, `${id} ist wieder offen`, { after: last })
  await ben.react(room, card.eventId, '🎉') // says nothing here
  const doing = await ben.react(room, card.eventId, '👀')
  await bot.hear(anna, room, `${id} ist in Arbeit`, { after: doing })
  expect((await ask(anna, `!aufgabe ${id}`)).body).toContain('in Arbeit')
})

test('editing a command that ran changes nothing and is hinted at once; editing one that failed runs it, once', async () => {
  const ran = await anna.say(room, '!aufgabe Kabel bestellen')
  const id = idIn(await bot.answer(anna, room, ran))
  await anna.edit(room, ran, '!aufgabe Kabel und Dosen bestellen')
  await bot.hear(
    anna,
    room,
    `Der Befehl war schon ausgeführt, die Bearbeitung ändert nichts mehr. Ändern: !aufgabe ${id} text …`,
  )
  await anna.edit(room, ran, '!aufgabe Dosen bestellen')
  expect(await answers(ran)).toHaveLength(2)
  expect((await ask(anna, `!aufgabe ${id}`)).body).toContain('„Kabel bestellen“')

  const failed = await anna.say(room, '!aufgabe Beamer leihen bis Feitag')
  expect((await bot.answer(anna, room, failed)).body).toBe(
    '„bis Feitag“ habe ich nicht als Datum erkannt. Beispiel: „bis Freitag“ oder „bis 20.03.“ Es wurde nichts gespeichert.',
  )
  const correction = await anna.edit(room, failed, '!aufgabe Beamer leihen bis 12.3.2027')
  await bot.hear(anna, room, 'notiert: „Beamer leihen“ · bis Fr., 12.03.2027', { after: correction })
  await anna.edit(room, failed, '!aufgabe Beamer leihen bis 13.3.2027')
  const all = await answers(failed)
  expect(all.map(({ body }) => body.includes('notiert'))).toEqual([false, true, false])
  expect(all[2]?.body).toContain('die Bearbeitung ändert nichts mehr')
})

test('notices, ordinary messages and bare words start nothing; what is mistyped gets one line', async () => {
  const silent = [
    await ben.sayNotice(room, '!aufgabe Von einem anderen Bot'),
    await ben.say(room, 'Ich habe eine Aufgabe für euch!'),
    await ben.say(room, 'hilfe'),
    await ben.say(room, '!xyzzy'),
    await ben.say(room, '!!!'),
  ]
  expect((await ask(ben, '!aufgbae Server umziehen')).body).toBe('Meinten Sie !aufgabe?')
  expect((await ask(ben, 'Allmende: aufgabe Server umziehen')).body).toContain('notiert: „Server umziehen“')
  expect((await ask(ben, '/TASK Switch tauschen.')).body).toContain('notiert: „Switch tauschen')
  await bot.settled()
  const messages = await ben.messages(room)
  for (const eventId of silent) expect(answersTo(messages, bot.me, eventId)).toEqual([])
})

test('what is redacted before the bot comes to it is not carried out; its content is nowhere', async () => {
  await bot.stop()
  const slip = await anna.say(room, '!aufgabe Streng vertraulich versehentlich')
  const kept = await anna.say(room, '!aufgabe Nicht versehentlich')
  await anna.redact(room, slip)
  await bot.start()
  await bot.answer(anna, room, kept)
  expect(await answers(slip)).toEqual([])
  expect((await ask(anna, '!suche Streng vertraulich')).body).not.toContain('versehentlich')
  expect(await (await bot.db()).inboxEvent.findMany({ where: { payload: { not: null } } })).toEqual([])
})

test('an answer that is too long for one message comes in parts, in order, each as a reply', async () => {
  const id = idIn(await ask(ben, '!aufgabe Marktübersicht zusammenstellen'))
  const note = (n: number) => `Notiz ${n}: ${'Beschaffung und Betrieb der gemeinsamen Drucker, '.repeat(39)}Ende ${n}.`
  for (let n = 1; n <= 6; n++) await ask([karin, anna, ben][n % 3] ?? karin, `!aufgabe ${id} notiz ${note(n)}`)
  const asked = await karin.say(room, `!aufgabe ${id}`)
  await bot.hear(karin, room, 'Ende 6', { after: asked })
  const parts = await answers(asked)
  expect(parts.length).toBeGreaterThan(1)
  for (const { content } of parts) expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(20 * 1024)
  const numbers = [
    ...parts
      .map(({ body }) => body)
      .join('\n')
      .matchAll(/(?:Notiz|Ende) (\d)/g),
  ].map(([, n]) => Number(n))
  expect(numbers).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
})

test('two bots that answer each other come to rest, and everybody else is still answered', async () => {
  // The other bot answers whatever is said to it with a proper message, as a badly behaved one does.
  let last = await ben.say(room, '!hilfe')
  let rounds = 0
  for (; rounds < 60; rounds++) {
    const answer = await ben
      .waitFor(room, ({ relatesTo }) => relatesTo?.inReplyTo === last, { timeoutMs: 5_000 })
      .catch(() => undefined)
    if (!answer) break
    last = await ben.say(room, '!hilfe', { replyTo: answer.eventId })
  }
  expect(rounds).toBeGreaterThan(3)
  expect(rounds).toBeLessThan(60)
  expect((await ask(anna, '!hilfe')).body).toContain('!aufgabe')
  expect(bot.output()).toContain('loop guard')
})
