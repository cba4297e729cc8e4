import { describe, expect, test } from 'vitest'
import { resolveWhen, type WhenOptions } from '../bot/domain/when/when.ts'

/** What people type, and the instant it means; "day" before it: no time was given. Written by hand, never computed. */
type Row = [phrase: string, expected: string]

const BERLIN = 'Europe/Berlin'

function check(rows: Row[], sentAt: string, use: WhenOptions['use'] = 'deadline', timeZone = BERLIN) {
  test.each(rows)('%s → %s', (phrase, expected) => {
    const result = resolveWhen(phrase, { sentAt: new Date(sentAt), timeZone, use })
    const whole = expected.startsWith('day ')
    const literal = expected.replace('day ', '')
    expect(result).toMatchObject({ ok: true, value: { at: new Date(literal), day: literal.slice(0, 10) } })
    expect(result.ok && result.value.time).toBe(whole ? undefined : literal.slice(11, 16))
  })
}

/** What cannot be taken, and why: the kind of problem, then what it names. */
function refuse(rows: Row[], sentAt: string, use: WhenOptions['use'] = 'deadline', timeZone = BERLIN) {
  test.each(rows)('%s → %s', (phrase, expected) => {
    const result = resolveWhen(phrase, { sentAt: new Date(sentAt), timeZone, use })
    expect(result.ok).toBe(false)
    const problem = result.ok ? undefined : result.problem
    const { kind, phrase: _, ...named } = problem!
    expect([kind, ...Object.values(named)].join(' ')).toBe(expected)
  })
}

const TUESDAY = '2026-11-24T09:00:00+01:00'

describe('days by their date (said on Tuesday, 24 November 2026, 9:00)', () => {
  check(
    [
      ['3.12.', 'day 2026-12-03T00:00+01:00'],
      ['03.12.', 'day 2026-12-03T00:00+01:00'],
      ['3.12', 'day 2026-12-03T00:00+01:00'],
      ['3. 12.', 'day 2026-12-03T00:00+01:00'],
      ['3.12.2026', 'day 2026-12-03T00:00+01:00'],
      ['03.12.26', 'day 2026-12-03T00:00+01:00'],
      ['3. 12. 2026', 'day 2026-12-03T00:00+01:00'],
      ['3.12. 2026', 'day 2026-12-03T00:00+01:00'],
      ['24.11.', 'day 2026-11-24T00:00+01:00'],
      ['12.3.', 'day 2027-03-12T00:00+01:00'],
      ['1.1.', 'day 2027-01-01T00:00+01:00'],
      ['31.12.', 'day 2026-12-31T00:00+01:00'],
      ['12.7.', 'day 2027-07-12T00:00+02:00'],
      ['2026-12-03', 'day 2026-12-03T00:00+01:00'],
      ['3-12-2026', 'day 2026-12-03T00:00+01:00'],
      ['31/12/2026', 'day 2026-12-31T00:00+01:00'],
      ['12/31/2026', 'day 2026-12-31T00:00+01:00'],
      ['3. Dezember', 'day 2026-12-03T00:00+01:00'],
      ['3 Dezember 2026', 'day 2026-12-03T00:00+01:00'],
      ['dritter Dezember', 'day 2026-12-03T00:00+01:00'],
      ['3. Dez.', 'day 2026-12-03T00:00+01:00'],
      ['12. März', 'day 2027-03-12T00:00+01:00'],
      ['12. Maerz 2027', 'day 2027-03-12T00:00+01:00'],
      ['12. MÄRZ', 'day 2027-03-12T00:00+01:00'],
      ['12. März 2027', 'day 2027-03-12T00:00+01:00'],
      ['1. Mai', 'day 2027-05-01T00:00+02:00'],
      ['3 December', 'day 2026-12-03T00:00+01:00'],
      ['December 3', 'day 2026-12-03T00:00+01:00'],
      ['December 3rd, 2026', 'day 2026-12-03T00:00+01:00'],
      ['the 3rd of December', 'day 2026-12-03T00:00+01:00'],
      ['12th March 2027', 'day 2027-03-12T00:00+01:00'],
      ['am 3.', 'day 2026-12-03T00:00+01:00'],
      ['3.', 'day 2026-12-03T00:00+01:00'],
      ['am 24.', 'day 2026-11-24T00:00+01:00'],
      ['am 30.', 'day 2026-11-30T00:00+01:00'],
      ['zum 15.', 'day 2026-12-15T00:00+01:00'],
      ['am 31.', 'day 2026-12-31T00:00+01:00'],
      ['the 15th', 'day 2026-12-15T00:00+01:00'],
      ['am 12. nächsten Monats', 'day 2026-12-12T00:00+01:00'],
      ['am 28. des Monats', 'day 2026-11-28T00:00+01:00'],
      ['am ersten Montag im März', 'day 2027-03-01T00:00+01:00'],
      ['letzter Freitag im November', 'day 2026-11-27T00:00+01:00'],
      ['am vierten Donnerstag im November', 'day 2026-11-26T00:00+01:00'],
      ['first Monday in March 2028', 'day 2028-03-06T00:00+01:00'],
      ['am zweiten Dienstag des nächsten Monats', 'day 2026-12-08T00:00+01:00'],
      ['bis zum 3.12.', 'day 2026-12-03T00:00+01:00'],
      ['bis 3.12.2026', 'day 2026-12-03T00:00+01:00'],
      ['am 3.12.', 'day 2026-12-03T00:00+01:00'],
      ['by December 3', 'day 2026-12-03T00:00+01:00'],
      ['on 3 December', 'day 2026-12-03T00:00+01:00'],
      ['Frist: 3.12.', 'day 2026-12-03T00:00+01:00'],
      ['spätestens 3.12.', 'day 2026-12-03T00:00+01:00'],
      ['bis spätestens zum 3.12.', 'day 2026-12-03T00:00+01:00'],
    ],
    TUESDAY,
  )
})

