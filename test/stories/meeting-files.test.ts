import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NotSent } from '../../bot/chat.ts'
import { FILE } from '../../bot/mark.ts'
import { createSeal } from '../../bot/matrix/encryption/sealing.ts'
import { NoVerdict, Refused, type Request } from '../../bot/matrix/request.ts'
import { type TestBot, testBot } from '../bot.ts'
import { turnOn } from '../fake-encryption.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin } = people
let bot: TestBot
const begin = async (installation = {}) => {
  bot = await testBot({ at: '2026-03-09T10:30:00+01:00', installation })
}
/** The same bot in an installation that encrypts. */
const beginEncrypted = async () => {
  await bot.close()
  await begin({ encryption: true })
}
beforeEach(() => begin())
afterEach(() => bot.close())

/** Events of a calendar file, read by a library of others, and the file as text. */
function opened(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  return { calendar, events, text }
}
/** The file that the bot has given last. */
async function lastFile(place = 'it') {
  const event = await bot.find('.ics', place)
  const { type, bytes } = bot.homeserver.media.get(String(event.content['url'])) ?? {}
  return { event, type, ...opened(String(bytes)) }
}
async function fileOf(command: string, person: string = anna) {
  expect(await bot.ask(person, command)).toMatch(/^S\d.*\.ics$/)
  return lastFile()
}
const count = (request: string) => bot.homeserver.requests.filter((name) => name === request).length
/** Time goes on until whatever was put off is tried again. */
async function later() {
  bot.travelTo(new Date(+bot.clock() + 6 * 60_000).toISOString())
  await bot.work()
}

