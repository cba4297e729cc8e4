import fc from 'fast-check'
import { expect, test } from 'vitest'
import { takeDay, takeDeadline } from '../bot/domain/when/deadline.ts'
import { resolveRecurrence } from '../bot/domain/when/recurrence.ts'
import { takeStart } from '../bot/domain/when/start.ts'
import { resolveWhen, type WhenOptions } from '../bot/domain/when/when.ts'

const BASE: WhenOptions = { sentAt: new Date('2026-11-24T09:00:00+01:00'), timeZone: 'Europe/Berlin', use: 'deadline' }
const MONTHS = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ')
const ENGLISH = 'January February March April May June July August September October November December'.split(' ')
const WEEKDAYS = 'Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag'.split(' ')

/** A day in the 40 years to come. */
const futureDay = fc
  .integer({ min: 1, max: 40 * 365 })
  .map((ahead) => new Date(Date.UTC(2026, 10, 24) + ahead * 86_400_000))

/** The ways people write a day with its year. */
const SPELLINGS: ((day: Date) => string)[] = [
  (day) => day.toISOString().slice(0, 10),
  (day) => `${day.getUTCDate()}.${day.getUTCMonth() + 1}.${day.getUTCFullYear()}`,
  (day) =>
    `${String(day.getUTCDate()).padStart(2, '0')}.${String(day.getUTCMonth() + 1).padStart(2, '0')}.${day.getUTCFullYear()}`,
  (day) => `${day.getUTCDate()}. ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`,
  (day) =>
    `${WEEKDAYS[day.getUTCDay()]}, den ${day.getUTCDate()}. ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`,
  (day) =>
    `${WEEKDAYS[day.getUTCDay()]?.slice(0, 2)}., ${day.getUTCDate()}.${day.getUTCMonth() + 1}.${day.getUTCFullYear()}`,
  (day) => `${day.getUTCDate()} ${ENGLISH[day.getUTCMonth()]} ${day.getUTCFullYear()}`,
  (day) => `${ENGLISH[day.getUTCMonth()]} ${day.getUTCDate()}, ${day.getUTCFullYear()}`,
]

/** Words that dates are made of, in an order that nobody writes. */
const rubble = fc
  .array(
    fc.constantFrom(
      ...'bis am um von zum 12.3. 31.2. 10 24 Uhr 10:30 – - , . ( ) @anna # Freitag Fr So morgen in zwei Wochen Ende März KW 53 jeden ersten Montag und im Monat halb viertel nach 90 min nächsten heute abend 2026 every next by the 1. 99999999999 ganztägig'.split(
        ' ',
      ),
    ),
    { maxLength: 14 },
  )
  .map((words) => words.join(' '))

test('a day written in any of these ways is that day again', () => {
  fc.assert(
    fc.property(futureDay, fc.constantFrom(...SPELLINGS), (day, spelling) => {
      expect(resolveWhen(spelling(day), BASE)).toMatchObject({
        ok: true,
        value: { day: day.toISOString().slice(0, 10) },
      })
    }),
    { numRuns: 600 },
  )
})

test('a deadline is found behind any text that holds no date, and the text stays', () => {
  const words = fc.array(
    fc.constantFrom(
      'Bericht',
      'Frau',
      'Mai',
      'an',
      'den',
      'Kreis',
      'von',
      'Anna',
      'Haushalt',
      '2027',
      'B41',
      '3',
      'prüfen',
      'im',
      'März',
      'Freitag',
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  fc.assert(
    fc.property(words, futureDay, fc.constantFrom(...SPELLINGS), (before, day, spelling) => {
      const text = before.join(' ')
      // "von … 3 bis 5.3." may be a range; it has its own table.
      fc.pre(!/(von|3|Freitag|2027|März|Mai)$/.test(text))
      const taken = takeDeadline(`${text} bis ${spelling(day)}`, BASE)
      expect(taken).toMatchObject({ text, when: { day: day.toISOString().slice(0, 10) } })
    }),
    { numRuns: 300 },
  )
})

test('nothing that people may send breaks the readers', () => {
  const anything = fc.oneof(
    rubble,
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
  )
  const sentAt = fc.date({ min: new Date('1990-01-01'), max: new Date('2080-01-01'), noInvalidDate: true })
  const timeZone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kathmandu', 'UTC')
  fc.assert(
    fc.property(
      anything,
      sentAt,
      timeZone,
      fc.constantFrom<WhenOptions['use']>('deadline', 'start', 'past'),
      (text, at, zone, use) => {
        const options = { sentAt: at, timeZone: zone, use }
        const result = resolveWhen(text, options)
        if (result.ok) expect(Number.isNaN(result.value.at.getTime())).toBe(false)
        takeDeadline(text, options)
        takeDay(text, options)
        takeStart(text, options)
        resolveRecurrence(text, options)
      },
    ),
    { numRuns: 1500 },
  )
})

test('a text without any word of a date comes back as it is', () => {
  const plain = fc.array(
    fc.constantFrom(
      'Haushalt',
      'der',
      'die',
      'Drucker',
      'Kreis',
      'B41',
      '2027',
      'prüfen',
      'Raum',
      'Jesteburg',
      '(Entwurf)',
      '3/12',
      'IT-2026/014',
      'https://a.example/2026-03-12',
    ),
    { maxLength: 10 },
  )
  fc.assert(
    fc.property(plain, (words) => {
      const text = words.join(' ')
      expect(takeDeadline(text, BASE)).toEqual({ text })
      expect(takeDay(text, { ...BASE, use: 'past' })).toEqual({ text })
      expect(takeStart(text, { ...BASE, use: 'start' })).toEqual({ text })
    }),
  )
})