describe('weekdays (said on Tuesday, 24 November 2026, 9:00)', () => {
  check(
    [
      ['freitag', 'day 2026-11-27T00:00+01:00'],
      ['Fr', 'day 2026-11-27T00:00+01:00'],
      ['Fr.', 'day 2026-11-27T00:00+01:00'],
      ['am Freitag', 'day 2026-11-27T00:00+01:00'],
      ['diesen Freitag', 'day 2026-11-27T00:00+01:00'],
      ['kommenden Freitag', 'day 2026-11-27T00:00+01:00'],
      ['nächsten Freitag', 'day 2026-11-27T00:00+01:00'],
      ['naechsten Freitag', 'day 2026-11-27T00:00+01:00'],
      ['übernächsten Freitag', 'day 2026-12-04T00:00+01:00'],
      ['Friday', 'day 2026-11-27T00:00+01:00'],
      ['next Friday', 'day 2026-11-27T00:00+01:00'],
      ['this Friday', 'day 2026-11-27T00:00+01:00'],
      ['by Fri', 'day 2026-11-27T00:00+01:00'],
      ['Montag', 'day 2026-11-30T00:00+01:00'],
      ['Dienstag', 'day 2026-12-01T00:00+01:00'],
      ['nächsten Dienstag', 'day 2026-12-01T00:00+01:00'],
      ['Tuesday', 'day 2026-12-01T00:00+01:00'],
      ['Sonnabend', 'day 2026-11-28T00:00+01:00'],
      ['So', 'day 2026-11-29T00:00+01:00'],
      ['Freitag in der nächsten Woche', 'day 2026-12-04T00:00+01:00'],
      ['nächste Woche Freitag', 'day 2026-12-04T00:00+01:00'],
      ['nächste Woche am Mittwoch', 'day 2026-12-02T00:00+01:00'],
      ['übernächste Woche Mittwoch', 'day 2026-12-09T00:00+01:00'],
      ['Friday next week', 'day 2026-12-04T00:00+01:00'],
      ['Wednesday of next week', 'day 2026-12-02T00:00+01:00'],
      ['Freitag in einer Woche', 'day 2026-12-04T00:00+01:00'],
      ['Mittwoch KW 50', 'day 2026-12-09T00:00+01:00'],
      ['KW 50 Mittwoch', 'day 2026-12-09T00:00+01:00'],
      ['Do., 03.12.2026', 'day 2026-12-03T00:00+01:00'],
      ['Donnerstag, 3.12.', 'day 2026-12-03T00:00+01:00'],
      ['Donnerstag, den 3. Dezember', 'day 2026-12-03T00:00+01:00'],
      ['Thu, 3 December 2026', 'day 2026-12-03T00:00+01:00'],
    ],
    TUESDAY,
  )
})

