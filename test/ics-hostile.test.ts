import { expect, test } from 'vitest'
import { readCalendar } from '../bot/domain/ics/read.ts'

const SIZE = 256 * 1024
const fill = (text: string) => text.repeat(SIZE / text.length)
const event = (more: string, start = '20260312T100000') =>
  `BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:${start}\n${more}\nEND:VEVENT\nEND:VCALENDAR\n`
const read = (text: string) =>
  readCalendar(text, { sentAt: new Date('2026-03-09T09:30:00Z'), timeZone: 'Europe/Berlin' })

/** A file may be as large as that, and whoever made it may mean harm: an endless loop would show as a time-out. */
test.each<[string, string]>([
  ['nested parts without an end', fill('BEGIN:VEVENT\n')],
  ['nested parts', `BEGIN:VCALENDAR\n${fill('BEGIN:X\n')}${fill('END:X\n')}END:VCALENDAR`],
  ['one long line', event(`SUMMARY:${fill('x')}`)],
  ['lines of one sign', event(`SUMMARY:a${fill('\n b')}`)],
  ['parameters', event(`SUMMARY${fill(';A=B')}:x`)],
  ['quotation marks', event(`SUMMARY;A="${fill('","')}":x`)],
  ['properties', event(fill('SUMMARY:x\n'))],
  ['escapes', event(`SUMMARY:${fill('\\n\\,')}`)],
  ['spaces', event(`SUMMARY:${fill(' ')}x`)],
  ['half addresses', event(`LOCATION:${fill('http://')}`)],
  ['brackets', event(`LOCATION:https://x${fill(').')}`)],
  ['a rule that begins in the year 1', event('RRULE:FREQ=DAILY', '00010101T100000')],
  ['a rule of very many dates', event('RRULE:FREQ=DAILY;COUNT=999999999', '20160401T100000')],
  ['a rule of very many days', event(`RRULE:FREQ=WEEKLY;BYDAY=${fill('MO,')}MO`)],
  ['a rule that hardly ever comes', event('RRULE:FREQ=YEARLY;INTERVAL=99;BYMONTH=2;BYDAY=4MO', '20060401T100000')],
  ['a rule by the second', event('RRULE:FREQ=SECONDLY')],
  ['a length beyond numbers', event(`DURATION:PT${fill('9')}H`)],
  ['a zone of a long name', event('').replace('DTSTART', `DTSTART;TZID=${fill('A/')}`)],
  ['names that objects have', event('__proto__:x\nCONSTRUCTOR:y\nDTEND;__PROTO__=1:20260312T110000')],
  ['values of other kinds', event('SUMMARY;VALUE=DATE:20260101\nSTATUS;VALUE=INTEGER:5\nRRULE;VALUE=TEXT:FREQ=DAILY')],
  ['nothing', ''],
])('a file of %s is read, or is none', (_name, text) => {
  const found = read(text)
  expect('problem' in found ? found.problem.kind : found.request.startsAt).toBeTruthy()
})

test('half characters and NUL go no further', () => {
  const found = read(event('SUMMARY:a\0b\ud800c'))
  expect('request' in found && found.request.title).toBe('ab\ufffdc')
})

test('lower case, old line ends of other systems, a mark of the byte order, and an event without a frame are read', () => {
  for (const text of [
    event('SUMMARY:x').toLowerCase().replaceAll('t100000', 'T100000'),
    `\ufeff${event('SUMMARY:x')}`,
    event('SUMMARY:x').replaceAll('\n', '\r\n'),
    'BEGIN:VEVENT\nDTSTART:20260312T090000Z\nSUMMARY:x\nEND:VEVENT',
  ])
    expect(read(text)).toMatchObject({ request: { title: 'x', startsAt: new Date('2026-03-12T09:00:00Z') } })
})
