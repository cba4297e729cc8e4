import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sealFile } from '../../bot/matrix/encryption/attachment.ts'
import { type TestBot, testBot } from '../bot.ts'
import { hide, turnOn } from '../fake-encryption.ts'
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

const count = (request: string) => bot.homeserver.requests.filter((name) => name === request).length
/** A calendar file as Outlook makes it when a meeting is dragged out of it. */
const outlook = (more: Record<string, string> = {}) => {
  const event = {
    UID: '040000008200E00074C5B7101A82E008',
    'DTSTART;TZID="W. Europe Standard Time"': '20260312T100000',
    'DTEND;TZID="W. Europe Standard Time"': '20260312T113000',
    'SUMMARY;LANGUAGE=de': 'Vergaberunde\\, Teil 2',
    LOCATION: 'Kreishaus\\, Saal A',
    'X-MICROSOFT-SKYPETEAMSMEETINGURL': 'https://teams.example/l/meetup-join/19',
    ...more,
  }
  const zone = (kind: string, from: string, to: string, month: number) =>
    `BEGIN:${kind}\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:${from}\r\nTZOFFSETTO:${to}\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=${month}\r\nEND:${kind}\r\n`
  return [
    'BEGIN:VCALENDAR\r\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\n',
    `BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\n${zone('STANDARD', '+0200', '+0100', 10)}${zone('DAYLIGHT', '+0100', '+0200', 3)}END:VTIMEZONE\r\n`,
    'BEGIN:VEVENT\r\n',
    ...Object.entries(event).flatMap(([name, value]) => (value === '' ? [] : [`${name}:${value}\r\n`])),
    'END:VEVENT\r\nEND:VCALENDAR\r\n',
  ].join('')
}
const [START, END] = ['DTSTART;TZID="W. Europe Standard Time"', 'DTEND;TZID="W. Europe Standard Time"']

type Posted = { name?: string; type?: string; in?: string; size?: number }
/** Somebody puts a file into a room. */
async function post(text: string, { name = 'Vergaberunde.ics', type = 'text/calendar', in: place, size }: Posted = {}) {
  const url = bot.homeserver.keep(Buffer.from(text), type)
  const info = { mimetype: type, size: size ?? Buffer.byteLength(text) }
  const content = { msgtype: 'm.file', body: name, filename: name, info, url }
  return bot.homeserver.add(await bot.roomOf(place), anna, 'm.room.message', content)
}
const planned = async (text: string, command = '!sitzung') => bot.ask(anna, command, { replyTo: await post(text) })