describe('distances, weeks and parts of periods (said on Tuesday, 24 November 2026, 9:00)', () => {
  check(
    [
      ['heute', 'day 2026-11-24T00:00+01:00'],
      ['today', 'day 2026-11-24T00:00+01:00'],
      ['morgen', 'day 2026-11-25T00:00+01:00'],
      ['Tomorrow', 'day 2026-11-25T00:00+01:00'],
      ['übermorgen', 'day 2026-11-26T00:00+01:00'],
      ['uebermorgen', 'day 2026-11-26T00:00+01:00'],
      ['the day after tomorrow', 'day 2026-11-26T00:00+01:00'],
      ['in zwei Wochen', 'day 2026-12-08T00:00+01:00'],
      ['in 14 Tagen', 'day 2026-12-08T00:00+01:00'],
      ['in vierzehn Tagen', 'day 2026-12-08T00:00+01:00'],
      ['in 1 Tag', 'day 2026-11-25T00:00+01:00'],
      ['in einer Woche', 'day 2026-12-01T00:00+01:00'],
      ['heute in einer Woche', 'day 2026-12-01T00:00+01:00'],
      ['morgen in 14 Tagen', 'day 2026-12-09T00:00+01:00'],
      ['binnen 3 Tagen', 'day 2026-11-27T00:00+01:00'],
      ['innerhalb von zwei Wochen', 'day 2026-12-08T00:00+01:00'],
      ['within 3 days', 'day 2026-11-27T00:00+01:00'],
      ['in two weeks', 'day 2026-12-08T00:00+01:00'],
      ['in a fortnight', 'day 2026-12-08T00:00+01:00'],
      ['two weeks from now', 'day 2026-12-08T00:00+01:00'],
      ['in drei Monaten', 'day 2027-02-24T00:00+01:00'],
      ['in einem Jahr', 'day 2027-11-24T00:00+01:00'],
      ['in einem halben Jahr', 'day 2027-05-24T00:00+02:00'],
      ['in 3 Arbeitstagen', 'day 2026-11-27T00:00+01:00'],
      ['in 4 Arbeitstagen', 'day 2026-11-30T00:00+01:00'],
      ['in three working days', 'day 2026-11-27T00:00+01:00'],
      ['KW 49', 'day 2026-12-04T00:00+01:00'],
      ['KW49', 'day 2026-12-04T00:00+01:00'],
      ['49. KW', 'day 2026-12-04T00:00+01:00'],
      ['Kalenderwoche 49', 'day 2026-12-04T00:00+01:00'],
      ['week 49', 'day 2026-12-04T00:00+01:00'],
      ['KW 12', 'day 2027-03-26T00:00+01:00'],
      ['KW 12/2027', 'day 2027-03-26T00:00+01:00'],
      ['KW 12/27', 'day 2027-03-26T00:00+01:00'],
      ['KW 12 2027', 'day 2027-03-26T00:00+01:00'],
      ['2027-W12', 'day 2027-03-26T00:00+01:00'],
      ['KW 53', 'day 2027-01-01T00:00+01:00'],
      ['diese Woche', 'day 2026-11-27T00:00+01:00'],
      ['nächste Woche', 'day 2026-12-04T00:00+01:00'],
      ['next week', 'day 2026-12-04T00:00+01:00'],
      ['the week after next', 'day 2026-12-11T00:00+01:00'],
      ['Ende der Woche', 'day 2026-11-27T00:00+01:00'],
      ['Wochenende', 'day 2026-11-27T00:00+01:00'],
      ['Mitte nächster Woche', 'day 2026-12-02T00:00+01:00'],
      ['Anfang der nächsten Woche', 'day 2026-11-30T00:00+01:00'],
      ['Ende KW 50', 'day 2026-12-11T00:00+01:00'],
      ['end of the week', 'day 2026-11-27T00:00+01:00'],
      ['end of next week', 'day 2026-12-04T00:00+01:00'],
      ['Ende des Monats', 'day 2026-11-30T00:00+01:00'],
      ['Monatsende', 'day 2026-11-30T00:00+01:00'],
      ['end of month', 'day 2026-11-30T00:00+01:00'],
      ['end of the month', 'day 2026-11-30T00:00+01:00'],
      ['Ende nächsten Monats', 'day 2026-12-31T00:00+01:00'],
      ['Mitte nächsten Monats', 'day 2026-12-15T00:00+01:00'],
      ['nächsten Monat', 'day 2026-12-31T00:00+01:00'],
      ['Ende März', 'day 2027-03-31T00:00+02:00'],
      ['Mitte März', 'day 2027-03-15T00:00+01:00'],
      ['Anfang März', 'day 2027-03-01T00:00+01:00'],
      ['im März', 'day 2027-03-31T00:00+02:00'],
      ['März', 'day 2027-03-31T00:00+02:00'],
      ['Ende Februar', 'day 2027-02-28T00:00+01:00'],
      ['Ende Februar 2028', 'day 2028-02-29T00:00+01:00'],
      ['end of March', 'day 2027-03-31T00:00+02:00'],
      ['mid-March', 'day 2027-03-15T00:00+01:00'],
      ['Ende Q1', 'day 2027-03-31T00:00+02:00'],
      ['Ende Q1 2028', 'day 2028-03-31T00:00+02:00'],
      ['Ende des 1. Quartals', 'day 2027-03-31T00:00+02:00'],
      ['Ende des ersten Quartals', 'day 2027-03-31T00:00+02:00'],
      ['Ende des Quartals', 'day 2026-12-31T00:00+01:00'],
      ['Quartalsende', 'day 2026-12-31T00:00+01:00'],
      ['end of Q2', 'day 2027-06-30T00:00+02:00'],
      ['Jahresende', 'day 2026-12-31T00:00+01:00'],
      ['Jahresende 2027', 'day 2027-12-31T00:00+01:00'],
      ['Ende des Jahres', 'day 2026-12-31T00:00+01:00'],
      ['Ende 2027', 'day 2027-12-31T00:00+01:00'],
      ['end of the year', 'day 2026-12-31T00:00+01:00'],
      ['Ende des Tages', 'day 2026-11-24T00:00+01:00'],
    ],
    TUESDAY,
  )
})

