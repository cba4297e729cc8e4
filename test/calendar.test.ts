import { describe, expect, test } from 'vitest'
import {
  addWorkingDays,
  isFreeDay,
  isQuiet,
  parseQuiet,
  quietEnd,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
} from '../bot/domain/calendar.ts'

const BERLIN = 'Europe/Berlin'

describe('free days', () => {
  test.each([
    ['2026-11-24', 'NI', false, 'a Tuesday'],
    ['2026-11-28', 'NI', true, 'a Saturday'],
    ['2026-11-29', 'NI', true, 'a Sunday'],
    ['2026-12-24', 'NI', true, 'Christmas Eve'],
    ['2026-12-25', 'NI', true, 'Christmas Day'],
    ['2026-12-31', 'NI', true, 'New Year’s Eve'],
    ['2027-01-01', 'NI', true, 'New Year'],
    ['2027-03-26', 'NI', true, 'Good Friday'],
    ['2027-03-29', 'NI', true, 'Easter Monday'],
    ['2027-05-06', 'NI', true, 'Ascension'],
    ['2028-10-31', 'NI', true, 'Reformation Day'],
    ['2028-10-31', 'BY', false, 'Reformation Day in Bavaria'],
    ['2027-01-06', 'NI', false, 'Epiphany'],
    ['2027-01-06', 'BY', true, 'Epiphany in Bavaria'],
    ['2027-02-08', 'NI', false, 'Carnival Monday'],
    ['2027-01-06', 'by', true, 'the Land in small letters'],
  ])('%s in %s is free: %s (%s)', (day, land, free) => {
    expect(isFreeDay(day, land)).toBe(free)
  })
})

describe('working days', () => {
  test('before and after Easter 2027', () => {
    expect(workingDayOnOrBefore('2027-03-28', 'NI')).toBe('2027-03-25')
    expect(workingDayOnOrAfter('2027-03-26', 'NI')).toBe('2027-03-30')
    expect(workingDayOnOrBefore('2027-03-25', 'NI')).toBe('2027-03-25')
    expect(workingDayOnOrAfter('2027-03-25', 'NI')).toBe('2027-03-25')
  })

  test.each([
    ['2026-11-24', 3, '2026-11-27'],
    ['2026-11-27', 1, '2026-11-30'],
    ['2026-12-23', 1, '2026-12-28'],
    ['2026-12-30', 1, '2027-01-04'],
    ['2026-11-28', 0, '2026-11-28'],
    ['2026-11-30', -1, '2026-11-27'],
    ['2027-01-04', -2, '2026-12-29'],
    ['2027-03-31', -10, '2027-03-15'],
  ])('%s and %i working days: %s', (day, count, expected) => {
    expect(addWorkingDays(day, count, 'NI')).toBe(expected)
  })
})

describe('quiet hours', () => {
  test.each([
    ['18-7', { from: '18:00', to: '07:00' }],
    ['18–7', { from: '18:00', to: '07:00' }],
    ['18:00-7:30', { from: '18:00', to: '07:30' }],
    ['18 - 7 Uhr', { from: '18:00', to: '07:00' }],
    ['von 18 bis 7 Uhr', { from: '18:00', to: '07:00' }],
    ['24-6', { from: '00:00', to: '06:00' }],
    ['12-13', { from: '12:00', to: '13:00' }],
    ['25-7', undefined],
    ['18-7:60', undefined],
    ['7-7', undefined],
    ['18', undefined],
    ['aus', undefined],
    ['', undefined],
  ])('%s', (text, expected) => {
    expect(parseQuiet(text)).toEqual(expected)
  })

  const night = { from: '18:00', to: '07:00' }

  test.each([
    ['2026-11-24T17:59+01:00', false],
    ['2026-11-24T18:00+01:00', true],
    ['2026-11-24T23:59+01:00', true],
    ['2026-11-25T06:59+01:00', true],
    ['2026-11-25T07:00+01:00', false],
  ])('%s lies in the night: %s', (at, quiet) => {
    expect(isQuiet(new Date(at), night, BERLIN)).toBe(quiet)
  })

  test('hours within one day', () => {
    const noon = { from: '12:00', to: '13:00' }
    expect(isQuiet(new Date('2026-11-24T12:30+01:00'), noon, BERLIN)).toBe(true)
    expect(isQuiet(new Date('2026-11-24T13:00+01:00'), noon, BERLIN)).toBe(false)
    expect(quietEnd(new Date('2026-11-24T12:30+01:00'), noon, BERLIN)).toEqual(new Date('2026-11-24T13:00+01:00'))
  })

  test.each([
    ['in the evening', '2026-11-24T20:00+01:00', '2026-11-25T07:00+01:00'],
    ['after midnight', '2026-11-25T03:00+01:00', '2026-11-25T07:00+01:00'],
    ['outside', '2026-11-25T09:00+01:00', '2026-11-25T09:00+01:00'],
    ['over the change to summer time', '2027-03-27T22:00+01:00', '2027-03-28T07:00+02:00'],
    ['over the change from summer time', '2026-10-24T22:00+02:00', '2026-10-25T07:00+01:00'],
  ])('they end in the morning: %s', (_, at, end) => {
    expect(quietEnd(new Date(at), night, BERLIN)).toEqual(new Date(end))
  })

  test('an end that comes twice in autumn is never before the moment itself', () => {
    const odd = { from: '22:00', to: '02:30' }
    expect(quietEnd(new Date('2026-10-25T02:10+01:00'), odd, BERLIN)).toEqual(new Date('2026-10-25T02:30+01:00'))
  })
})
