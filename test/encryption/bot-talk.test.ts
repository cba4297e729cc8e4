import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { until } from '../e2e/listening.ts'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'
import type { StrictPeer } from './peers/strict-peer.ts'

const idIn = ({ text }: { text: string }) => /\b[A-Z]\d+\b/.exec(text)?.[0] ?? `no id in: ${text}`

describe.skipIf(!library)('what people do with the bot in encrypted rooms', () => {
  let bot: EncryptedBot
  let karin: StrictPeer
  let anna: StrictPeer
  let room: string
  let annas: string

  beforeAll(async () => {
    bot = await prepareEncryptedBot(inject('synapse'))
    await bot.begin()
    karin = await bot.strict('karin')
    anna = await bot.strict('anna')
    room = await bot.room('it', [bot.people.karin, bot.people.anna])
  })
  afterAll(async () => {
    await Promise.all([karin?.stop(), anna?.stop()])
    await bot?.close()
  })

  test('a new member is welcomed in a direct room that is encrypted from its first event', async () => {
    annas = await bot.enterDirect(anna, 'anna')
    expect((await bot.listen(anna, annas, 'ich bin Allmende')).shield).toBe('none')
    const begun = (await bot.people.anna.messages(annas)).map(({ type }) => type)
    expect(begun.indexOf('m.room.encryption')).toBeGreaterThan(0)
    expect(begun.indexOf('m.room.encrypted')).toBeGreaterThan(begun.indexOf('m.room.encryption'))
    expect((await bot.demand(anna, annas, 'aufgabe Angebot einholen')).text).toContain('„Angebot einholen“')
  })

  test('a message becomes a task by a reply; a reply to its card changes it', async () => {
    const message = await anna.send(room, 'Jemand müsste das Leistungsverzeichnis prüfen.')
    const asked = await karin.reply(room, message, `!aufgabe an ${anna.userId} bis 12.3.2027`)
    const card = await bot.answerTo(karin, room, asked)
    expect(card.text).toContain('„Jemand müsste das Leistungsverzeichnis prüfen.“ · Anna Meyer (Seevetal)')
    const done = await anna.reply(room, card.eventId, 'erledigt')
    expect((await bot.answerTo(karin, room, done)).text).toContain(`${idIn(card)} erledigt`)
  })

  test('a message that was edited before somebody replies to it is taken as it reads now', async () => {
    const message = await anna.send(room, 'Jemand müsste die Kopierer zählen.')
    await anna.edit(room, message, 'Jemand müsste die Drucker zählen.')
    const card = await bot.answerTo(karin, room, await karin.reply(room, message, '!aufgabe'))
    expect(card.text).toContain('„Jemand müsste die Drucker zählen.“')
  })

  test('reactions count, in clear as clients send them and encrypted; taking them back does, too', async () => {
    const card = await bot.demand(karin, room, '!aufgabe Kabel bestellen')
    const tick = await anna.react(room, card.eventId, '✅')
    await bot.listen(karin, room, `${idIn(card)} erledigt: „Kabel bestellen“`)
    await anna.redact(room, tick)
    await bot.listen(karin, room, `${idIn(card)} ist wieder offen`)
    const other = await bot.demand(karin, room, '!aufgabe Dosen bestellen')
    const relation = { rel_type: 'm.annotation', event_id: other.eventId, key: '👀' }
    const hidden = await karin.sendRaw(room, 'm.reaction', { 'm.relates_to': relation })
    await bot.listen(anna, room, `${idIn(other)} ist in Arbeit`)
    await karin.redact(room, hidden)
    await bot.listen(anna, room, `${idIn(other)} ist wieder offen`)
  })

  test('editing a command that failed runs it, and its answer is one to the message itself', async () => {
    const failed = await anna.send(room, '!aufgabe Beamer leihen bis Feitag')
    expect((await bot.answerTo(anna, room, failed)).text).toContain('nicht als Datum erkannt')
    await anna.edit(room, failed, '!aufgabe Beamer leihen bis 12.3.2027')
    expect((await bot.listen(anna, room, 'notiert: „Beamer leihen“')).replyTo).toBe(failed)
  })

  test('what the bot says as the new version of a card is one for clients, too', async () => {
    const card = await bot.demand(karin, room, '!aufgabe Schilder drucken')
    const { outboxMessage } = await bot.db()
    const relation = { rel_type: 'm.replace', event_id: card.eventId }
    const fresh = { msgtype: 'm.notice', body: 'Schilder sind gedruckt.', 'm.mentions': {} }
    const content = { ...fresh, body: '* Schilder sind gedruckt.', 'm.new_content': fresh, 'm.relates_to': relation }
    const row = { id: crypto.randomUUID(), key: 'edit:1', roomId: room, priority: 2, type: 'm.room.message' }
    await outboxMessage.create({ data: { ...row, content: JSON.stringify(content), createdAt: new Date() } })
    await bot.demand(karin, room, '!aufgaben')
    // A client may show the new text in the card itself, too: what is meant here is the edit as an event.
    const edit = await bot.listen(anna, room, ({ editOf }) => editOf === card.eventId)
    expect(edit.text).toBe('Schilder sind gedruckt.')
  })

  test('a direct room that a person opens is entered, and what is said in person is said there', async () => {
    const direct = await karin.createRoom({ invite: [bot.me], version: '12', isDirect: true })
    await until('the bot has come', async () => (await bot.people.karin.members(direct)).length === 2)
    await until('and is there', async () =>
      (await bot.people.karin.members(direct)).every(({ membership }) => membership === 'join'),
    )
    expect((await bot.demand(karin, direct, 'hilfe')).text).toContain('!aufgabe')
    const card = await bot.demand(karin, room, `!aufgabe Satzung lesen an ${karin.userId}`)
    await bot.answerTo(anna, room, await anna.reply(room, card.eventId, 'erledigt'))
    await bot.listen(karin, direct, `Anna Meyer in AG IT-Kooperation: ${idIn(card)} erledigt`)
    expect(await bot.clearTexts(direct)).toEqual([])
  })

  test('signs that mean something elsewhere, four thousand of them, and English: as in a plain room', async () => {
    const odd = await bot.demand(anna, room, '!aufgabe <b>Tom & "Ida"</b> | **fett** \\ @room prüfen')
    expect(odd.text).toContain('„<b>Tom & "Ida"</b> | **fett** \\ @\u2060room prüfen“')
    const long = await bot.demand(anna, room, `!aufgabe ${'Wort '.repeat(800)}`)
    expect(long.text).toMatch(/2\.000/)
    await bot.demand(anna, annas, 'einstellungen sprache en')
    expect((await bot.demand(anna, room, `!task Read the statutes by 12 March 2027`)).text).toMatch(
      /^Task A\d+ noted: “Read the statutes” · by Fri, 12 March 2027/,
    )
    expect((await bot.demand(anna, room, '!task A999')).text).toContain('A999')
    expect((await bot.demand(karin, room, '!aufgabe Danach')).text).toContain('notiert: „Danach“')
  })

  test('all of that was encrypted, and every word of it can be read with trust', async () => {
    await bot.settled()
    expect(await bot.clearTexts(room)).toEqual([])
    for (const peer of [karin, anna]) {
      const own = await bot.own(peer, room)
      expect(own.filter(({ text, shield }) => text === undefined || shield !== 'none')).toEqual([])
    }
    // Neither does it react: what it says it says in words.
    const types = (await bot.people.karin.messages(room)).filter(({ sender }) => sender === bot.me)
    expect(types.map(({ type }) => type)).not.toContain('m.reaction')
  })
})
