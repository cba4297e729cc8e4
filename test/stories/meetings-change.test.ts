import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, paul } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.says(anna, '!sitzung 12.3. 10–12 Uhr Quartalsrunde in Raum 3')
})
afterEach(() => bot.close())

const starts = async () =>
  (await bot.db.meetingDate.findMany({ orderBy: { startsAt: 'asc' } })).map(({ startsAt }) => startsAt.toISOString())

describe('moving', () => {
  test('day, time and length change as far as they are named', async () => {
    const said: [string, string][] = [
      ['S1 verschieben auf 19.3. 14 Uhr', 'Do., 19.03.2026, 14:00–16:00 Uhr'],
      ['s1 verschieben auf 19.3.', 'Do., 19.03.2026, 10:00–12:00 Uhr'],
      ['S1 verlegen auf 14 Uhr', 'Do., 12.03.2026, 14:00–16:00 Uhr'],
      ['1 verschieben auf Freitag 9–10 Uhr', 'Fr., 13.03.2026, 09:00–10:00 Uhr'],
      ['S1 verschieben auf morgen', 'Di., 10.03.2026, 10:00–12:00 Uhr'],
      ['S1 am 12.3. verschieben auf 13.3.', 'Fr., 13.03.2026, 10:00–12:00 Uhr'],
      ['S1 verschieben vom 12.3. auf den 13.3.', 'Fr., 13.03.2026, 10:00–12:00 Uhr'],
      ['S1 verschieben auf 13.3. ganztägig', 'Fr., 13.03.2026, ganztägig'],
      ['S1 verschieben auf 30.3.', 'Mo., 30.03.2026, 10:00–12:00 Uhr'],
      ['S1 move to Friday 3pm', 'Fr., 13.03.2026, 15:00–17:00 Uhr'],
    ]
    for (const [i, [text, expected]] of said.entries()) {
      const id = `S${i + 2}`
      await bot.says(anna, '!sitzung 12.3. 10–12 Uhr Quartalsrunde in Raum 3')
      const answer = await bot.ask(anna, `!sitzung ${text.replace(/1/, String(i + 2))}`)
      expect(answer, text).toBe(
        `Verschoben: „Quartalsrunde“ (${id}) von Do., 12.03.2026, 10:00 Uhr auf ${expected} · Raum 3.`,
      )
      expect(await bot.ask(ben, '!sitzungen alle')).toContain(`${expected}: „Quartalsrunde“ (${id})`)
    }
    expect(await starts()).toHaveLength(said.length + 1)
  })

  test('place, address and reason may come with the new date', async () => {
    const answer = await bot.ask(
      anna,
      '!sitzung S1 verschieben auf 13.3. 9 Uhr im Kreishaus https://video.example/b wegen Krankheit am 12.3.',
    )
    expect(answer).toBe(
      'Verschoben: „Quartalsrunde“ (S1) von Do., 12.03.2026, 10:00 Uhr auf Fr., 13.03.2026, 09:00–11:00 Uhr · Kreishaus · https://video.example/b. Grund: Krankheit am 12.3.',
    )
    expect(await bot.ask(anna, '!S1')).toContain('Ort: Kreishaus')
  })

  test('into the past, to nowhere, to the same or to words it does not go', async () => {
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf heute 9 Uhr')).toContain(
      'ist vorbei. Es wurde nichts gespeichert.',
    )
    expect(await bot.ask(anna, '!sitzung S1 verschieben')).toContain(
      'Auf wann? Beispiel: !sitzung S1 verschieben auf 20.03. 14 Uhr',
    )
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf irgendwann')).toContain('Auf wann?')
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf 12.3. 10 Uhr')).toContain(
      'S1 ist schon am Do., 12.03.2026, 10:00 Uhr.',
    )
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf 13.3. wie immer')).toContain(
      '„wie immer“ habe ich nicht verstanden',
    )
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf jeden Dienstag 9 Uhr')).toContain(
      'Verschieben lassen sich einzelne Termine.',
    )
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf 29.3. 2:30')).toContain('Möglich ist ab 03:00 Uhr')
    expect(await starts()).toEqual(['2026-03-12T09:00:00.000Z'])
  })

  test('what is over is not moved or cancelled', async () => {
    bot.travelTo('2026-03-12T13:00:00+01:00')
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf 19.3.')).toContain(
      'S1 war am Do., 12.03.2026, 10:00 Uhr und ist vorbei.',
    )
    expect(await bot.ask(anna, '!sitzung S1 absagen Krankheit')).toContain('ist vorbei')
    expect(await bot.ask(anna, '!sitzung S1')).toContain('Do., 12.03.2026, 10:00–12:00 Uhr · vorbei')
  })
})