describe('times (said on Tuesday, 24 November 2026, 9:00)', () => {
  check(
    [
      ['morgen 9:30', '2026-11-25T09:30+01:00'],
      ['übermorgen 9:30', '2026-11-26T09:30+01:00'],
      ['morgen um 9', '2026-11-25T09:00+01:00'],
      ['morgen um neun', '2026-11-25T09:00+01:00'],
      ['morgen neun Uhr', '2026-11-25T09:00+01:00'],
      ['morgen 14 Uhr', '2026-11-25T14:00+01:00'],
      ['morgen 14h', '2026-11-25T14:00+01:00'],
      ['morgen 14h30', '2026-11-25T14:30+01:00'],
      ['morgen 14.30 Uhr', '2026-11-25T14:30+01:00'],
      ['morgen 14.30', '2026-11-25T14:30+01:00'],
      ['morgen 14 Uhr 30', '2026-11-25T14:30+01:00'],
      ['morgen vierzehn Uhr dreißig', '2026-11-25T14:30+01:00'],
      ['morgen, 14:30 Uhr', '2026-11-25T14:30+01:00'],
      ['morgen gegen 14 Uhr', '2026-11-25T14:00+01:00'],
      ['14 Uhr', '2026-11-24T14:00+01:00'],
      ['10.30 Uhr', '2026-11-24T10:30+01:00'],
      ['10 Uhr am Freitag', '2026-11-27T10:00+01:00'],
      ['um 10 Uhr am 3.12.', '2026-12-03T10:00+01:00'],
      ['3.12. 10 Uhr', '2026-12-03T10:00+01:00'],
      ['03.12.2026 14 Uhr', '2026-12-03T14:00+01:00'],
      ['Do., 03.12.2026, 10:00 Uhr', '2026-12-03T10:00+01:00'],
      ['Thu, 3 December 2026, 10:00', '2026-12-03T10:00+01:00'],
      ['2026-12-03 10:00', '2026-12-03T10:00+01:00'],
      ['2026-12-03T10:00', '2026-12-03T10:00+01:00'],
      ['2026-12-03T10:00:00', '2026-12-03T10:00+01:00'],
      ['morgen halb neun', '2026-11-25T08:30+01:00'],
      ['übermorgen um halb neun', '2026-11-26T08:30+01:00'],
      ['morgen halb eins', '2026-11-25T12:30+01:00'],
      ['morgen viertel nach acht', '2026-11-25T08:15+01:00'],
      ['morgen Viertel vor 9', '2026-11-25T08:45+01:00'],
      ['morgen dreiviertel neun', '2026-11-25T08:45+01:00'],
      ['morgen viertel neun', '2026-11-25T08:15+01:00'],
      ['morgen fünf vor halb neun', '2026-11-25T08:25+01:00'],
      ['morgen 10 nach 8', '2026-11-25T08:10+01:00'],
      ['tomorrow at half past eight', '2026-11-25T08:30+01:00'],
      ['tomorrow quarter to nine', '2026-11-25T08:45+01:00'],
      ['tomorrow at a quarter past nine', '2026-11-25T09:15+01:00'],
      ['tomorrow 3pm', '2026-11-25T15:00+01:00'],
      ['tomorrow at 3:30 pm', '2026-11-25T15:30+01:00'],
      ['tomorrow 10 a.m.', '2026-11-25T10:00+01:00'],
      ['tomorrow at 8 in the evening', '2026-11-25T20:00+01:00'],
      ['tomorrow 12am', '2026-11-25T00:00+01:00'],
      ['tomorrow at noon', '2026-11-25T12:00+01:00'],
      ["tomorrow at 9 o'clock", '2026-11-25T09:00+01:00'],
      ['heute abend', '2026-11-24T18:00+01:00'],
      ['heute Nachmittag', '2026-11-24T15:00+01:00'],
      ['heute Nachmittag um 3', '2026-11-24T15:00+01:00'],
      ['heute Abend um halb acht', '2026-11-24T19:30+01:00'],
      ['heute Mittag', '2026-11-24T12:00+01:00'],
      ['morgen früh', '2026-11-25T08:00+01:00'],
      ['morgen früh um 7', '2026-11-25T07:00+01:00'],
      ['morgen Vormittag', '2026-11-25T10:00+01:00'],
      ['Freitag Abend', '2026-11-27T18:00+01:00'],
      ['Montagmorgen', '2026-11-30T08:00+01:00'],
      ['heute um 3', '2026-11-24T15:00+01:00'],
      ['tonight', '2026-11-24T18:00+01:00'],
      ['Freitag 2:30 Uhr nachts', '2026-11-27T02:30+01:00'],
      ['Freitag 11 Uhr nachts', '2026-11-27T23:00+01:00'],
      ['Freitag nachts um 3', '2026-11-27T03:00+01:00'],
      ['Friday 2:30 at night', '2026-11-27T02:30+01:00'],
      ['this afternoon', '2026-11-24T15:00+01:00'],
      ['tomorrow morning', '2026-11-25T08:00+01:00'],
      ['Friday in the afternoon', '2026-11-27T15:00+01:00'],
      ['in 2 Stunden', '2026-11-24T11:00+01:00'],
      ['in einer halben Stunde', '2026-11-24T09:30+01:00'],
      ['in 90 Minuten', '2026-11-24T10:30+01:00'],
      ['in anderthalb Stunden', '2026-11-24T10:30+01:00'],
      ['in half an hour', '2026-11-24T09:30+01:00'],
      ['Ende März 12 Uhr', '2027-03-31T12:00+02:00'],
      ['KW 50 Mittwoch 9 Uhr', '2026-12-09T09:00+01:00'],
      ['Freitag Mitternacht', 'day 2026-11-27T00:00+01:00'],
    ],
    TUESDAY,
  )
})

