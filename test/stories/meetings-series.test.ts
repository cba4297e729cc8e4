import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { extendSeries } from '../../bot/domain/meeting-dates.ts'
import { nextMeetings } from '../../bot/domain/meeting-list.ts'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin } = people
const DAY_MS = 86_400_000
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:30:00+01:00' })
})
afterEach(() => bot.close())

const dates = () => bot.db.meetingDate.findMany({ where: { meetingId: 'S1' }, orderBy: { originalStart: 'asc' } })
const localTimes = async () =>
  (await dates()).map(({ startsAt }) =>
    new Intl.DateTimeFormat('de-DE', { timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(startsAt),
  )
const take = async (person: string, text: string, id: string) =>
  bot
    .ask(person, '!rückgängig', { replyTo: (await bot.find(text)).event_id })
    .then((answer) => expect(answer).toContain(id))

describe('planning a series', () => {
  test('its rule is said in words, with the first dates, and kept as RFC 5545 has it', async () => {
    const answer = await bot.ask(anna, '!sitzung Jour fixe jeden ersten Montag im Monat 9 Uhr 90 min online')
    expect(answer).toBe(
      'Sitzungsreihe S1 geplant: „Jour fixe“ · jeden ersten Montag im Monat, 09:00–10:30 Uhr · online\nNächste Termine: Mo., 06.04.2026, 09:00 Uhr; Mo., 04.05.2026, 09:00 Uhr; Mo., 01.06.2026, 09:00 Uhr\nÄndern: einfach hierauf antworten.',
    )
    expect(await bot.db.meeting.findUniqueOrThrow({ where: { id: 'S1' } })).toMatchObject({
      rule: 'FREQ=MONTHLY;BYDAY=1MO',
      timeZone: 'Europe/Berlin',
      minutes: 90,
    })
  })

  test('rules read in German and in English', async () => {
    const rules: [string, string, string][] = [
      ['jeden Montag', 'jeden Montag', 'every Monday'],
      ['alle zwei Wochen dienstags', 'alle 2 Wochen am Dienstag', 'every 2 weeks on Tuesday'],
      ['montags und donnerstags', 'jeden Montag und Donnerstag', 'every Monday and Thursday'],
      ['werktags', 'jeden Montag bis Freitag', 'every Monday to Friday'],
      ['täglich', 'täglich', 'daily'],
      [
        'jeden ersten und dritten Montag im Monat',
        'jeden ersten Montag und dritten Montag im Monat',
        'every month on the first Monday and third Monday',
      ],
      ['jeden letzten Freitag im Monat', 'jeden letzten Freitag im Monat', 'every month on the last Friday'],
      ['jeden ersten Arbeitstag im Monat', 'jeden ersten Arbeitstag im Monat', 'every month on the first working day'],
      ['am 15. jedes Monats', 'am 15. jedes Monats', 'every month on the 15th'],
      ['jeden Monat am 30.', 'am 30. jedes Monats', 'every month on the 30th'],
      ['monatlich am letzten Tag', 'am letzten Tag jedes Monats', 'every month on the last day'],
      ['alle drei Monate am 1.', 'alle 3 Monate am 1.', 'every 3 months on the 1st'],
      ['jährlich am 1.12.', 'jedes Jahr am 1. Dezember', 'every year on the 1st of December'],
      ['jeden Montag bis Ende Juni', 'jeden Montag, bis Di., 30.06.2026', 'every Monday, until Tue, 30 June 2026'],
      ['jeden Montag 10 mal', 'jeden Montag, 10 Termine', 'every Monday, 10 times'],
    ]
    for (const [said, german] of rules)
      expect(await bot.ask(anna, `!sitzung Runde 9 Uhr ${said}`)).toContain(`· ${german}`)
    await bot.db.person.update({ where: { id: anna }, data: { language: 'en' } })
    for (const [i, [, , english]] of rules.entries())
      expect(await bot.ask(anna, `!sitzung S${i + 1}`)).toContain(
        `\n${english.charAt(0).toUpperCase()}${english.slice(1)}`,
      )
  })

  test('the first date belongs to it even where the rule does not name it', async () => {
    expect(await bot.ask(anna, '!sitzung 12.3. 10 Uhr Runde jeden ersten Montag im Monat')).toContain(
      'Nächste Termine: Do., 12.03.2026, 10:00 Uhr; Mo., 06.04.2026, 10:00 Uhr;',
    )
  })
})

describe('local time', () => {
  test('a weekly series stays at 10:00 over both changes of the clocks', async () => {
    await bot.says(anna, '!sitzung Jour fixe jeden Montag 10 Uhr')
    const all = await dates()
    expect(new Set(await localTimes())).toEqual(new Set(['10:00']))
    const utc = all.map(({ startsAt }) => startsAt.toISOString())
    expect(utc).toContain('2026-03-23T09:00:00.000Z')
    expect(utc).toContain('2026-03-30T08:00:00.000Z')
    expect(utc).toContain('2026-10-19T08:00:00.000Z')
    expect(utc).toContain('2026-10-26T09:00:00.000Z')
  })

  test('the day before is the same local time over both changes', async () => {
    await bot.says(anna, '!sitzung 29.3. 10 Uhr Frühling')
    await bot.says(anna, '!sitzung 25.10. 10 Uhr Herbst')
    for (const [before, at, title] of [
      ['2026-03-28T09:59:00+01:00', '2026-03-28T10:00:00+01:00', 'Frühling'],
      ['2026-10-24T09:59:00+02:00', '2026-10-24T10:00:00+02:00', 'Herbst'],
    ] as const) {
      bot.travelTo(before)
      await bot.tick('meeting-reminders')
      expect((await bot.said()).filter((text) => text.startsWith('Morgen') && text.includes(title))).toEqual([])
      bot.travelTo(at)
      await bot.tick('meeting-reminders')
      expect((await bot.said()).filter((text) => text.startsWith('Morgen') && text.includes(title))).toHaveLength(1)
    }
  })
})

describe('dates ahead', () => {
  test('400 days of a weekly series or 60 dates of a daily one are planned, and the job plans on without gap or double', async () => {
    await bot.says(anna, '!sitzung Jour fixe jeden Montag 10 Uhr')
    await bot.says(anna, '!sitzung Lage täglich 8 Uhr')
    const ahead = async (id: string) =>
      bot.db.meetingDate.findMany({
        where: { meetingId: id, startsAt: { gte: bot.clock() } },
        orderBy: { startsAt: 'asc' },
      })
    const holds = async () => {
      const weekly = await ahead('S1')
      expect(+(weekly.at(-1)?.startsAt ?? 0) - +bot.clock()).toBeGreaterThan(393 * DAY_MS)
      expect((await ahead('S2')).length).toBeGreaterThanOrEqual(60)
    }
    await holds()
    for (const day of ['2026-03-20', '2026-04-09', '2026-05-09', '2026-06-08', '2027-08-01']) {
      bot.travelTo(`${day}T12:00:00+02:00`)
      await bot.tick('meeting-dates')
      await holds()
    }
    for (const [id, step] of [
      ['S1', 7],
      ['S2', 1],
    ] as const) {
      const all = await bot.db.meetingDate.findMany({ where: { meetingId: id }, orderBy: { startsAt: 'asc' } })
      const days = all.map(({ startsAt }) => Math.round((+startsAt + 7_200_000) / DAY_MS))
      expect(days.filter((day, i) => i > 0 && day - (days[i - 1] ?? 0) !== step)).toEqual([])
    }
    expect(await extendSeries(bot.db, bot.clock())).toEqual([])
  })

  test('a series that ends has no dates after its end', async () => {
    await bot.says(anna, '!sitzung Runde 9 Uhr jeden Montag 3 mal')
    expect(await dates()).toHaveLength(3)
    bot.travelTo('2027-03-09T10:00:00+01:00')
    await bot.tick('meeting-dates')
    expect(await dates()).toHaveLength(3)
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf morgen')).toContain('S1 hat keinen Termin mehr.')
  })
})

describe('one date', () => {
  beforeEach(async () => {
    await bot.says(anna, '!sitzung Jour fixe jeden Montag 10 Uhr in Raum 3')
  })

  test('without saying which, it is the next one, and the answer says so', async () => {
    const moved = await bot.ask(anna, '!sitzung S1 verschieben auf morgen 9 Uhr')
    expect(moved).toBe(
      'Verschoben: „Jour fixe“ (S1) von Mo., 16.03.2026, 10:00 Uhr auf Di., 10.03.2026, 09:00–10:00 Uhr · Raum 3. Das ist der nächste Termin der Reihe; die übrigen bleiben.',
    )
    expect(await bot.ask(anna, '!sitzung S1 absagen Krankheit')).toContain(
      'am Di., 10.03.2026, 09:00–10:00 Uhr. Grund: Krankheit. Das ist der nächste Termin der Reihe',
    )
  })

  test('a date that was named is moved and cancelled alone', async () => {
    expect(await bot.ask(anna, '!sitzung S1 am 23.3. verschieben auf 24.3. 14 Uhr im Kreishaus')).toBe(
      'Verschoben: „Jour fixe“ (S1) von Mo., 23.03.2026, 10:00 Uhr auf Di., 24.03.2026, 14:00–15:00 Uhr · Kreishaus. Die übrigen Termine der Reihe bleiben.',
    )
    expect(await bot.ask(karin, '!sitzung S1 am 30.3. absagen Ferien')).toBe(
      'Abgesagt: „Jour fixe“ (S1) am Mo., 30.03.2026, 10:00–11:00 Uhr. Grund: Ferien. Die übrigen Termine der Reihe bleiben.',
    )
    expect((await bot.ask(ben, '!sitzung S1')).split('\n').slice(0, 9)).toEqual([
      'S1 „Jour fixe“ · AG IT-Kooperation',
      'Jeden Montag, 10:00–11:00 Uhr',
      'Ort: Raum 3',
      'Nächste Termine:',
      '- Mo., 16.03.2026, 10:00–11:00 Uhr',
      '- Di., 24.03.2026, 14:00–15:00 Uhr · verschoben von Mo., 23.03.2026, 10:00 Uhr · Kreishaus',
      '- Mo., 30.03.2026, 10:00–11:00 Uhr · abgesagt: Ferien',
      '- Mo., 06.04.2026, 10:00–11:00 Uhr',
      '- Mo., 13.04.2026, 10:00–11:00 Uhr',
    ])
    const list = await bot.ask(ben, '!sitzungen')
    expect(list.match(/\d\d\.\d\d\.2026/g)).toEqual(['16.03.2026', '24.03.2026', '06.04.2026'])
    expect((await dates()).find(({ movedAt }) => movedAt)?.originalStart).toEqual(new Date('2026-03-23T09:00:00Z'))
  })

  test('a moved date is found by its new day, and by the one it was to be on', async () => {
    await bot.says(anna, '!sitzung S1 am 23.3. verschieben auf 24.3.')
    expect(await bot.ask(anna, '!sitzung S1 am 24.3. verschieben auf 25.3.')).toContain('auf Mi., 25.03.2026')
    expect(await bot.ask(anna, '!sitzung S1 am 23.3. absagen Krankheit')).toContain(
      'am Mi., 25.03.2026, 10:00–11:00 Uhr',
    )
  })

  test('what is no date of it is said, with those that are', async () => {
    expect(await bot.ask(anna, '!sitzung S1 am 24.3. absagen Krankheit')).toContain(
      'S1 hat am Di., 24.03.2026 keinen Termin. Nächste Termine: Mo., 16.03.2026, 10:00 Uhr; Mo., 23.03.2026',
    )
    expect(await bot.ask(anna, '!sitzung S1 am Feitag absagen Krankheit')).toContain(
      '„am Feitag“ habe ich nicht als Datum erkannt',
    )
    await bot.says(anna, '!sitzung S1 am 23.3. absagen Krankheit')
    expect(await bot.ask(anna, '!sitzung S1 am 23.3. absagen Krankheit')).toContain(
      'S1 am Mo., 23.03.2026, 10:00 Uhr ist schon abgesagt.',
    )
  })

  test('place and length change for one date or for all that come', async () => {
    expect(await bot.ask(anna, '!sitzung S1 am 23.3. ort Kreishaus')).toContain(
      'Mo., 23.03.2026, 10:00–11:00 Uhr · Kreishaus',
    )
    await bot.says(anna, '!sitzung S1 dauer 90 min')
    const next = await nextMeetings(bot.db, {
      groupIds: [(await bot.db.group.findUniqueOrThrow({ where: { key: 'it' } })).id],
      from: bot.clock(),
      limit: 3,
    })
    expect(next.map(({ place, minutes }) => `${place} ${minutes}`)).toEqual(['Raum 3 90', 'Kreishaus 90', 'Raum 3 90'])
  })

  test('taken back, the date stands where the series has it, others that were moved stay moved', async () => {
    await bot.says(anna, '!sitzung S1 am 30.3. verschieben auf 31.3.')
    await bot.says(anna, '!sitzung S1 am 23.3. absagen Krankheit')
    await take(anna, 'Abgesagt', 'S1')
    const shown = await bot.ask(anna, '!sitzung S1')
    expect(shown).toContain('- Mo., 23.03.2026, 10:00–11:00 Uhr\n- Di., 31.03.2026, 10:00–11:00 Uhr · verschoben von')
  })
})

describe('the whole series', () => {
  test('is cancelled from now on: nothing is listed or reminded of, and taken back it goes on', async () => {
    await bot.says(anna, '!sitzung Jour fixe jeden Montag 10 Uhr')
    bot.travelTo('2026-03-17T10:00:00+01:00')
    expect(await bot.ask(anna, '!sitzung S1 serie absagen')).toContain(
      'Bitte einen Grund nennen: !sitzung S1 serie absagen <Grund>',
    )
    expect(await bot.ask(anna, '!sitzung S1 serie absagen kein Bedarf')).toBe(
      'Die ganze Sitzungsreihe „Jour fixe“ (S1) ist abgesagt. Grund: kein Bedarf.',
    )
    expect(await bot.ask(anna, '!sitzungen')).toContain('Es ist keine Sitzung geplant.')
    expect((await dates())[0]).toMatchObject({ cancelledAt: null })
    expect(await bot.db.searchDocument.findUniqueOrThrow({ where: { itemId: 'S1' } })).toMatchObject({ valid: false })
    await take(anna, 'Die ganze Sitzungsreihe', 'S1')
    expect(await bot.ask(anna, '!sitzungen')).toContain('Mo., 23.03.2026')
  })
})

test('the search knows title, place and next dates in words, and the job keeps them fresh', async () => {
  await bot.says(anna, '!sitzung Jour fixe jeden Montag 10 Uhr im Kreishaus')
  const indexed = () => bot.db.searchDocument.findUniqueOrThrow({ where: { itemId: 'S1' } })
  expect(await indexed()).toMatchObject({
    kind: 'meeting',
    title: 'Jour fixe',
    body: 'Sitzung der AG IT-Kooperation: Montag, 16. März 2026, 10:00 Uhr; Montag, 23. März 2026, 10:00 Uhr; Montag, 30. März 2026, 10:00 Uhr. Ort: Kreishaus.',
  })
  bot.travelTo('2026-03-16T11:30:00+01:00')
  await bot.tick('meeting-dates')
  expect((await indexed()).body).toContain(': Montag, 23. März 2026, 10:00 Uhr;')
})