describe('a calendar file that is replied to', () => {
  test('is planned as if it had been typed, and can be undone like that', async () => {
    expect(await planned(outlook())).toBe(
      'Sitzung S1 geplant: „Vergaberunde, Teil 2“ · Do., 12.03.2026, 10:00–11:30 Uhr · Kreishaus, Saal A · https://teams.example/l/meetup-join/19 · Ändern: einfach hierauf antworten.',
    )
    const card = (await bot.find('S1 geplant')).event_id
    expect(await bot.ask(anna, '!rückgängig', { replyTo: card })).toContain('S1')
    expect(await bot.db.meeting.count({ where: { cancelledAt: null } })).toBe(0)
  })

  test('is fetched for that alone: neither when it is posted, nor for other words or other files', async () => {
    const file = await post(outlook())
    await bot.work()
    await bot.says(ben, 'Passt mir gut', { replyTo: file })
    await bot.says(ben, '!merken', { replyTo: file })
    await bot.says(ben, '!sitzung und auch mit Kuchen', { replyTo: file })
    await bot.says(ben, '!sitzung', { replyTo: await post('%PDF', { name: 'Einladung.pdf', type: 'application/pdf' }) })
    expect(count('download')).toBe(0)
    await bot.says(ben, '!sitzung', { replyTo: file })
    expect(count('download')).toBe(1)
    expect(await bot.db.inboxEvent.count({ where: { payload: { not: null } } })).toBe(0)
  })

  test('is not stored while it waits, nor is what says how it was encrypted', async () => {
    const place = await bot.roomOf(anna)
    bot.homeserver.setMember(place, anna, 'join')
    await bot.work()
    await post(outlook(), { in: anna })
    await post(outlook(), { in: 'it', name: '!sitzung.ics' })
    await bot.hear()
    const stored = await bot.db.inboxEvent.findMany({ where: { type: 'm.room.message' } })
    expect(stored.map(({ payload }) => payload)).toEqual([null, null])
  })

  test('that waits for its turn after a restored backup is planned when it can be had, without a word', async () => {
    const file = await post(outlook())
    const backup = await bot.backup()
    bot.travelTo('2026-03-09T10:35:00+01:00')
    expect(await bot.ask(anna, '!sitzung', { replyTo: file })).toContain('Sitzung S1 geplant')
    const said = await bot.said()
    bot.travelTo('2026-03-09T10:40:00+01:00')
    await bot.restore(backup)
    bot.homeserver.before = (request) => {
      if (request === 'download') throw new Error('500')
    }
    await bot.work()
    expect(await bot.db.meeting.count()).toBe(0)
    bot.homeserver.before = () => {}
    await bot.work()
    expect(await bot.db.meeting.findMany()).toMatchObject([{ id: 'S1', title: 'Vergaberunde, Teil 2' }])
    expect(await bot.said()).toEqual(said)
  })

  test('in person, too; the file itself says nothing there', async () => {
    await bot.tick()
    bot.homeserver.setMember(await bot.roomOf(anna), anna, 'join')
    const before = (await bot.said(anna)).length
    const file = await post(outlook(), { in: anna })
    await bot.work()
    expect(await bot.said(anna)).toHaveLength(before)
    expect(await bot.ask(anna, 'sitzung [IT]', { in: anna, replyTo: file })).toContain('Sitzung S1 geplant')
  })

  test.each<[string, Record<string, string>, string]>([
    ['a length instead of an end', { [END]: '', DURATION: 'PT45M' }, 'Do., 12.03.2026, 10:00–10:45 Uhr'],
    ['neither', { [END]: '' }, 'Do., 12.03.2026, 10:00–11:00 Uhr'],
    ['UTC', { [START]: '', [END]: '', DTSTART: '20260312T090000Z', DTEND: '20260312T100000Z' }, '10:00–11:00 Uhr'],
    ['no zone', { [START]: '', [END]: '', DTSTART: '20260312T100000', DTEND: '20260312T110000' }, '10:00–11:00 Uhr'],
    [
      'whole days',
      { [START]: '', [END]: '', 'DTSTART;VALUE=DATE': '20260312', 'DTEND;VALUE=DATE': '20260314' },
      'Do., 12.03.2026 bis Fr., 13.03.2026, ganztägig',
    ],
    [
      'a zone abroad',
      { [START]: '', [END]: '', 'DTSTART;TZID=America/New_York': '20260312T090000', DURATION: 'PT1H' },
      'Do., 12.03.2026, 14:00–15:00 Uhr',
    ],
    ['an address as place', { LOCATION: 'https://video.example/x' }, '· https://teams.example/l/meetup-join/19 ·'],
    ['no title', { 'SUMMARY;LANGUAGE=de': '' }, 'geplant: „Sitzung“'],
    ['a title with markup', { 'SUMMARY;LANGUAGE=de': '**Fett** <b>' }, '„**Fett** <b>“'],
  ])('may have %s', async (_name, more, shown) => {
    expect(await planned(outlook(more))).toContain(shown)
  })

  test.each<[string, string, string]>([
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;WKST=MO', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', 'alle 2 Wochen am Donnerstag'],
    ['FREQ=WEEKLY;COUNT=10', 'FREQ=WEEKLY;BYDAY=TH;COUNT=10', 'jeden Donnerstag, 10 Termine'],
    ['FREQ=MONTHLY;BYDAY=TH;BYSETPOS=2', 'FREQ=MONTHLY;BYDAY=2TH', 'jeden zweiten Donnerstag im Monat'],
    ['FREQ=MONTHLY;BYMONTHDAY=12', 'FREQ=MONTHLY;BYMONTHDAY=12', 'am 12. jedes Monats'],
    ['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12', 'jedes Jahr am 12. März'],
    ['FREQ=DAILY;UNTIL=20260320', 'FREQ=DAILY;UNTIL=20260320T225959Z', 'täglich, bis Fr., 20.03.2026'],
  ])('with the rule %s becomes a series', async (rule, kept, shown) => {
    expect(await planned(outlook({ RRULE: rule }))).toContain(
      `Sitzungsreihe S1 geplant: „Vergaberunde, Teil 2“ · ${shown}`,
    )
    expect(await bot.db.meeting.findUniqueOrThrow({ where: { id: 'S1' } })).toMatchObject({ rule: kept })
  })

  test('in a zone that only its offsets tell means the one nearby that has the same; else nobody knows', async () => {
    const london = outlook().replaceAll('W. Europe', 'GMT').replaceAll('+0100', '+0000').replaceAll('+0200', '+0100')
    const named = { [START]: '', [END]: '', 'DTSTART;TZID=GMT Standard Time': '20260312T090000' }
    const event = outlook(named).slice(outlook(named).indexOf('BEGIN:VEVENT'))
    const file = london.slice(0, london.indexOf('BEGIN:VEVENT')) + event
    expect(await planned(file)).toContain('Do., 12.03.2026, 10:00–11:00 Uhr')
    expect(await planned(file.replaceAll('+0000', '+1000'))).toContain('Die Zeitzone in der Datei ist nicht bekannt')
  })

  test('of a series that began long ago is planned from its next date on', async () => {
    const begun = { [START]: '20260108T100000', [END]: '20260108T110000', RRULE: 'FREQ=WEEKLY;INTERVAL=2;COUNT=8' }
    expect(await planned(outlook(begun))).toContain('Nächste Termine: Do., 19.03.2026, 10:00 Uhr; Do., 02.04.2026')
    expect(await bot.db.meetingDate.count()).toBe(3)
  })

  test('says what of it does not count', async () => {
    const zone = 'TZID="W. Europe Standard Time"'
    const exceptions = outlook({ RRULE: 'FREQ=WEEKLY', [`EXDATE;${zone}`]: '20260319T100000' })
    expect(await planned(exceptions)).toContain('Einzelne Termine, die in der Datei verschoben oder gestrichen sind')
    const second = 'BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260401T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR'
    expect(await planned(outlook().replace('END:VCALENDAR', second))).toContain('geplant ist nur der erste.')
  })

  test.each<[string, string, string]>([
    ['no calendar', 'Hallo', 'In der Datei steht kein lesbarer Termin'],
    ['half a calendar', outlook().slice(0, 700), 'In der Datei steht kein lesbarer Termin'],
    ['no event', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'In der Datei steht kein lesbarer Termin'],
    ['no date', outlook({ [START]: '', [END]: '' }), 'In der Datei steht kein Datum'],
    ['a day that is none', outlook({ [START]: '20260231T100000' }), 'In der Datei steht kein Datum'],
    [
      'a day that is over',
      outlook({ [START]: '20260302T100000', [END]: '' }),
      'Mo., 02.03.2026, 10:00 Uhr, ist vorbei.',
    ],
    [
      'a series that is over',
      outlook({ [START]: '20250302T100000', [END]: '', RRULE: 'FREQ=WEEKLY;COUNT=2' }),
      'ist vorbei.',
    ],
    ['a year far away', outlook({ [START]: '20990302T100000', [END]: '' }), 'liegt zu weit entfernt'],
    ['a cancellation', outlook({ STATUS: 'CANCELLED' }), 'Die Datei sagt einen Termin ab'],
    [
      'a zone of its own',
      outlook({ [START]: '', 'DTSTART;TZID=Mars': '20260312T100000' }),
      'Die Zeitzone in der Datei ist nicht bekannt',
    ],
    [
      'a rule without words',
      outlook({ RRULE: 'FREQ=MONTHLY;BYMONTHDAY=1,15' }),
      'lässt sich eine Reihe hier nicht planen',
    ],
    ['dates without a rule', outlook({ RDATE: '20260401T080000Z' }), 'lässt sich eine Reihe hier nicht planen'],
    ['a length of months', outlook({ [END]: '20260812T100000' }), 'dauert länger als 60 Tage'],
    ['a title that is too long', outlook({ 'SUMMARY;LANGUAGE=de': 'x'.repeat(2000) }), 'möglich sind 2.000'],
    ['more than 256 KB', outlook({ DESCRIPTION: 'x'.repeat(300_000) }), 'Die Datei ist größer als 256 KB'],
  ])('with %s is refused in one sentence', async (_name, text, refusal) => {
    const answer = await planned(text)
    expect(answer).toContain(refusal)
    expect(answer).toContain('Es wurde nichts gespeichert.')
    expect(await bot.db.meeting.count()).toBe(0)
  })

  test('that is another file, that is larger than it says, gone, or cannot be fetched, is refused with what to do', async () => {
    const reply = async (file: string, command = '!sitzung') => bot.ask(anna, command, { replyTo: file })
    expect(await reply(await post('%PDF', { name: 'a.pdf', type: 'application/pdf' }))).toContain('keine Kalenderdatei')
    expect(await reply(await post(outlook()), '!sitzung morgen 10 Uhr Runde')).toContain('bitte nur !sitzung schreiben')
    expect(await reply(await post(outlook(), { size: 300_000 }))).toContain('größer als 256 KB')
    expect(await reply(await post(outlook({ DESCRIPTION: 'x'.repeat(300_000) }), { size: 5 }))).toContain('größer')
    const file = await post(outlook())
    bot.homeserver.before = (request) => {
      if (request === 'download') throw new Error('500')
    }
    expect(await reply(file)).toContain('ist gerade nicht abrufbar')
    bot.homeserver.before = () => {}
    bot.homeserver.media.clear()
    expect(await reply(file)).toContain('gibt es auf dem Server nicht mehr')
    expect(await bot.db.meeting.count()).toBe(0)
  })

  test('is for members alone, as meetings are', async () => {
    const file = await post(outlook(), { in: 'portale' })
    bot.homeserver.setMember(await bot.roomOf('portale'), ben, 'join')
    expect(await bot.ask(ben, '!sitzung', { in: 'portale', replyTo: file })).toContain('Mitglied')
    expect(await bot.db.meeting.count()).toBe(0)
  })

  test('never gets its name or content into the log', async () => {
    await planned(outlook())
    await planned('Streng vertraulich')
    expect(JSON.stringify(bot.log)).not.toMatch(/Vergaberunde|vertraulich/)
  })
})

