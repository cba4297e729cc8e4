import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openFile, sealFile } from '../../bot/matrix/encryption/attachment.ts'
import { type Library, loadLibrary } from '../../bot/matrix/encryption/library.ts'
import { calendarFile, calendarFileSaid, openFiles } from '../e2e/files.ts'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'
import type { StrictPeer } from './peers/strict-peer.ts'

const idIn = ({ text }: { text: string }) => /\b[A-Z]\d+\b/.exec(text)?.[0] ?? `no id in: ${text}`

describe.skipIf(!library)('calendar files in encrypted rooms', () => {
  let bot: EncryptedBot
  let anna: StrictPeer
  let files: ReturnType<typeof openFiles>
  let native: Library

  beforeAll(async () => {
    const synapse = inject('synapse')
    native = loadLibrary(library!)
    bot = await prepareEncryptedBot(synapse)
    await bot.begin()
    anna = await bot.strict('anna')
    files = openFiles(await bot.logIn(bot.people.anna.userId))
  })
  afterAll(async () => {
    await anna?.stop()
    await bot?.close()
  })

  const rooms = {
    group: () => bot.room('it', [bot.people.anna]),
    direct: () => bot.enterDirect(anna, 'anna'),
  }

  /** Opened by the library's own reading of attachments. */
  function openNatively(bytes: Buffer, file: unknown): string {
    return String(Buffer.from(native.Attachment.decrypt(new native.EncryptedAttachment(bytes, JSON.stringify(file)))))
  }

  /** Encrypted by the library's own writing of attachments, and said by the strict client. */
  async function post(room: string, text: Buffer, change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) {
    const sealed = native.Attachment.encrypt(text)
    const description = JSON.parse(sealed.mediaEncryptionInfo ?? '')
    const url = await files.upload(change(sealed.encryptedData), 'application/octet-stream')
    const content = { msgtype: 'm.file', body: 'Termin.ics', info: {}, file: { ...description, url } }
    return anna.sendRaw(room, 'm.room.message', content)
  }

  test.each(['group', 'direct'] as const)('a meeting comes as an encrypted file: %s room', async (kind) => {
    const room = await rooms[kind]()
    const id = idIn(await bot.demand(anna, room, '!sitzung 12.3.2031 10–12 Uhr Quartalsrunde, öffentlich'))
    const asked = await anna.send(room, `!sitzung ${id} ics`)
    const answer = await bot.answerTo(anna, room, asked)
    expect(answer.shield).toBe('none')
    expect(answer.content).toMatchObject({ msgtype: 'm.file', filename: `${id} Quartalsrunde öffentlich.ics` })
    expect(answer.content).not.toHaveProperty('url')
    expect(answer.content).not.toHaveProperty(['de.allmende.file'])
    const { url, ...file } = answer.content!['file'] as { url: string }
    const { bytes, type } = await files.download(url)
    expect(type).toBe('application/octet-stream')
    expect(String(bytes)).not.toContain('VCALENDAR')
    expect(openNatively(bytes, file)).toContain('SUMMARY:Quartalsrunde\\, öffentlich\r\n')
    // The homeserver knows neither key nor name.
    const stored = (await bot.people.anna.messages(room)).filter(({ sender }) => sender === bot.me)
    expect(stored.map(({ type }) => type)).not.toContain('m.room.message')
    expect(JSON.stringify(stored)).not.toMatch(/A256CTR|\.ics/)
  })

  test.each(['group', 'direct'] as const)('a calendar file is decrypted and planned: %s room', async (kind) => {
    const room = await rooms[kind]()
    const title = `Vergaberunde ${kind}`
    const asked = await anna.reply(room, await post(room, calendarFile(title)), '!sitzung')
    expect((await bot.answerTo(anna, room, asked)).text).toContain(calendarFileSaid(title))
  })

  test('one that was changed at the homeserver is refused', async () => {
    const room = await rooms.group()
    const changed = await post(room, calendarFile('Gefälscht'), (bytes) =>
      bytes.map((byte, i) => (i === 60 ? byte ^ 1 : byte)),
    )
    const asked = await anna.reply(room, changed, '!sitzung')
    expect((await bot.answerTo(anna, room, asked)).text).toContain('nicht so angekommen, wie sie verschlüsselt wurde')
    expect(bot.output()).not.toMatch(/Gefälscht|Vergaberunde|Quartalsrunde/)
  })

  test('what the bot encrypts the library reads, and the other way round, whatever the size', () => {
    for (const size of [0, 1, 15, 16, 17, 4096, 100_001]) {
      const text = Buffer.alloc(size, 'Übergabe ')
      const own = sealFile(text)
      expect(openNatively(own.bytes, own.sealed)).toBe(String(text))
      const theirs = native.Attachment.encrypt(text)
      expect(openFile(theirs.encryptedData, JSON.parse(theirs.mediaEncryptionInfo ?? ''))).toEqual(text)
    }
  })
})
