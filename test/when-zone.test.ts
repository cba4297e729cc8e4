import { describe, expect, test } from 'vitest'
import { lastWeeklyTime, parseWeeklyTime } from '../bot/domain/when/weekly-time.ts'
import { addDays, instantOf, isoWeek, isTimeZone, localDay, localTime, weekdayOf } from '../bot/domain/when/zone.ts'

const BERLIN = 'Europe/Berlin'
const iso = (at: Date) => at.toISOString()

describe('local days and times', () => {
  test('an instant has its day and time in each zone', () => {
    const at = new Date('2026-11-24T23:30:00Z')
    expect([localDay(at, BERLIN), localTime(at, BERLIN)]).toEqual(['2026-11-25', '00:30'])
    expect([localDay(at, 'America/New_York'), localTime(at, 'America/New_York')]).toEqual(['2026-11-24', '18:30'])
  })

  test('a local time is the right instant in winter and summer', () => {
    expect(iso(instantOf('2026-11-24', '09:00', BERLIN))).toBe('2026-11-24T08:00:00.000Z')
    expect(iso(instantOf('2026-07-24', '09:00', BERLIN))).toBe('2026-07-24T07:00:00.000Z')
  })

  test('a time left out in spring is the first instant after the gap, also where midnight is left out', () => {
    expect(iso(instantOf('2027-03-28', '02:30', BERLIN))).toBe('2027-03-28T01:00:00.000Z')
    expect(iso(instantOf('2026-04-24', '00:00', 'Africa/Cairo'))).toBe('2026-04-23T22:00:00.000Z')
  })

  test('a time that comes twice in autumn is the first one', () => {
    expect(iso(instantOf('2026-10-25', '02:30', BERLIN))).toBe('2026-10-25T00:30:00.000Z')
  })

  test('days are added over months, leap days and changes of the clocks', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2027-03-29', -2)).toBe('2027-03-27')
  })

  test('weekdays and ISO weeks at the turn of the year', () => {
    expect(weekdayOf('2026-11-24')).toBe(2)
    expect(weekdayOf('2026-11-29')).toBe(7)
    expect(isoWeek('2027-01-01')).toEqual({ year: 2026, week: 53 })
    expect(isoWeek('2027-01-04')).toEqual({ year: 2027, week: 1 })
  })

  test.each([
    [BERLIN, true],
    ['UTC', true],
    ['Europe/Winsen', false],
    ['', false],
  ])('%s is a time zone: %s', (name, known) => {
    expect(isTimeZone(name)).toBe(known)
  })
})

describe('times of the week', () => {
  test.each([
    ['Mo 8:00', { weekday: 1, time: '08:00' }],
    ['Thu 9:00', { weekday: 4, time: '09:00' }],
    ['Donnerstag 9 Uhr', { weekday: 4, time: '09:00' }],
    ['donnerstags um 9 Uhr', { weekday: 4, time: '09:00' }],
    ['Fr., 14.30 Uhr', { weekday: 5, time: '14:30' }],
    ['Friday 3pm', { weekday: 5, time: '15:00' }],
    ['So 00:00', { weekday: 7, time: '00:00' }],
    ['Mo', undefined],
    ['8:00', undefined],
    ['Mo 8', undefined],
    ['Mo 25:00', undefined],
    ['Mo 8:00 Di', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(parseWeeklyTime(text)).toEqual(expected)
  })

  test('the latest one is today when its time has come, else a week before', () => {
    const monday = { weekday: 1, time: '08:00' }
    const last = (now: string) => iso(lastWeeklyTime(monday, new Date(now), BERLIN))
    expect(last('2026-11-23T08:00:00+01:00')).toBe('2026-11-23T07:00:00.000Z')
    expect(last('2026-11-23T07:59:59+01:00')).toBe('2026-11-16T07:00:00.000Z')
    expect(last('2026-11-29T23:00:00+01:00')).toBe('2026-11-23T07:00:00.000Z')
    expect(last('2026-10-26T07:00:00+01:00')).toBe('2026-10-19T06:00:00.000Z')
  })
})
