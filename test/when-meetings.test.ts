import { describe, expect, test } from 'vitest'
import { occurrences, resolveRecurrence } from '../bot/domain/when/recurrence.ts'
import { takeStart } from '../bot/domain/when/start.ts'
import type { WhenOptions } from '../bot/domain/when/types.ts'

/** Tuesday, 24 November 2026, 9:00. */
const SENT: WhenOptions = { sentAt: new Date('2026-11-24T09:00:00+01:00'), timeZone: 'Europe/Berlin', use: 'start' }

/** "title | day time-end, minutes, rule", or the problem. */
function start(text: string): string {
  const taken = takeStart(text, SENT)
  if ('problem' in taken) return `${taken.problem.kind}: ${taken.problem.phrase}`
  const at = taken.start
  const when =
    at && [at.day, at.time, at.endTime && `–${at.endTime}`, at.allDay && 'ganztägig'].filter(Boolean).join(' ')
  const rest = [when, taken.minutes && `${taken.minutes} min`, taken.recurrence?.rule].filter(Boolean)
  return `${taken.text} | ${rest.join(', ')}`
}

describe('date, time, length and recurrence are taken out of a meeting', () => {
  test.each([
    ['12.3. 10 Uhr Quartalsrunde 90 min', 'Quartalsrunde | 2027-03-12 10:00, 90 min'],
    ['Quartalsrunde 12.3. 10 Uhr', 'Quartalsrunde | 2027-03-12 10:00'],
    [
      'Quartalsrunde am Donnerstag, 3.12. 10–12 Uhr im Rathaus',
      'Quartalsrunde im Rathaus | 2026-12-03 10:00 –12:00, 120 min',
    ],
    ['Do, 3.12.2026, 10:00 Uhr: Quartalsrunde', 'Quartalsrunde | 2026-12-03 10:00'],
    ['3.12. von 10 bis 12 Uhr Quartalsrunde online', 'Quartalsrunde online | 2026-12-03 10:00 –12:00, 120 min'],
    ['3.12. Quartalsrunde 10 Uhr', 'Quartalsrunde | 2026-12-03 10:00'],
    ['10 Uhr Quartalsrunde am 3.12.', 'Quartalsrunde | 2026-12-03 10:00'],
    ['3.12. 10-12 Quartalsrunde', 'Quartalsrunde | 2026-12-03 10:00 –12:00, 120 min'],
    ['3.12. 10.30 Uhr Quartalsrunde', 'Quartalsrunde | 2026-12-03 10:30'],
    ['morgen 14h Quartalsrunde 2 h', 'Quartalsrunde | 2026-11-25 14:00, 120 min'],
    [
      'morgen 14 Uhr Quartalsrunde, Dauer: 1,5 Stunden, Raum 2.14',
      'Quartalsrunde, Raum 2.14 | 2026-11-25 14:00, 90 min',
    ],
    ['Quartalsrunde morgen 10 Uhr eine halbe Stunde', 'Quartalsrunde | 2026-11-25 10:00, 30 min'],
    ['Quartalsrunde morgen 10 Uhr 1:30 h', 'Quartalsrunde | 2026-11-25 10:00, 90 min'],
    ['3.12. 22–2 Uhr Wartung', 'Wartung | 2026-12-03 22:00 –02:00, 240 min'],
    ['3.12. ganztägig Klausur', 'Klausur | 2026-12-03 ganztägig'],
    ['Klausur ganztägig am 3.12.', 'Klausur | 2026-12-03 ganztägig'],
    ['Klausur im März', 'Klausur | 2027-03-01'],
    ['Klausur in 14 Tagen', 'Klausur | 2026-12-08'],
    ['Klausur KW 50', 'Klausur | 2026-12-07'],
    ['heute Nachmittag Runde', 'Runde | 2026-11-24 15:00'],
    ['Fr 10 Uhr Jour fixe Raum 2.14', 'Jour fixe Raum 2.14 | 2026-11-27 10:00'],
    ['next Friday 3pm Review for 2 hours', 'Review | 2026-11-27 15:00, 120 min'],
    ['Review on 3 December 10:00-11:30', 'Review | 2026-12-03 10:00 –11:30, 90 min'],
    ['Gespräch mit Frau Mai Freitag 10 Uhr', 'Gespräch mit Frau Mai | 2026-11-27 10:00'],
    ['So wird das was morgen 10 Uhr', 'So wird das was | 2026-11-25 10:00'],
    ['Besprechung Protokoll vom 3.11. am 3.12. 10 Uhr', 'Besprechung Protokoll vom 3.11. | 2026-12-03 10:00'],
    ['Haushalt 2027 am 3.12. um 10 Uhr, Raum 3/12', 'Haushalt 2027, Raum 3/12 | 2026-12-03 10:00'],
    ['Runde Version 2.3 morgen 10 Uhr', 'Runde Version 2.3 | 2026-11-25 10:00'],
    [
      'Sitzung zu B41 am 3.12. 10:30 https://video.example/2026-03-12/it',
      'Sitzung zu B41 https://video.example/2026-03-12/it | 2026-12-03 10:30',
    ],
    [
      '12.3. 10 Uhr Runde 90 min jeden ersten Montag im Monat',
      'Runde | 2027-03-12 10:00, 90 min, FREQ=MONTHLY;BYDAY=1MO',
    ],
    ['3.12. 10 Uhr Runde alle zwei Wochen', 'Runde | 2026-12-03 10:00, FREQ=WEEKLY;INTERVAL=2;BYDAY=TH'],
    ['3.12. 10 Uhr Runde monatlich', 'Runde | 2026-12-03 10:00, FREQ=MONTHLY;BYMONTHDAY=3'],
    ['31.12. 10 Uhr Runde monatlich', 'Runde | 2026-12-31 10:00, FREQ=MONTHLY;BYMONTHDAY=-1'],
    ['montags 9 Uhr Jour fixe', 'Jour fixe | 2026-11-30 09:00, FREQ=WEEKLY;BYDAY=MO'],
    [
      'Jour fixe jeden Montag 9 Uhr bis Ende März 30 min',
      'Jour fixe | 2026-11-30 09:00, 30 min, FREQ=WEEKLY;BYDAY=MO;UNTIL=20270331T215959Z',
    ],
    ['Jour fixe montags 9–10 Uhr ab 1.2.', 'Jour fixe | 2027-02-01 09:00 –10:00, 60 min, FREQ=WEEKLY;BYDAY=MO'],
    ['3.12. 10 Uhr Runde bis 12 Uhr', 'Runde | 2026-12-03 10:00 –12:00, 120 min'],
    ['Besprechung zum Protokoll vom 3.12. am 4.12.', 'Besprechung zum Protokoll vom 3.12. | 2026-12-04'],
    ['Planung Q1 am 3.12. 10 Uhr', 'Planung Q1 | 2026-12-03 10:00'],
    ['14h Runde am 3.12.', 'Runde | 2026-12-03 14:00'],
    ['Mo Runde 10 Uhr', 'Runde | 2026-11-30 10:00'],
    ['Planung nächster Schritte', 'Planung nächster Schritte | '],
    ['Runde am ersten Montag im März 10 Uhr', 'Runde | 2027-03-01 10:00'],
    ['Jour fixe am ersten Montag im Monat 10 Uhr', 'Jour fixe | 2026-12-07 10:00, FREQ=MONTHLY;BYDAY=1MO'],
    ['Jour fixe jeden Montag bis 25.11.', 'not-understood: bis 25.11.'],
    ['Runde', 'Runde | '],
    ['', ' | '],
    ['31.2. 10 Uhr Runde', 'no-such-day: 31.2.'],
    ['Feitag 10 Uhr Runde', 'not-understood: Feitag'],
    ['Runde am Donnerstga', 'not-understood: Donnerstga'],
    ['3.12. bis 5.12. Klausur', 'not-understood: 3.12. bis 5.12.'],
    ['12.–14.12. Klausur', 'not-understood: 12.–14.12.'],
    ['Di 3.12. 10 Uhr Runde', 'wrong-weekday: Di 3.12.'],
    ['10.11. 10 Uhr Runde', 'past: 10.11.'],
    ['gestern 10 Uhr Runde', 'past: gestern 10 Uhr'],
    ['28.3. 2:30 Wartung', 'no-such-time: 28.3. 2:30'],
    ['morgen um 3 Runde', 'ambiguous: morgen um 3'],
  ])('%s → %s', (text, expected) => {
    expect(start(text)).toBe(expected)
  })
})

