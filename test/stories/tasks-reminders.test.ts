import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'
import { days, heard } from '../hearing.ts'

const { anna, ben, paul } = people
let bot: TestBot
// A Monday. Good Friday is 3 April, Easter Monday 6 April.
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

test('three days before and on the day, at eight', async () => {
  await bot.ask(anna, '!aufgabe Leistungsverzeichnis prüfen @ben bis 20.3.')
  expect(await days(bot, ben, '2026-03-10', '2026-03-21')).toEqual(['2026-03-17', '2026-03-20'])
  expect(await bot.said(ben)).toEqual(
    Array(2).fill(
      'Guten Morgen, bis Fr., 20.03.2026 ist vorgesehen: A1 „Leistungsverzeichnis prüfen“ (AG IT-Kooperation). Antworten Sie mit „erledigt“, „bis <Datum>“ oder „an <Person>“.',
    ),
  )
  expect((await bot.events(ben)).at(-1)?.content).toMatchObject({
    msgtype: 'm.text',
    'm.mentions': { user_ids: [ben] },
  })
  expect(await bot.said(anna)).toEqual([])
})

test('a reply to a reminder is a reply to the task', async () => {
  await bot.ask(anna, '!aufgabe Bericht @ben bis 20.3.')
  await heard(bot, ben, '2026-03-17T08:00:00+01:00')
  const { event_id } = await bot.find('Guten Morgen', ben)
  expect(await bot.ask(ben, 'erledigt', { in: ben, replyTo: event_id })).toBe('A1 erledigt: „Bericht“.')
  expect(await heard(bot, ben, '2026-03-20T08:00:00+01:00', '2026-03-27T08:00:00+01:00')).toEqual([])
})

test('never on free days: then on the working day before, and two on one day are one', async () => {
  await bot.ask(anna, '!aufgabe Am Sonntag @ben bis 22.3.')
  expect(await days(bot, ben, '2026-03-17', '2026-03-23')).toEqual(['2026-03-19', '2026-03-20'])
  await bot.ask(anna, '!erledigt A1')
  await bot.ask(anna, '!aufgabe Am Ostermontag @ben bis 6.4.')
  expect(await days(bot, ben, '2026-03-31', '2026-04-07', '+02:00')).toEqual(['2026-04-02'])
})

test('eight o’clock stays eight o’clock over the change to summer time', async () => {
  await bot.ask(anna, '!aufgabe Bericht @ben bis 30.3.')
  expect(await heard(bot, ben, '2026-03-27T07:59:00+01:00')).toHaveLength(0)
  expect(await heard(bot, ben, '2026-03-27T08:00:00+01:00')).toHaveLength(1)
  expect(await heard(bot, ben, '2026-03-30T07:59:00+02:00')).toHaveLength(0)
  expect(await heard(bot, ben, '2026-03-30T08:00:00+02:00')).toHaveLength(1)
})

test('less than three days ahead only the day itself; after eight of the day nothing', async () => {
  bot.travelTo('2026-03-16T10:00:00+01:00')
  await bot.ask(anna, '!aufgabe Bald @ben bis Mittwoch')
  await bot.ask(anna, '!aufgabe Noch heute @ben bis 16.3.')
  expect(await days(bot, ben, '2026-03-17', '2026-03-20')).toEqual(['2026-03-18'])
  expect(await heard(bot, ben, '2026-03-23T08:00:00+01:00')).toEqual([
    expect.stringContaining('A2 „Noch heute“ war bis Mo., 16.03.2026 vorgesehen'),
  ])
})

test('past its date it is asked for three times, weekly, and then no more', async () => {
  await bot.ask(anna, '!aufgabe Bericht @ben bis 12.3.')
  expect(await days(bot, ben, '2026-03-12', '2026-03-28')).toEqual(['2026-03-12', '2026-03-19', '2026-03-26'])
  // 2 April is 21 days after; Good Friday would be the day after that.
  expect(await days(bot, ben, '2026-03-29', '2026-05-01', '+02:00')).toEqual(['2026-04-02'])
  expect((await bot.said(ben)).at(-1)).toBe(
    'A1 „Bericht“ war bis Do., 12.03.2026 vorgesehen. Wie geht es weiter? „erledigt“, „bis <Datum>“, „grund <Text>“ oder „abbrechen“.',
  )
})