describe('cancelling', () => {
  test('needs a reason, which everybody may read', async () => {
    expect(await bot.ask(anna, '!sitzung S1 absagen')).toBe(
      'Bitte einen Grund nennen: !sitzung S1 absagen <Grund>. Es wurde nichts gespeichert.',
    )
    expect(await bot.ask(karin, '!sitzung S1 absagen Krankheit')).toBe(
      'Abgesagt: „Quartalsrunde“ (S1) am Do., 12.03.2026, 10:00–12:00 Uhr. Grund: Krankheit.',
    )
    expect(await bot.ask(ben, '!sitzung S1')).toContain('Abgesagt. Grund: Krankheit')
    expect(await bot.ask(ben, '!sitzungen')).toContain('Es ist keine Sitzung geplant.')
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf 13.3.')).toContain(
      'S1 ist abgesagt und wird nicht mehr geändert.',
    )
  })

  test('of a series only where there is one', async () => {
    expect(await bot.ask(anna, '!sitzung S1 serie absagen kein Bedarf')).toContain('S1 ist eine einzelne Sitzung.')
  })
})

describe('correcting', () => {
  test('title, place, link and length', async () => {
    const said: [string, string][] = [
      ['titel Große Runde', 'Geändert: „Große Runde“ (S1) · Do., 12.03.2026, 10:00–12:00 Uhr · Raum 3'],
      ['ort: Kreishaus, Saal A', 'Geändert: „Große Runde“ (S1) · Do., 12.03.2026, 10:00–12:00 Uhr · Kreishaus, Saal A'],
      ['Raum 4', 'Geändert: „Große Runde“ (S1) · Do., 12.03.2026, 10:00–12:00 Uhr · Raum 4'],
      [
        'link https://video.example/c',
        'Geändert: „Große Runde“ (S1) · Do., 12.03.2026, 10:00–12:00 Uhr · Raum 4 · https://video.example/c',
      ],
      [
        'dauer 90 min',
        'Geändert: „Große Runde“ (S1) · Do., 12.03.2026, 10:00–11:30 Uhr · Raum 4 · https://video.example/c',
      ],
    ]
    for (const [text, expected] of said) expect(await bot.ask(anna, `!sitzung S1 ${text}`)).toBe(expected)
  })

  test('what is no change is answered with what is possible', async () => {
    for (const text of ['dauer lang', 'link nirgends', 'ort', 'irgendwas'])
      expect(await bot.ask(anna, `!sitzung S1 ${text}`)).toContain(
        'Möglich ist:\n- !sitzung S1 verschieben auf <wann>\n',
      )
  })
})

describe('who may', () => {
  test('who planned it and the coordinators; all others are told who', async () => {
    const refusal =
      'Das kann nur, wer es eingetragen hat (Anna Meyer), oder die Koordination der AG IT-Kooperation: Karin Beispiel. Es wurde nichts gespeichert.'
    for (const text of [
      'verschieben auf 13.3.',
      'absagen Krankheit',
      'titel Neu',
      'irgendwas',
      'verschieben auf Quatsch',
    ])
      expect(await bot.ask(ben, `!sitzung S1 ${text}`)).toBe(refusal)
    expect(await bot.ask(karin, '!sitzung S1 verschieben auf 13.3.')).toContain('Verschoben')
  })

  test('who may see it kreisweit but is no member changes nothing', async () => {
    await bot.db.item.update({ where: { id: 'S1' }, data: { scope: 'district' } })
    expect(await bot.ask(paul, 'S1', { in: paul })).toContain('„Quartalsrunde“')
    expect(await bot.ask(paul, 'S1 absagen Krankheit', { in: paul })).toContain(
      'Das können nur Mitglieder der AG IT-Kooperation.',
    )
  })

  test('who has left the group changes nothing, though she planned it', async () => {
    await bot.db.membership.updateMany({
      where: { personId: anna, group: { key: 'it' } },
      data: { removedAt: bot.clock() },
    })
    expect(await bot.ask(anna, 'S1 absagen Krankheit', { in: anna })).toContain('S1 gibt es nicht.')
    expect(await bot.db.meeting.findUniqueOrThrow({ where: { id: 'S1' } })).toMatchObject({ cancelledAt: null })
  })
})