describe('what phones and keyboards make of it', () => {
  check(
    [
      [' Freitag. ', 'day 2026-11-27T00:00+01:00'],
      ['FREITAG', 'day 2026-11-27T00:00+01:00'],
      ['3.12. 10 Uhr', '2026-12-03T10:00+01:00'],
      ['3.12., 10:00 Uhr.', '2026-12-03T10:00+01:00'],
      ['u\u0308bermorgen', 'day 2026-11-26T00:00+01:00'],
      ['12. Ma\u0308rz', 'day 2027-03-12T00:00+01:00'],
      ['tomorrow at 9 o’clock', '2026-11-25T09:00+01:00'],
      ['mid–March', 'day 2027-03-15T00:00+01:00'],
      ['３.１２.', 'day 2026-12-03T00:00+01:00'],
      ['bis Friday 3pm', '2026-11-27T15:00+01:00'],
      ['„Freitag“', 'day 2026-11-27T00:00+01:00'],
      ['`bis 12.3.2027`', 'day 2027-03-12T00:00+01:00'],
      ['next Freitag', 'day 2026-11-27T00:00+01:00'],
    ],
    TUESDAY,
  )
})

describe('meetings begin where deadlines end', () => {
  check(
    [
      ['KW 49', 'day 2026-11-30T00:00+01:00'],
      ['KW 12', 'day 2027-03-22T00:00+01:00'],
      ['nächste Woche', 'day 2026-11-30T00:00+01:00'],
      ['im März', 'day 2027-03-01T00:00+01:00'],
      ['nächsten Monat', 'day 2026-12-01T00:00+01:00'],
      ['Ende der Woche', 'day 2026-11-27T00:00+01:00'],
      ['am Wochenende', 'day 2026-11-28T00:00+01:00'],
      ['3.12. 10–12 Uhr', '2026-12-03T10:00+01:00'],
      ['3.12. von 10 bis 12 Uhr', '2026-12-03T10:00+01:00'],
      ['3.12. 10-12', '2026-12-03T10:00+01:00'],
      ['von 10 bis 12 Uhr am 3.12.', '2026-12-03T10:00+01:00'],
      ['tomorrow 2-4 pm', '2026-11-25T14:00+01:00'],
      ['tomorrow from 10 to 12', '2026-11-25T10:00+01:00'],
    ],
    TUESDAY,
    'start',
  )

  test('a range keeps its end, a whole day says so', () => {
    const options: WhenOptions = { sentAt: new Date(TUESDAY), timeZone: BERLIN, use: 'start' }
    const value = (phrase: string) => resolveWhen(phrase, options)
    expect(value('3.12. 10–12 Uhr')).toMatchObject({ value: { time: '10:00', endTime: '12:00' } })
    expect(value('3.12. 9:30 bis 11:15')).toMatchObject({ value: { time: '09:30', endTime: '11:15' } })
    expect(value('tomorrow 2-4 pm')).toMatchObject({ value: { time: '14:00', endTime: '16:00' } })
    expect(value('3.12. ganztägig')).toMatchObject({ value: { day: '2026-12-03', allDay: true } })
    expect(value('3 December, all day')).toMatchObject({ value: { day: '2026-12-03', allDay: true } })
  })
})

