import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, dora, karin } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

const DAY = /^(?:Verspätet: )?(?:Morgen|Heute|In \d+ Minuten|In einer Minute), /
const reminders = async (place = 'it') => (await bot.said(place)).filter((text) => DAY.test(text))
const at = async (moment: string) => {
  bot.travelTo(moment)
  await bot.tick('meeting-reminders')
}

describe('on time', () => {
  beforeEach(() =>
    bot.says(anna, '!sitzung 12.3. 10–12 Uhr Quartalsrunde im Rathaus Winsen, Raum 2.14 https://video.example/it'),
  )

  test('a day and 15 minutes before, each once, in the room, to those who are in it', async () => {
    await bot.db.membership.updateMany({ where: { personId: ben }, data: { joinedAt: null } })
    await at('2026-03-11T09:59:00+01:00')
    expect(await reminders()).toEqual([])
    for (const moment of [
      '2026-03-11T10:00:00+01:00',
      '2026-03-11T10:01:00+01:00',
      '2026-03-12T09:44:00+01:00',
      '2026-03-12T09:45:00+01:00',
      '2026-03-12T09:46:00+01:00',
      '2026-03-12T10:00:00+01:00',
      '2026-03-12T12:30:00+01:00',
    ])
      await at(moment)
    expect(await reminders()).toEqual([
      'Morgen, Do., 12.03.2026, 10:00–12:00 Uhr: AG IT-Kooperation, „Quartalsrunde“ (S1), Rathaus Winsen, Raum 2.14, https://video.example/it.',
      'In 15 Minuten, Do., 12.03.2026, 10:00–12:00 Uhr: AG IT-Kooperation, „Quartalsrunde“ (S1), Rathaus Winsen, Raum 2.14, https://video.example/it.',
    ])
    const { content } = await bot.find('Morgen')
    expect(content['msgtype']).toBe('m.text')
    expect([...(content['m.mentions'] as { user_ids: string[] }).user_ids].sort()).toEqual([anna, dora, karin].sort())
    expect(await bot.said('portale')).toEqual([])
  })

  test('a reply to a reminder is a reply to the meeting', async () => {
    await at('2026-03-11T10:00:00+01:00')
    expect(await bot.ask(anna, 'absagen Krankheit', { replyTo: (await bot.find('Morgen')).event_id })).toContain(
      'Abgesagt: „Quartalsrunde“ (S1)',
    )
  })

  test('in an English group it is English', async () => {
    await bot.db.group.update({ where: { key: 'it' }, data: { language: 'en' } })
    await at('2026-03-11T10:00:00+01:00')
    expect(await bot.said()).toContain(
      'Tomorrow, Thu, 12 March 2026, 10:00–12:00: AG IT-Kooperation, “Quartalsrunde” (S1), Rathaus Winsen, Raum 2.14, https://video.example/it.',
    )
  })

  test('a restart and a clock that jumps back say nothing twice', async () => {
    await at('2026-03-11T10:00:00+01:00')
    await bot.restart()
    await at('2026-03-11T10:01:00+01:00')
    await at('2026-03-12T09:45:00+01:00')
    await at('2026-03-11T09:00:00+01:00')
    await at('2026-03-11T10:00:00+01:00')
    await at('2026-03-12T09:50:00+01:00')
    expect(await reminders()).toHaveLength(2)
  })
})

describe('late', () => {
  beforeEach(() => bot.says(anna, '!sitzung 12.3. 10 Uhr Runde'))

  test('within 15 minutes nothing is said of it, from then on it is', async () => {
    await at('2026-03-11T10:14:00+01:00')
    expect(await reminders()).toEqual([expect.stringMatching(/^Morgen, Do/)])
    await bot.says(anna, '!sitzung 13.3. 10 Uhr Zweite')
    await at('2026-03-12T10:15:00+01:00')
    expect((await reminders()).at(-1)).toMatch(/^Verspätet: Morgen, Fr\., 13\.03\.2026/)
  })

  test('on the day itself it says so', async () => {
    await at('2026-03-12T07:00:00+01:00')
    expect(await reminders()).toEqual([expect.stringMatching(/^Verspätet: Heute, Do\., 12\.03\.2026, 10:00–11:00 Uhr/)])
  })

  test('of several only the last, with the minutes that are left', async () => {
    await at('2026-03-12T09:52:30+01:00')
    await at('2026-03-12T09:53:00+01:00')
    expect(await reminders()).toEqual([expect.stringMatching(/^In 8 Minuten, /)])
  })

  test('when the meeting has begun nothing comes any more, also not when the clock jumps back', async () => {
    await at('2026-03-12T10:00:00+01:00')
    await at('2026-03-12T09:50:00+01:00')
    expect(await reminders()).toEqual([])
  })

  test('after a week without the bot only what lies ahead is said', async () => {
    await bot.says(anna, '!sitzung 18.3. 9 Uhr Spätere')
    await at('2026-03-17T12:00:00+01:00')
    expect(await reminders()).toEqual([expect.stringMatching(/^Verspätet: Morgen, Mi\., 18\.03\.2026/)])
  })
})