describe('a meeting as a calendar file', () => {
  test('has all that is known of it, folded and escaped as calendars expect', async () => {
    await bot.says(
      anna,
      '!sitzung 12.3. 10–12 Uhr Quartalsrunde; Ämter, Gemeinden und über sehr viele Jahre gewachsene Überörtliches im Rathaus Winsen, Raum 2.14 https://video.example/raum',
    )
    const { event, type, events, text } = await fileOf('!sitzung S1 ics')
    expect(type).toBe('text/calendar')
    expect(event.content).toMatchObject({
      msgtype: 'm.file',
      body: event.content['filename'],
      info: { mimetype: 'text/calendar', size: Buffer.byteLength(text) },
      'm.mentions': {},
      'm.relates_to': { 'm.in_reply_to': {} },
    })
    expect(event.content).not.toHaveProperty(['de.allmende.file'])
    const [first] = events
    expect(first).toMatchObject({
      uid: 'S1-allmende@fake.example',
      sequence: 0,
      summary: 'Quartalsrunde; Ämter, Gemeinden und über sehr viele Jahre gewachsene Überörtliches',
      location: 'Rathaus Winsen, Raum 2.14',
    })
    expect(first?.component.getFirstPropertyValue('url')).toBe('https://video.example/raum')
    expect(first?.component.getFirstPropertyValue('status')).toBe('CONFIRMED')
    expect(first?.startDate.toJSDate()).toEqual(new Date('2026-03-12T10:00:00+01:00'))
    expect(first?.endDate.toJSDate()).toEqual(new Date('2026-03-12T12:00:00+01:00'))
    expect(text).toContain('METHOD:PUBLISH\r\n')
    expect(text).toContain('SUMMARY:Quartalsrunde\\; Ämter\\, Gemeinden')
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    const rows = text.split('\r\n')
    expect(rows.slice(0, -1)).not.toContain('')
    expect(rows.filter((row) => Buffer.byteLength(row) > 75 || row.includes('\n'))).toEqual([])
  })

  test('goes by several names, also in a reply to its card, in English and in person', async () => {
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Quartalsrunde')
    const card = (await bot.find('S1 geplant')).event_id
    for (const command of ['!meeting S1 ics', '!S1 kalender', '!sitzung 1 calendar', '!sitzung S1 als Kalenderdatei'])
      await fileOf(command, ben)
    expect(await bot.ask(ben, '!sitzung ics', { replyTo: card })).toBe('S1 Quartalsrunde.ics')
    expect(await bot.ask(ben, 'ics', { replyTo: card })).toBe('S1 Quartalsrunde.ics')
    expect(await bot.ask(ben, '!sitzung S9 ics')).toContain('S9')
    const given = (await bot.find('.ics')).event_id
    expect(await bot.ask(anna, '!sitzung', { replyTo: given })).toContain('**S1**'.replaceAll('*', ''))
    expect(await bot.ask(anna, 'verschieben auf 13.3. 10 Uhr', { replyTo: given })).toContain('Verschoben')
  })

  test('rises with every change under the same UID, and says that it was cancelled', async () => {
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Quartalsrunde')
    const [before] = (await fileOf('!sitzung S1 ics')).events
    await bot.says(anna, '!sitzung S1 verschieben auf 19.3. 14 Uhr')
    const [moved] = (await fileOf('!sitzung S1 ics')).events
    expect(moved?.uid).toBe(before?.uid)
    expect([before?.sequence, moved?.sequence]).toEqual([0, 1])
    expect(moved?.startDate.toJSDate()).toEqual(new Date('2026-03-19T14:00:00+01:00'))
    await bot.says(anna, '!sitzung S1 absagen Krankheit')
    const { events, text } = await fileOf('!sitzung S1 ics')
    expect(events[0]?.sequence).toBe(2)
    expect(text).toContain('STATUS:CANCELLED')
  })

  test('of a series has its rule and zone, leaves out what is cancelled, and moves what is moved', async () => {
    await bot.says(anna, '!sitzung Jour fixe jeden Montag 9 Uhr 90 min online bis Ende Oktober')
    await bot.says(anna, '!sitzung S1 am 23.3. absagen Krankheit')
    await bot.says(anna, '!sitzung S1 am 30.3. verschieben auf 31.3. 11 Uhr')
    await bot.says(anna, '!sitzung S1 am 13.4. ort Kreishaus')
    const { calendar, text } = await fileOf('!sitzung S1 ics')
    const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone')!)
    ICAL.TimezoneService.register(zone)
    const [series, ...special] = opened(text).events
    for (const one of special) series?.relateException(one)
    const starts: string[] = []
    const places = new Set<string>()
    for (const iterator = series!.iterator(); ; ) {
      const next = iterator.next()
      if (!next) break
      const { item, startDate } = series!.getOccurrenceDetails(next)
      starts.push(startDate.toJSDate().toISOString())
      places.add(item.location)
    }
    ICAL.TimezoneService.remove(zone.tzid)
    const dates = await bot.db.meetingDate.findMany({ where: { cancelledAt: null }, orderBy: { originalStart: 'asc' } })
    expect(starts).toEqual(dates.map(({ startsAt }) => startsAt.toISOString()))
    expect(starts).toContain('2026-03-31T09:00:00.000Z')
    expect([...places]).toEqual(['online', 'Kreishaus'])
    expect(text).toContain('EXDATE;TZID=Europe/Berlin:20260323T090000')
    expect(text).toContain('RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3')
  })

  test('of whole days has days, with the day after as its end', async () => {
    await bot.says(anna, '!sitzung 12.3. ganztägig Klausur')
    const { text } = await fileOf('!sitzung S1 ics')
    expect(text).toContain('DTSTART;VALUE=DATE:20260312\r\nDTEND;VALUE=DATE:20260313')
    expect(text).not.toContain('VTIMEZONE')
  })

  test('is uploaded before it is said; while that fails nothing is said, and later it is, once', async () => {
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Quartalsrunde')
    const sent = count('send')
    for (const error of [new Error('500'), new NotSent('429', 7000), new DOMException('timeout', 'TimeoutError')]) {
      bot.homeserver.before = (request) => {
        if (request === 'upload') throw error
      }
      await bot.says(anna, '!sitzung S1 ics')
      await later()
      expect(count('send')).toBe(sent)
    }
    bot.homeserver.before = () => {}
    await later()
    await later()
    expect((await bot.said()).filter((text) => text.endsWith('.ics'))).toHaveLength(3)
    expect(await bot.db.outboxMessage.count({ where: { content: { not: null } } })).toBe(0)
  })

  test.each(['before', 'after'] as const)('whose message is cut off %s it arrived is said once', async (moment) => {
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Quartalsrunde')
    bot.homeserver[moment] = (request) => {
      if (request === 'send') throw new Error('connection reset')
    }
    await bot.says(anna, '!sitzung S1 ics')
    bot.homeserver[moment] = () => {}
    await bot.restart()
    await later()
    expect((await bot.said()).filter((text) => text.endsWith('.ics'))).toHaveLength(1)
    // Where it had not arrived the file was uploaded twice, and the first one is never used.
    expect(bot.homeserver.media.size).toBe(moment === 'before' ? 2 : 1)
  })

  test.each([
    ['too large for the homeserver', new Refused('POST upload', 413, 'M_TOO_LARGE', 'too large')],
    ['forbidden', new Refused('POST upload', 403, 'M_FORBIDDEN', 'no')],
    ['too large for a proxy', new NoVerdict('POST upload', 413, '<html>')],
  ])('that is %s is set aside, and holds up nothing', async (_name, error) => {
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Quartalsrunde')
    bot.homeserver.before = (request) => {
      if (request === 'upload') throw error
    }
    await bot.says(anna, '!sitzung S1 ics')
    expect(await bot.ask(anna, '!sitzung S1')).toContain('Quartalsrunde')
    expect(await bot.db.outboxMessage.count({ where: { setAsideAt: { not: null } } })).toBe(1)
    expect(await bot.db.incident.count({ where: { key: { startsWith: 'undeliverable:' } } })).toBe(1)
  })
})