describe('records look back', () => {
  check(
    [
      ['am 12.3.', 'day 2026-03-12T00:00+01:00'],
      ['25.11.', 'day 2025-11-25T00:00+01:00'],
      ['24.11.', 'day 2026-11-24T00:00+01:00'],
      ['heute', 'day 2026-11-24T00:00+01:00'],
      ['gestern', 'day 2026-11-23T00:00+01:00'],
      ['vorgestern', 'day 2026-11-22T00:00+01:00'],
      ['Dienstag', 'day 2026-11-24T00:00+01:00'],
      ['letzten Freitag', 'day 2026-11-20T00:00+01:00'],
      ['last Tuesday', 'day 2026-11-17T00:00+01:00'],
      ['vor 3 Tagen', 'day 2026-11-21T00:00+01:00'],
      ['vor einer Woche', 'day 2026-11-17T00:00+01:00'],
      ['two weeks ago', 'day 2026-11-10T00:00+01:00'],
      ['am 3.', 'day 2026-11-03T00:00+01:00'],
      ['am 31.', 'day 2026-10-31T00:00+01:00'],
      ['29.2.', 'day 2024-02-29T00:00+01:00'],
      ['12.03.2024', 'day 2024-03-12T00:00+01:00'],
      ['1.7.2026', 'day 2026-07-01T00:00+02:00'],
      ['17.5.1972', 'day 1972-05-17T00:00+01:00'],
      ['gestern 14 Uhr', '2026-11-23T14:00+01:00'],
    ],
    TUESDAY,
    'past',
  )
})