describe('recurrences and their first date', () => {
  test.each([
    ['jeden Montag', 'FREQ=WEEKLY;BYDAY=MO', '2026-11-30T00:00+01:00'],
    ['jeden Dienstag', 'FREQ=WEEKLY;BYDAY=TU', '2026-12-01T00:00+01:00'],
    ['jeden Dienstag 10 Uhr', 'FREQ=WEEKLY;BYDAY=TU', '2026-11-24T10:00+01:00'],
    ['jeden Dienstag 8 Uhr', 'FREQ=WEEKLY;BYDAY=TU', '2026-12-01T08:00+01:00'],
    ['10 Uhr jeden Dienstag', 'FREQ=WEEKLY;BYDAY=TU', '2026-11-24T10:00+01:00'],
    ['montags und donnerstags', 'FREQ=WEEKLY;BYDAY=MO,TH', '2026-11-26T00:00+01:00'],
    ['jeden Montag und Mittwoch 9 Uhr', 'FREQ=WEEKLY;BYDAY=MO,WE', '2026-11-25T09:00+01:00'],
    ['every Monday at 9:00', 'FREQ=WEEKLY;BYDAY=MO', '2026-11-30T09:00+01:00'],
    ['Mondays', 'FREQ=WEEKLY;BYDAY=MO', '2026-11-30T00:00+01:00'],
    ['täglich', 'FREQ=DAILY', '2026-11-25T00:00+01:00'],
    ['jeden Tag um halb neun', 'FREQ=DAILY', '2026-11-25T08:30+01:00'],
    ['alle 3 Tage', 'FREQ=DAILY;INTERVAL=3', '2026-11-25T00:00+01:00'],
    ['werktags 8 Uhr', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-25T08:00+01:00'],
    ['every weekday at 10:00', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '2026-11-24T10:00+01:00'],
    ['wöchentlich', 'FREQ=WEEKLY;BYDAY=TU', '2026-12-01T00:00+01:00'],
    ['alle zwei Wochen dienstags', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01T00:00+01:00'],
    ['dienstags alle zwei Wochen', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01T00:00+01:00'],
    ['alle 2 Wochen am Freitag', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', '2026-11-27T00:00+01:00'],
    ['14-tägig montags', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', '2026-11-30T00:00+01:00'],
    ['alle 14 Tage', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-08T00:00+01:00'],
    ['jeden zweiten Dienstag', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01T00:00+01:00'],
    ['every other Tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01T00:00+01:00'],
    ['every two weeks on Tuesday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-12-01T00:00+01:00'],
    ['jeden ersten Montag im Monat 10 Uhr', 'FREQ=MONTHLY;BYDAY=1MO', '2026-12-07T10:00+01:00'],
    ['jeden 1. Montag im Monat', 'FREQ=MONTHLY;BYDAY=1MO', '2026-12-07T00:00+01:00'],
    ['am ersten Montag im Monat', 'FREQ=MONTHLY;BYDAY=1MO', '2026-12-07T00:00+01:00'],
    ['jeden ersten und dritten Montag im Monat', 'FREQ=MONTHLY;BYDAY=1MO,3MO', '2026-12-07T00:00+01:00'],
    ['jeden zweiten Dienstag im Monat', 'FREQ=MONTHLY;BYDAY=2TU', '2026-12-08T00:00+01:00'],
    ['jeden letzten Freitag im Monat', 'FREQ=MONTHLY;BYDAY=-1FR', '2026-11-27T00:00+01:00'],
    ['first Monday of every month at 10am', 'FREQ=MONTHLY;BYDAY=1MO', '2026-12-07T10:00+01:00'],
    ['jeden ersten Arbeitstag im Monat', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1', '2026-12-01T00:00+01:00'],
    ['monatlich', 'FREQ=MONTHLY;BYMONTHDAY=24', '2026-12-24T00:00+01:00'],
    ['jeden Monat am 15.', 'FREQ=MONTHLY;BYMONTHDAY=15', '2026-12-15T00:00+01:00'],
    ['am 15. jedes Monats', 'FREQ=MONTHLY;BYMONTHDAY=15', '2026-12-15T00:00+01:00'],
    ['jeden 15.', 'FREQ=MONTHLY;BYMONTHDAY=15', '2026-12-15T00:00+01:00'],
    ['monthly on the 3rd', 'FREQ=MONTHLY;BYMONTHDAY=3', '2026-12-03T00:00+01:00'],
    ['monatlich am letzten Tag', 'FREQ=MONTHLY;BYMONTHDAY=-1', '2026-11-30T00:00+01:00'],
    ['monatlich zum Monatsende', 'FREQ=MONTHLY;BYMONTHDAY=-1', '2026-11-30T00:00+01:00'],
    ['alle drei Monate am 1.', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1', '2026-12-01T00:00+01:00'],
    ['vierteljährlich', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=24', '2027-02-24T00:00+01:00'],
    ['jedes halbe Jahr', 'FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=24', '2027-05-24T00:00+02:00'],
    ['jeden Monat bis zum 15.', 'FREQ=MONTHLY;BYMONTHDAY=15', '2026-12-15T00:00+01:00'],
    ['jährlich', 'FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24', '2027-11-24T00:00+01:00'],
    ['jährlich am 1.3.', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1', '2027-03-01T00:00+01:00'],
    ['jeden 1. März', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1', '2027-03-01T00:00+01:00'],
    ['every year on 1 March', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1', '2027-03-01T00:00+01:00'],
    ['jeden Montag 10 mal', 'FREQ=WEEKLY;BYDAY=MO;COUNT=10', '2026-11-30T00:00+01:00'],
  ])('%s → %s from %s', (phrase, rule, first) => {
    const result = resolveRecurrence(phrase, SENT)
    expect(result).toMatchObject({ ok: true, value: { rule, first: { at: new Date(first) } } })
  })

  test.each([
    ['jeden dritten Dienstag', 'ambiguous'],
    ['jeden Feitag', 'not-understood'],
    ['jeden Montag Bericht', 'not-understood'],
    ['Montag', 'not-understood'],
    ['alle Wochen wieder', 'not-understood'],
    ['jeden', 'not-understood'],
    ['jeden Sommer', 'not-understood'],
    ['', 'not-understood'],
  ])('%s → %s', (phrase, kind) => {
    expect(resolveRecurrence(phrase, SENT)).toMatchObject({ ok: false, problem: { kind } })
  })
})

describe('series keep their local time', () => {
  const dates = (rule: string, start: string, from: string, to: string, limit?: number) =>
    occurrences({ rule, start: new Date(start), timeZone: 'Europe/Berlin' }, new Date(from), new Date(to), limit).map(
      (at) => at.toISOString(),
    )

  test('Monday 10:00 stays 10:00 over both changes of the clocks', () => {
    expect(dates('FREQ=WEEKLY;BYDAY=MO', '2026-10-19T10:00+02:00', '2026-10-19T00:00Z', '2026-11-03T00:00Z')).toEqual([
      '2026-10-19T08:00:00.000Z',
      '2026-10-26T09:00:00.000Z',
      '2026-11-02T09:00:00.000Z',
    ])
    expect(dates('FREQ=WEEKLY;BYDAY=MO', '2026-10-19T10:00+02:00', '2027-03-20T00:00Z', '2027-04-01T00:00Z')).toEqual([
      '2027-03-22T09:00:00.000Z',
      '2027-03-29T08:00:00.000Z',
    ])
  })

  test('a time that is left out in spring takes place after the gap, one that comes twice in autumn the first time', () => {
    expect(dates('FREQ=DAILY', '2027-03-27T02:30+01:00', '2027-03-27T00:00Z', '2027-03-30T00:00Z')).toEqual([
      '2027-03-27T01:30:00.000Z',
      '2027-03-28T01:00:00.000Z',
      '2027-03-29T00:30:00.000Z',
    ])
    expect(dates('FREQ=DAILY', '2026-10-24T02:30+02:00', '2026-10-24T00:00Z', '2026-10-27T00:00Z')).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  test('from is included, to is not, the number is limited', () => {
    const weekly = ['FREQ=WEEKLY;BYDAY=MO', '2026-11-30T10:00+01:00'] as const
    expect(dates(...weekly, '2026-11-30T09:00Z', '2026-12-07T09:00Z')).toEqual(['2026-11-30T09:00:00.000Z'])
    expect(dates(...weekly, '2026-11-30T09:00:01Z', '2026-12-07T09:00:01Z')).toEqual(['2026-12-07T09:00:00.000Z'])
    expect(dates(...weekly, '2026-01-01T00:00Z', '2030-01-01T00:00Z', 2)).toEqual([
      '2026-11-30T09:00:00.000Z',
      '2026-12-07T09:00:00.000Z',
    ])
    expect(dates(...weekly, '2026-01-01T00:00Z', '2026-02-01T00:00Z')).toEqual([])
  })

  test('the first date belongs to the series also when the rule does not name it', () => {
    expect(dates('FREQ=MONTHLY;BYDAY=1MO', '2027-03-12T10:00+01:00', '2027-03-01T00:00Z', '2027-05-01T00:00Z')).toEqual(
      ['2027-03-12T09:00:00.000Z', '2027-04-05T08:00:00.000Z'],
    )
  })

  test('the 30th of every month is the last day of February, the 31st the last of each month', () => {
    expect(
      dates(
        'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1',
        '2027-01-30T10:00+01:00',
        '2027-01-01T00:00Z',
        '2027-04-01T00:00Z',
      ),
    ).toEqual(['2027-01-30T09:00:00.000Z', '2027-02-28T09:00:00.000Z', '2027-03-30T08:00:00.000Z'])
    expect(
      dates('FREQ=MONTHLY;BYMONTHDAY=-1', '2028-01-31T10:00+01:00', '2028-01-01T00:00Z', '2028-04-01T00:00Z'),
    ).toEqual(['2028-01-31T09:00:00.000Z', '2028-02-29T09:00:00.000Z', '2028-03-31T08:00:00.000Z'])
  })

  test('an end by date and one by number are kept', () => {
    expect(
      dates(
        'FREQ=WEEKLY;BYDAY=WE;UNTIL=20270331T215959Z',
        '2027-03-17T23:30+01:00',
        '2027-01-01T00:00Z',
        '2028-01-01T00:00Z',
      ),
    ).toEqual(['2027-03-17T22:30:00.000Z', '2027-03-24T22:30:00.000Z', '2027-03-31T21:30:00.000Z'])
    expect(
      dates('FREQ=WEEKLY;BYDAY=MO;COUNT=3', '2026-11-30T10:00+01:00', '2026-12-01T00:00Z', '2028-01-01T00:00Z'),
    ).toEqual(['2026-12-07T09:00:00.000Z', '2026-12-14T09:00:00.000Z'])
  })
})