describe('the card', () => {
  test('a reply needs no prefix and no id', async () => {
    const card = (await bot.find('Sitzung S1 geplant')).event_id
    expect(await bot.ask(anna, 'verschieben auf 13.3.', { replyTo: card })).toContain(
      'auf Fr., 13.03.2026, 10:00–12:00 Uhr',
    )
    expect(await bot.ask(anna, 'Ort: Kreishaus', { replyTo: card })).toContain('Kreishaus')
    expect(await bot.ask(anna, 'am 13.3. verschieben auf 16.3.', { replyTo: card })).toContain('auf Mo., 16.03.2026')
    expect(await bot.ask(anna, 'absagen Krankheit', { replyTo: card })).toContain('Abgesagt')
  })

  test('talk about it stays unanswered', async () => {
    const card = (await bot.find('Sitzung S1 geplant')).event_id
    for (const text of [
      'Danke',
      'Ort ist gut',
      'Link geht nicht',
      'Können wir verschieben?',
      'absagen?',
      'ja',
      'absage',
    ])
      expect(await bot.ask(anna, text, { replyTo: card })).toBe('')
  })

  test('reactions mean nothing yet', async () => {
    const before = (await bot.said()).length
    await bot.react(ben, (await bot.find('Sitzung S1 geplant')).event_id, '✅')
    expect(await bot.said()).toHaveLength(before)
  })
})

describe('the group hears of it', () => {
  test('changed in a direct message it stands in the room too, and those there are notified', async () => {
    await bot.db.membership.updateMany({ where: { personId: ben }, data: { joinedAt: null } })
    expect(await bot.ask(karin, 'S1 verschieben auf 13.3.', { in: karin })).toMatch(
      /^Verschoben: .* In der Gruppe AG IT-Kooperation steht es auch\.$/,
    )
    const told = await bot.find('Verschoben')
    expect(told.content).toMatchObject({
      msgtype: 'm.text',
      body: expect.stringContaining('Fr., 13.03.2026, 10:00–12:00 Uhr · Raum 3.'),
    })
    expect(told.content['m.mentions']).toEqual({
      user_ids: expect.toSatisfy((ids: string[]) => [...ids].sort().join() === [anna, people.dora].sort().join()),
    })
    await bot.says(karin, 'S1 absagen Krankheit', { in: karin })
    expect((await bot.find('Abgesagt')).content['msgtype']).toBe('m.text')
    expect((await bot.said()).filter((text) => text.includes('steht es auch'))).toEqual([])
  })

  test('changed in the room the answer says it, once', async () => {
    await bot.says(karin, '!sitzung S1 verschieben auf 13.3.')
    expect((await bot.said()).filter((text) => text.startsWith('Verschoben'))).toHaveLength(1)
  })
})

describe('taking back', () => {
  const undo = async (text: string, answer: string) => {
    await bot.says(anna, text)
    return bot.ask(anna, '!rückgängig', { replyTo: (await bot.find(answer)).event_id })
  }

  test('a move: the old date stands again', async () => {
    expect(await undo('!sitzung S1 verschieben auf 19.3. im Kreishaus', 'Verschoben')).toContain(
      'S1 ist wieder wie vorher.',
    )
    expect(await bot.ask(ben, '!sitzungen')).toContain(
      'Do., 12.03.2026, 10:00–12:00 Uhr: „Quartalsrunde“ (S1) · Raum 3',
    )
    expect(await starts()).toEqual(['2026-03-12T09:00:00.000Z'])
  })

  test('a cancellation: it takes place again', async () => {
    await undo('!sitzung S1 absagen Krankheit', 'Abgesagt')
    expect(await bot.ask(ben, '!sitzungen')).toContain('(S1)')
    expect(await bot.ask(anna, '!sitzung S1 verschieben auf 13.3.')).toContain('Verschoben')
  })

  test('planning: the number stays as a wrong entry', async () => {
    await undo('!sitzung 20.3. 10 Uhr Falsche Runde', 'Sitzung S2 geplant')
    expect(await bot.ask(anna, '!sitzung S2')).toContain('Fehleintrag')
    expect(await bot.ask(anna, '!sitzungen')).not.toContain('S2')
    expect(await bot.ask(anna, '!sitzung 20.3. 10 Uhr Richtige Runde')).toContain('S3')
    expect(await bot.db.searchDocument.findUnique({ where: { itemId: 'S2' } })).toBeNull()
  })

  test('SEQUENCE only rises, and every change is in the history', async () => {
    await undo('!sitzung S1 verschieben auf 19.3.', 'Verschoben')
    expect((await bot.db.meeting.findUniqueOrThrow({ where: { id: 'S1' } })).sequence).toBe(2)
    expect(
      (await bot.db.historyEntry.findMany({ where: { itemId: 'S1' }, orderBy: { id: 'asc' } })).map(
        ({ action }) => action,
      ),
    ).toEqual(['created', 'moved', 'undone'])
  })
})
