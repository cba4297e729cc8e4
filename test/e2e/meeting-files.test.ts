import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { logIn } from '../../tools/synapse.ts'
import { startGate } from '../encryption/gate.ts'
import { type E2eBot, FIRST, startBot } from './bot.ts'
import { calendarFile, calendarFileSaid, openFiles } from './files.ts'
import { answersTo, idIn, until } from './listening.ts'

let bot: E2eBot
let room: string
let files: ReturnType<typeof openFiles>

beforeAll(async () => {
  const synapse = inject('synapse')
  bot = await startBot(synapse)
  room = await bot.room()
  const name = bot.people.anna.userId.slice(1).split(':')[0] ?? ''
  files = openFiles({ url: synapse.url, ...(await logIn(synapse, name, FIRST.ALLMENDE_PASSWORD)) })
})
afterAll(() => bot?.close())

test('a meeting comes as a calendar file, once, and what is in it is kept no longer than it takes', async () => {
  const { anna } = bot.people
  const id = idIn(await bot.ask(anna, room, '!sitzung 12.3.2031 10–12 Uhr Quartalsrunde, öffentlich im Rathaus'))
  const asked = await anna.say(room, `!sitzung ${id} ics`)
  const answer = await bot.answer(anna, room, asked)
  const { filename, url, info } = answer.content as { filename: string; url: string; info: { size: number } }
  expect(answer.msgtype).toBe('m.file')
  expect(filename).toBe(`${id} Quartalsrunde öffentlich.ics`)
  const { bytes, type } = await files.download(url)
  expect(type).toMatch(/^text\/calendar/)
  expect(bytes).toHaveLength(info.size)
  expect(String(bytes)).toContain('SUMMARY:Quartalsrunde\\, öffentlich\r\n')
  expect(answer.content).not.toHaveProperty(['de.allmende.file'])
  await bot.stop()
  await bot.start()
  await bot.settled()
  expect(answersTo(await anna.messages(room), bot.me, asked)).toHaveLength(1)
  const { outboxMessage } = await bot.db()
  expect(await outboxMessage.count({ where: { roomId: room, content: { not: null } } })).toBe(0)
})

test('a calendar file that is replied to is planned', async () => {
  const { anna } = bot.people
  const bytes = calendarFile('Vergaberunde')
  const info = { mimetype: 'text/calendar', size: bytes.length }
  const content = { msgtype: 'm.file', body: 'Termin.ics', info, url: await files.upload(bytes, 'text/calendar') }
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${randomUUID()}`
  const { event_id } = await anna.api<{ event_id: string }>('PUT', path, content)
  const card = await bot.ask(anna, room, '!sitzung', { replyTo: event_id })
  expect(card.body).toContain(calendarFileSaid('Vergaberunde'))
})

test('a calendar file that is too large, or that the server never had, is refused', async () => {
  const { anna } = bot.people
  const post = async (url: string) => {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${randomUUID()}`
    const content = { msgtype: 'm.file', body: 'Termin.ics', url }
    return (await anna.api<{ event_id: string }>('PUT', path, content)).event_id
  }
  const large = await post(await files.upload(Buffer.alloc(300_000, 'x'), 'text/calendar'))
  expect((await bot.ask(anna, room, '!sitzung', { replyTo: large })).body).toContain('größer als 256 KB')
  const gone = await post(`mxc://${anna.userId.split(':')[1]}/AAAAAAAAAAAAAAAAAAAAAAAA`)
  expect((await bot.ask(anna, room, '!sitzung', { replyTo: gone })).body).toContain('gibt es auf dem Server nicht mehr')
})

test('killed after the file was uploaded and before it was said: it is said once, and it is whole', async () => {
  const { anna } = bot.people
  const title = 'Tom & "Ida" <b>fett</b> | **Q1**'
  const id = idIn(await bot.ask(anna, room, `!sitzung 12.3.2031 10–12 Uhr ${title}`))
  const gate = await startGate(inject('synapse').url)
  onTestFinished(() => gate.end())
  await bot.stop()
  bot.configure({ homeserver: gate.url })
  await bot.start()
  gate.close('/send/')
  const asked = await anna.say(room, `!sitzung ${id} ics`)
  await until('the file is there and its message is refused', async () => gate.refused() > 0)
  await bot.kill()
  gate.open()
  await bot.start()
  const { url } = (await bot.answer(anna, room, asked)).content as { url: string }
  expect(String((await files.download(url)).bytes)).toContain('SUMMARY:Tom & "Ida" <b>fett</b> | **Q1**\r\n')
  await bot.settled()
  expect(answersTo(await anna.messages(room), bot.me, asked)).toHaveLength(1)
})