describe('ends of years', () => {
  check(
    [
      ['morgen', 'day 2026-12-31T00:00+01:00'],
      ['übermorgen', 'day 2027-01-01T00:00+01:00'],
      ['4.1.', 'day 2027-01-04T00:00+01:00'],
      ['KW 53', 'day 2027-01-01T00:00+01:00'],
      ['KW 1', 'day 2027-01-08T00:00+01:00'],
      ['nächste Woche', 'day 2027-01-08T00:00+01:00'],
      ['Jahresende', 'day 2026-12-31T00:00+01:00'],
      ['in 3 Arbeitstagen', 'day 2027-01-06T00:00+01:00'],
      ['Ende des Monats', 'day 2026-12-31T00:00+01:00'],
      ['Ende nächsten Monats', 'day 2027-01-31T00:00+01:00'],
    ],
    '2026-12-30T12:00:00+01:00',
  )
  check(
    [
      ['KW 2', 'day 2027-01-15T00:00+01:00'],
      ['KW 12', 'day 2027-03-26T00:00+01:00'],
      ['nächste Woche', 'day 2027-01-08T00:00+01:00'],
      ['Ende der Woche', 'day 2027-01-08T00:00+01:00'],
      ['28.12.', 'day 2027-12-28T00:00+01:00'],
    ],
    '2027-01-02T12:00:00+01:00',
  )
  refuse(
    [
      ['KW 53', 'no-such-day'],
      ['KW 53/2027', 'no-such-day'],
    ],
    '2027-06-01T12:00:00+02:00',
  )
})

describe('29 February', () => {
  check(
    [
      ['29.2.', 'day 2028-02-29T00:00+01:00'],
      ['Ende Februar', 'day 2028-02-29T00:00+01:00'],
      ['Ende des Monats', 'day 2028-02-29T00:00+01:00'],
      ['in 19 Tagen', 'day 2028-02-29T00:00+01:00'],
      ['Dienstag, 29. Februar', 'day 2028-02-29T00:00+01:00'],
      ['in einem Jahr', 'day 2029-02-10T00:00+01:00'],
    ],
    '2028-02-10T12:00:00+01:00',
  )
  check(
    [
      ['in einem Jahr', 'day 2029-02-28T00:00+01:00'],
      ['in einem Monat', 'day 2028-03-29T00:00+02:00'],
    ],
    '2028-02-29T12:00:00+01:00',
  )
  refuse(
    [
      ['29.2.', 'no-such-day'],
      ['29.2.2027', 'no-such-day'],
      ['29. Februar 2027', 'no-such-day'],
    ],
    '2027-01-15T12:00:00+01:00',
  )
})

describe('summer time begins on 28 March 2027', () => {
  check(
    [
      ['28.3. 1:59', '2027-03-28T01:59+01:00'],
      ['28.3. 3 Uhr', '2027-03-28T03:00+02:00'],
      ['Sonntag 10 Uhr', '2027-03-28T10:00+02:00'],
      ['28.3.', 'day 2027-03-28T00:00+01:00'],
      ['29.3.', 'day 2027-03-29T00:00+02:00'],
      ['in 72 Stunden', '2027-03-29T13:00+02:00'],
      ['in einer Woche', 'day 2027-04-02T00:00+02:00'],
    ],
    '2027-03-26T12:00:00+01:00',
  )
  refuse(
    [
      ['28.3. 2:30', 'no-such-time 2027-03-28 03:00'],
      ['28.3. 2 Uhr', 'no-such-time 2027-03-28 03:00'],
      ['Sonntag 02:59 Uhr', 'no-such-time 2027-03-28 03:00'],
    ],
    '2027-03-26T12:00:00+01:00',
  )
})

describe('summer time ends on 25 October 2026', () => {
  check(
    [
      ['25.10. 1:30', '2026-10-25T01:30+02:00'],
      ['25.10. 2:30', '2026-10-25T02:30+02:00'],
      ['25.10. 2 Uhr', '2026-10-25T02:00+02:00'],
      ['25.10. 3 Uhr', '2026-10-25T03:00+01:00'],
      ['Sonntag 10 Uhr', '2026-10-25T10:00+01:00'],
      ['25.10.', 'day 2026-10-25T00:00+02:00'],
      ['26.10.', 'day 2026-10-26T00:00+01:00'],
      ['in 120 Stunden', '2026-10-25T11:00+01:00'],
    ],
    '2026-10-20T12:00:00+02:00',
  )
})

describe('other zones', () => {
  check([['tomorrow 9:00', '2026-11-25T09:00-05:00']], '2026-11-24T23:00:00-05:00', 'deadline', 'America/New_York')
  check([['heute 23:30', '2026-11-24T23:30+09:00']], '2026-11-24T10:00:00+01:00', 'deadline', 'Asia/Tokyo')
  check([['morgen', 'day 2026-11-26T00:00+13:00']], '2026-11-24T13:00:00+01:00', 'deadline', 'Pacific/Auckland')
})