describe('planned late', () => {
  test('less than a day before only the one 15 minutes before', async () => {
    await bot.says(anna, '!sitzung morgen 9 Uhr Kurzfristig')
    await bot.tick('meeting-reminders')
    expect(await reminders()).toEqual([])
    await at('2026-03-10T08:45:00+01:00')
    expect(await reminders()).toEqual([expect.stringContaining('In 15 Minuten')])
  })

  test('less than 15 minutes before none', async () => {
    await bot.says(anna, '!sitzung heute 10:10 Sofort')
    await at('2026-03-09T10:05:00+01:00')
    expect(await reminders()).toEqual([])
  })
})

describe('changed', () => {
  beforeEach(() => bot.says(anna, '!sitzung 12.3. 10 Uhr Runde'))

  test('moved, it is reminded of anew for the new time and not for the old one', async () => {
    await at('2026-03-11T10:00:00+01:00')
    await bot.says(anna, '!sitzung S1 verschieben auf 19.3. 14 Uhr')
    await at('2026-03-12T09:45:00+01:00')
    expect(await reminders()).toHaveLength(1)
    await at('2026-03-18T14:00:00+01:00')
    await at('2026-03-19T13:45:00+01:00')
    expect((await reminders()).slice(1)).toEqual([
      expect.stringMatching(/^Morgen, Do\., 19\.03\.2026, 14:00/),
      expect.stringContaining('In 15 Minuten'),
    ])
  })

  test('moved to within a day, only the short one comes', async () => {
    await bot.says(anna, '!sitzung S1 verschieben auf morgen 9 Uhr')
    await at('2026-03-09T12:00:00+01:00')
    expect(await reminders()).toEqual([])
    await at('2026-03-10T08:45:00+01:00')
    expect(await reminders()).toHaveLength(1)
  })

  test('cancelled, it is not reminded of; the series goes on', async () => {
    await bot.says(anna, '!sitzung S1 absagen Krankheit')
    await bot.says(anna, '!sitzung Jour fixe jeden Montag 10 Uhr')
    await bot.says(anna, '!sitzung S2 am 16.3. absagen Krankheit')
    await at('2026-03-11T10:00:00+01:00')
    await at('2026-03-15T10:00:00+01:00')
    await at('2026-03-16T09:45:00+01:00')
    expect(await reminders()).toEqual([])
    await at('2026-03-22T10:00:00+01:00')
    expect(await reminders()).toEqual([expect.stringContaining('Morgen, Mo., 23.03.2026')])
  })

  test('a cancelled series is silent', async () => {
    await bot.says(anna, '!sitzung Jour fixe jeden Montag 10 Uhr')
    await bot.says(anna, '!sitzung S2 serie absagen kein Bedarf')
    await at('2026-03-15T10:00:00+01:00')
    expect(await reminders()).toEqual([])
  })

  test('an archived group is left in peace until it is opened again', async () => {
    await bot.db.group.update({ where: { key: 'it' }, data: { archivedAt: bot.clock() } })
    await at('2026-03-11T10:00:00+01:00')
    expect(await reminders()).toEqual([])
    await bot.db.group.update({ where: { key: 'it' }, data: { archivedAt: null } })
    await at('2026-03-12T08:00:00+01:00')
    expect(await reminders()).toEqual([expect.stringMatching(/^Verspätet: Heute/)])
  })
})

describe('any day and hour', () => {
  test('weekends, holidays and quiet hours hold nothing back', async () => {
    await bot.says(anna, '!sitzung 6.4. 22 Uhr Ostermontag')
    await at('2026-04-05T22:00:00+02:00')
    await at('2026-04-06T21:45:00+02:00')
    expect(await reminders()).toHaveLength(2)
  })

  test('whole days are named once, at eight in the morning of the day before', async () => {
    await bot.says(anna, '!sitzung 12.3. ganztägig Klausur')
    await at('2026-03-11T07:59:00+01:00')
    expect(await reminders()).toEqual([])
    for (const moment of ['2026-03-11T08:00:00+01:00', '2026-03-11T23:45:00+01:00', '2026-03-12T08:00:00+01:00'])
      await at(moment)
    expect(await reminders()).toEqual(['Morgen, Do., 12.03.2026, ganztägig: AG IT-Kooperation, „Klausur“ (S1).'])
  })

  test('„Morgen“ and the time are those of the group', async () => {
    await bot.db.group.update({ where: { key: 'it' }, data: { timeZone: 'America/New_York' } })
    await bot.says(anna, '!sitzung 12.3. 20 Uhr Fern')
    await at('2026-03-11T20:00:00-04:00')
    expect(await reminders()).toEqual([expect.stringMatching(/^Morgen, Do\., 12\.03\.2026, 20:00–21:00 Uhr: /)])
  })

  test('two meetings at one time are two reminders', async () => {
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Eine')
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Andere')
    await at('2026-03-11T10:00:00+01:00')
    expect(await reminders()).toHaveLength(2)
  })
})