describe('a meeting as a calendar file in an encrypted room', () => {
  beforeEach(beginEncrypted)

  test('is encrypted before it is uploaded, and its key is in the encrypted message alone', async () => {
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Quartalsrunde')
    turnOn(bot.homeserver, await bot.roomOf(), karin)
    await bot.says(anna, '!sitzung S1 ics')
    const { content } = await bot.find('.ics')
    const file = content['file'] as { url: string }
    expect(content).not.toHaveProperty('url')
    expect(content).not.toHaveProperty(['de.allmende.file'])
    expect(bot.homeserver.media.get(file.url)?.type).toBe('application/octet-stream')
    expect(String(bot.homeserver.media.get(file.url)?.bytes)).not.toContain('VCALENDAR')
    const raw = bot.homeserver.room(await bot.roomOf()).timeline.at(-1)
    expect(raw?.type).toBe('m.room.encrypted')
    expect(Object.keys(raw?.content ?? {})).not.toContain('file')
  })

  test('is not uploaded at all while nobody says whether the room is encrypted', async () => {
    bot.homeserver.before = (request) => {
      if (request === 'state') throw new Error('500')
    }
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Quartalsrunde')
    await bot.says(anna, '!sitzung S1 ics')
    await later()
    expect([count('upload'), count('send')]).toEqual([0, 0])
    bot.homeserver.before = () => {}
    await later()
    expect([count('upload'), (await bot.said()).length]).toEqual([1, 2])
  })

  test('that was uploaded in clear while the room became encrypted is never shown in clear', async () => {
    const roomId = await bot.roomOf()
    const encryption = JSON.stringify({ algorithm: 'm.megolm.v1.aes-sha2' })
    const request: Request = async (method, path, options) => {
      const answer = await bot.homeserver.request(method, path, options)
      if (path.endsWith('/upload'))
        await bot.db.room.update({ where: { id: roomId }, data: { encrypted: true, encryption } })
      return answer
    }
    const seal = createSeal({ db: bot.db, request, encryption: bot.encryption })
    const content = { msgtype: 'm.file', body: 'S1.ics', [FILE]: { type: 'text/calendar', text: 'BEGIN:VCALENDAR' } }
    const sending = { id: 'one', roomId, type: 'm.room.message', content }
    await expect(seal(sending)).rejects.toBeInstanceOf(NotSent)
    expect((await seal(sending)).type).toBe('m.room.encrypted')
  })
})