describe('a calendar file in an encrypted room', () => {
  beforeEach(beginEncrypted)

  /** As a client sends it there. */
  async function postHidden(text: string, change: (bytes: Buffer) => Buffer = (bytes) => bytes) {
    const room = await bot.roomOf()
    turnOn(bot.homeserver, room, karin)
    const { bytes, sealed } = sealFile(Buffer.from(text))
    const file = { ...sealed, url: bot.homeserver.keep(change(bytes), 'application/octet-stream') }
    const content = { msgtype: 'm.file', body: 'Runde.ics', filename: 'Runde.ics', info: {}, file }
    const hidden = hide(room, { type: 'm.room.message', content, by: anna, session: 's', device: 'PHONE' })
    bot.encryption.keys.add('s')
    return bot.homeserver.add(room, anna, 'm.room.encrypted', hidden)
  }

  test('is decrypted and planned', async () => {
    const file = await postHidden(outlook())
    expect(await bot.ask(anna, '!sitzung', { replyTo: file, session: 's' })).toContain('Sitzung S1 geplant')
  })

  test('that was changed on its way is refused', async () => {
    const file = await postHidden(outlook(), (bytes) => Buffer.concat([bytes, Buffer.from('x')]))
    const answer = await bot.ask(anna, '!sitzung', { replyTo: file, session: 's' })
    expect(answer).toContain('nicht so angekommen, wie sie verschlüsselt wurde')
    expect(await bot.db.meeting.count()).toBe(0)
  })
})