describe('what is past, is said with the other reading', () => {
  refuse(
    [
      ['10.11.', 'past 2026-11-10 10.11.2027'],
      ['bis 1.9.', 'past 2026-09-01 1.9.2027'],
      ['KW 46', 'past 2026-11-13 KW 46/2027'],
      ['Ende Oktober', 'past 2026-10-31 31.10.2027'],
      ['12.3.2026', 'past 2026-03-12'],
      ['12.3.26', 'past 2026-03-12'],
      ['gestern', 'past 2026-11-23'],
      ['heute 8 Uhr', 'past 2026-11-24 08:00'],
      ['8:59', 'past 2026-11-24 08:59'],
      ['letzten Freitag', 'past 2026-11-20'],
      ['last week', 'past 2026-11-20'],
      ['vor 3 Tagen', 'past 2026-11-21'],
    ],
    TUESDAY,
  )
  check([['25.8.', 'day 2027-08-25T00:00+02:00']], TUESDAY)
})

describe('what does not exist, contradicts itself or is open', () => {
  refuse(
    [
      ['31.2.', 'no-such-day'],
      ['32.1.', 'no-such-day'],
      ['31.4.2027', 'no-such-day'],
      ['12.13.', 'no-such-day'],
      ['0.1.', 'no-such-day'],
      ['31. November', 'no-such-day'],
      ['2027-02-30', 'no-such-day'],
      ['KW 54', 'no-such-day'],
      ['KW 0', 'no-such-day'],
      ['am fünften Montag im Februar', 'no-such-day'],
      ['Mo., 12.03.2027', 'wrong-weekday 2027-03-12'],
      ['Monday, 3 December', 'wrong-weekday 2026-12-03'],
      ['3/12/2026', 'ambiguous 3.12.2026,12.3.2026'],
      ['morgen um 3', 'ambiguous 03:00,15:00'],
      ['morgen halb drei', 'ambiguous 02:30,14:30'],
      ['morgen viertel nach fünf', 'ambiguous 05:15,17:15'],
      ['in 999999999 Tagen', 'too-far'],
      ['in 200 Jahren', 'too-far'],
      ['1.1.2099', 'too-far'],
      ['in 99999999 Stunden', 'too-far'],
    ],
    TUESDAY,
  )
})

describe('what is no date', () => {
  refuse(
    [
      ...[
        '',
        ' ',
        '.',
        'bis',
        'am',
        'Feitag',
        'Sankt Nimmerlein',
        'irgendwann',
        'bald',
        'demnächst',
        'so bald wie möglich',
        'Freitag oder Montag',
        'Freitag Bericht',
        'Bericht Freitag',
        '12',
        '99',
        '2026',
        '12.3.4',
        '1.2.3.4',
        '25:00',
        '24:01',
        '9:60',
        '12.3. 25 Uhr',
        'KW',
        'Ende',
        'Mitte',
        'nächste',
        'in Tagen',
        'in',
        'in 3',
        '3 Wochen',
        'alle zwei Wochen',
        'jeden Montag',
        'halb',
        'halb fünfundzwanzig',
        'B41',
        'A17',
        'IT-2026/014',
        '@anna',
        '#haushalt',
        'von A bis Z',
        'zu 5000 Euro',
        '3.500 Euro',
        '10 Uhr 10 Uhr',
        'Freitag Freitag',
        '12.–14.12.',
        'Markt 3',
        'Ostern',
        'nächste Sitzung',
        'Frau Mai',
        'nachher',
        '١٢.٣.',
        '🗓️',
        'constructor',
        '__proto__',
      ].map((phrase): Row => [phrase, 'not-understood']),
    ],
    TUESDAY,
  )

  test('a very long phrase is refused and shortened', () => {
    const result = resolveWhen('bis Freitag '.repeat(5000), {
      sentAt: new Date(TUESDAY),
      timeZone: BERLIN,
      use: 'deadline',
    })
    expect(result).toMatchObject({ ok: false, problem: { kind: 'not-understood' } })
    expect(!result.ok && result.problem.phrase.length).toBeLessThan(70)
  })
})