test('all of one morning in one message, under the names of the groups', async () => {
  await bot.ask(ben, '!aufgabe Erstens @anna bis 20.3.')
  await bot.ask(ben, '!aufgabe Zweitens @anna bis 17.3.')
  await bot.ask(ben, '!aufgabe Altes @anna bis 10.3.')
  await bot.ask(paul, '!aufgabe Im Portal an Seevetal bis 20.3. 12 Uhr', { in: 'portale' })
  await heard(bot, anna, '2026-03-10T08:00:00+01:00')
  expect(await heard(bot, anna, '2026-03-17T08:00:00+01:00')).toEqual([
    [
      'Guten Morgen, hier die Aufgaben, an die ich erinnern soll.',
      'AG IT-Kooperation · Vorgesehen',
      '- bis Fr., 20.03.2026: A1 „Erstens“',
      '- bis Di., 17.03.2026: A2 „Zweitens“',
      'AG Kommunale Portale · Vorgesehen',
      '- bis Fr., 20.03.2026, 12:00 Uhr: A4 „Im Portal“',
      'AG IT-Kooperation · Wie geht es weiter?',
      '- A3 „Altes“ war bis Di., 10.03.2026 vorgesehen',
      'Zum Beispiel: !erledigt A1, !aufgabe A1 bis <Datum>, !aufgabe A3 grund <Text>',
    ].join('\n'),
  ])
})

test('late from a quarter of an hour on, and it says so', async () => {
  await bot.ask(anna, '!aufgabe Bericht @ben bis 20.3.')
  expect(await heard(bot, ben, '2026-03-17T08:14:00+01:00')).toEqual([expect.stringMatching(/^Guten Morgen/)])
  expect(await heard(bot, ben, '2026-03-20T08:15:00+01:00')).toEqual([
    expect.stringMatching(/^Verspätet: Guten Morgen/),
  ])
})

test('after long downtime one reminder for each task, and each only once', async () => {
  await bot.ask(anna, '!aufgabe Erstens @ben bis 12.3.')
  await bot.ask(anna, '!aufgabe Zweitens @ben bis 25.3.')
  await heard(bot, ben, '2026-03-09T10:01:00+01:00')
  await bot.restart()
  expect(await heard(bot, ben, '2026-03-24T11:00:00+01:00')).toEqual([
    [
      'Verspätet: Guten Morgen, hier die Aufgaben, an die ich erinnern soll.',
      'Vorgesehen',
      '- bis Mi., 25.03.2026: A2 „Zweitens“',
      'Wie geht es weiter?',
      '- A1 „Erstens“ war bis Do., 12.03.2026 vorgesehen',
      'Zum Beispiel: !erledigt A2, !aufgabe A2 bis <Datum>, !aufgabe A1 grund <Text>',
    ].join('\n'),
  ])
  await bot.restart()
  expect(await heard(bot, ben, '2026-03-24T11:01:00+01:00', '2026-03-24T12:00:00+01:00')).toEqual([])
})

test('what was missed on the Friday does not come at the weekend, but on Monday at eight', async () => {
  await bot.ask(anna, '!aufgabe Bericht @ben bis 16.3.')
  await heard(bot, ben, '2026-03-12T08:00:00+01:00')
  expect(
    await heard(bot, ben, '2026-03-14T11:00:00+01:00', '2026-03-15T11:00:00+01:00', '2026-03-16T07:59:00+01:00'),
  ).toEqual([])
  expect(await heard(bot, ben, '2026-03-16T08:00:00+01:00', '2026-03-16T08:01:00+01:00')).toHaveLength(1)
  await bot.ask(ben, '!erledigt A1')
  await bot.ask(anna, '!aufgabe Zweitens @ben bis 27.3.')
  await heard(bot, ben, '2026-03-24T07:59:00+01:00', '2026-03-24T08:00:00+01:00', '2026-03-26T20:00:00+01:00')
  expect(await heard(bot, ben, '2026-03-28T10:00:00+01:00', '2026-03-30T08:00:00+02:00')).toEqual([
    expect.stringMatching(/^Verspätet: A2 „Zweitens“ war bis Fr\., 27\.03\.2026 vorgesehen/),
  ])
})

test('a clock that jumps a day ahead and back brings nothing twice, and loses nothing of what comes after', async () => {
  await bot.ask(anna, '!aufgabe Bericht @ben bis 20.3.')
  expect(await heard(bot, ben, '2026-03-17T08:00:00+01:00')).toHaveLength(1)
  expect(await heard(bot, ben, '2026-03-20T08:00:00+01:00')).toHaveLength(1)
  bot.travelTo('2026-03-17T08:05:00+01:00')
  await bot.ask(anna, '!aufgabe Zweitens @ben bis 18.3.')
  expect(await heard(bot, ben, '2026-03-18T08:00:00+01:00')).toEqual([expect.stringContaining('A2 „Zweitens“')])
  expect(await heard(bot, ben, '2026-03-20T08:00:00+01:00', '2026-03-20T09:00:00+01:00')).toEqual([])
})
