import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, paul, olga, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

describe('planning', () => {
  test('a meeting is planned by any member, and everything that was understood is said', async () => {
    const answer = await bot.ask(
      ben,
      '!sitzung 12.3. 10–12 Uhr Quartalsrunde im Rathaus Winsen, Raum 2.14 https://video.example/it',
    )
    expect(answer).toBe(
      'Sitzung S1 geplant: „Quartalsrunde“ · Do., 12.03.2026, 10:00–12:00 Uhr · Rathaus Winsen, Raum 2.14 · https://video.example/it · Ändern: einfach hierauf antworten.',
    )
    const [event] = await bot.events()
    expect(event?.content).toMatchObject({ msgtype: 'm.notice' })
    expect(event?.content).not.toHaveProperty(['m.mentions'])
  })

  test('title and date come in any order, with length, whole days and English', async () => {
    const said: [string, string][] = [
      ['!sitzung Quartalsrunde morgen 14 Uhr', '„Quartalsrunde“ · Di., 10.03.2026, 14:00–15:00 Uhr'],
      ['!sitzung Quartalsrunde 12.3. 10 Uhr 90 min', '„Quartalsrunde“ · Do., 12.03.2026, 10:00–11:30 Uhr'],
      ['!Besprechung halb neun am Freitag: Quartalsrunde', '„Quartalsrunde“ · Fr., 13.03.2026, 08:30–09:30 Uhr'],
      ['!treffen 12.3. ganztägig Klausur', '„Klausur“ · Do., 12.03.2026, ganztägig'],
      ['!sitzung 12.3. 22–2 Uhr Umzug der Server', '„Umzug der Server“ · Do., 12.03.2026, 22:00–02:00 Uhr'],
      ['!sitzung 12.3. 10 Uhr', '„Sitzung“ · Do., 12.03.2026, 10:00–11:00 Uhr'],
      ['!meeting Fri 3pm Review for 2 hours', '„Review“ · Fr., 13.03.2026, 15:00–17:00 Uhr'],
      ['!sitzung Sommerzeit 29.3. 10 Uhr', '„Sommerzeit“ · So., 29.03.2026, 10:00–11:00 Uhr'],
    ]
    for (const [text, expected] of said) expect(await bot.ask(anna, text)).toContain(expected)
  })

  test('the place is found wherever it stands', async () => {
    const said: [string, string, string][] = [
      ['12.3. 10 Uhr Runde in Raum 3', 'Runde', 'Raum 3'],
      ['12.3. 10 Uhr Jour fixe Raum 2.14', 'Jour fixe', 'Raum 2.14'],
      ['Runde im Rathaus Winsen 12.3. 10 Uhr', 'Runde', 'Rathaus Winsen'],
      ['im Rathaus Winsen 12.3. 10 Uhr Runde', 'Runde', 'Rathaus Winsen'],
      ['12.3. 10 Uhr im Rathaus Winsen: Runde', 'Runde', 'Rathaus Winsen'],
      ['12.3. 10 Uhr Runde in Buchholz in der Nordheide', 'Runde', 'Buchholz in der Nordheide'],
      ['12.3. 10 Uhr Runde, Ort: Straße des 17. Juni 3', 'Runde', 'Straße des 17. Juni 3'],
      ['12.3. 10 Uhr Runde, Kreishaus, Saal A', 'Runde', 'Kreishaus, Saal A'],
      ['12.3. 10 Uhr Runde (online)', 'Runde', 'online'],
      ['12.3. 10 Uhr Runde online 30 min', 'Runde', 'online'],
      ['12 March 10:00 Round at the town hall', 'Round', 'town hall'],
      ['in 14 Tagen 10 Uhr Runde in Winsen', 'Runde', 'Winsen'],
    ]
    for (const [text, title, place] of said) {
      const answer = await bot.ask(anna, `!sitzung ${text}`)
      expect(answer, text).toContain(`„${title}“`)
      expect(answer, text).toContain(`· ${place} ·`)
    }
  })

  test('titles that only look as if they held a place stay whole', async () => {
    for (const title of [
      'Stand im Projekt ELVIS',
      'Umbau im Rathaus: Planung',
      'Formulare online stellen',
      'Digitalisierung in der Verwaltung',
      'Gespräch mit Frau Mai',
    ]) {
      expect(await bot.ask(anna, `!sitzung 12.3. 10 Uhr ${title}`)).toContain(
        `„${title}“ · Do., 12.03.2026, 10:00–11:00 Uhr · Ändern`,
      )
    }
  })

  test('„in 14 Tagen“ and „im April“ are dates and no places', async () => {
    expect(await bot.ask(anna, '!sitzung Klausur in 14 Tagen 9 Uhr')).toContain(
      '„Klausur“ · Mo., 23.03.2026, 09:00–10:00 Uhr · Ändern',
    )
    expect(await bot.ask(anna, '!sitzung Klausur im April')).toContain('Um wie viel Uhr am Mi., 01.04.2026?')
  })

  test('what is missing is asked for with an example, and nothing is stored', async () => {
    expect(await bot.ask(anna, '!sitzung 12.3. Quartalsrunde')).toBe(
      'Um wie viel Uhr am Do., 12.03.2026? Beispiel: „10 Uhr“, „10–12 Uhr“ oder „ganztägig“. Es wurde nichts gespeichert.',
    )
    expect(await bot.ask(anna, '!sitzung Quartalsrunde')).toBe(
      'Wann ist die Sitzung? Beispiel: !sitzung 20.03. 10 Uhr Quartalsrunde. Es wurde nichts gespeichert.',
    )
    expect(await bot.ask(anna, '!sitzung Feitag 10 Uhr Runde')).toContain('„Feitag“ habe ich nicht als Datum erkannt.')
    expect(await bot.ask(anna, '!sitzung')).toContain('So geht es: !sitzung <wann> <Titel>')
    expect(await bot.ask(anna, `!sitzung 12.3. 10 Uhr ${'x'.repeat(2000)}`)).toContain('möglich sind 2.000')
    expect(await bot.db.meeting.count()).toBe(0)
  })

  test('the past is refused, and what does not exist', async () => {
    expect(await bot.ask(anna, '!sitzung heute 9 Uhr Runde')).toContain('Mo., 09.03.2026, 09:00 Uhr, ist vorbei.')
    expect(await bot.ask(anna, '!sitzung 2.3. 9 Uhr Runde')).toContain('ist vorbei. Nächstes Jahr: „2.3.2027“')
    expect(await bot.ask(anna, '!sitzung 29.3. 2:30 Runde')).toContain('Möglich ist ab 03:00 Uhr')
    expect(await bot.ask(anna, '!sitzung Di 12.3. 10 Uhr Runde')).toContain('Das ist Do., 12.03.2026')
  })

  test('as a reply the message is what it is about', async () => {
    const said = await bot.says(ben, 'Wir müssen über die neuen Drucker reden')
    expect(await bot.ask(anna, '!sitzung morgen 10 Uhr', { replyTo: said })).toContain(
      '„Wir müssen über die neuen Drucker reden“',
    )
  })

  test('a person in the title is called by her name', async () => {
    const html = `!sitzung morgen 10 Uhr Gespräch mit <a href="https://matrix.to/#/${ben}">Ben Schulz</a>`
    expect(await bot.ask(anna, '!sitzung morgen 10 Uhr Gespräch mit Ben Schulz', { html, mentions: [ben] })).toContain(
      '„Gespräch mit Ben Schulz“',
    )
    expect((await bot.find('Gespräch')).content).not.toHaveProperty(['m.mentions'])
  })

  test('planned in a direct message it stands in the room of the group too', async () => {
    expect(await bot.ask(ben, 'sitzung 12.3. 10 Uhr Runde', { in: ben })).toContain(
      'In der Gruppe AG IT-Kooperation steht es auch.',
    )
    expect(await bot.said()).toEqual([expect.stringContaining('Sitzung S1 geplant: „Runde“')])
    expect(await bot.ask(anna, 'sitzung [PORTALE] 12.3. 10 Uhr Portalrunde', { in: anna })).toContain(
      'AG Kommunale Portale',
    )
    expect(await bot.ask(anna, 'sitzung 12.3. 10 Uhr Runde', { in: anna })).toContain('Für welche Gruppe?')
  })

  test('who is no member may not plan, and is told so before the date is looked at', async () => {
    bot.homeserver.setMember(await bot.roomOf(), stranger, 'join')
    expect(await bot.ask(stranger, '!sitzung Quatsch')).toContain('Das können nur Mitglieder der AG IT-Kooperation.')
    expect(await bot.ask(olga, 'sitzung morgen 10 Uhr Runde', { in: olga }).catch(() => '')).not.toContain('geplant')
  })
})

describe('showing', () => {
  test('a meeting is shown with its history, from its room and in person, and to nobody else', async () => {
    await bot.says(anna, '!sitzung 12.3. 10–12 Uhr Quartalsrunde im Kreishaus https://video.example/it')
    await bot.says(karin, '!sitzung S1 titel Große Quartalsrunde')
    const shown = await bot.ask(ben, 'S1', { in: ben })
    expect(shown.split('\n')).toEqual([
      'S1 „Große Quartalsrunde“ · AG IT-Kooperation',
      'Do., 12.03.2026, 10:00–12:00 Uhr',
      'Ort: Kreishaus',
      'Link: https://video.example/it',
      'Geplant von Anna Meyer',
      'Verlauf:',
      '- Mo., 09.03.2026, 10:00 Uhr: geplant (Anna Meyer)',
      '- Mo., 09.03.2026, 10:00 Uhr: Titel: Große Quartalsrunde, vorher Quartalsrunde (Karin Beispiel)',
    ])
    expect(await bot.ask(anna, '!sitzung 1')).toContain('„Große Quartalsrunde“')
    const unseen = await bot.ask(paul, '!sitzung S1', { in: paul })
    expect(unseen).toContain('S1 gibt es nicht. Liste: !sitzungen')
    expect(await bot.ask(anna, 'sitzung S9', { in: anna })).toContain('S9 gibt es nicht.')
    expect(unseen.replaceAll('S1', 'S9')).toBe(await bot.ask(paul, '!sitzung S9', { in: paul }))
  })

  test('in English everything reads English', async () => {
    await bot.db.person.update({ where: { id: anna }, data: { language: 'en' } })
    expect(await bot.ask(anna, '!meeting 12 March 10:00-12:00 Review in Room 3')).toBe(
      'Meeting S1 planned: “Review” · Thu, 12 March 2026, 10:00–12:00 · Room 3 · To change it, just reply.',
    )
    expect(await bot.ask(anna, '!meeting S1')).toContain('Place: Room 3')
    expect(await bot.ask(anna, '!meeting S1 move to 13 March')).toBe(
      'Moved: “Review” (S1) from Thu, 12 March 2026, 10:00 to Fri, 13 March 2026, 10:00–12:00 · Room 3.',
    )
    expect(await bot.ask(anna, '!meeting S1 cancel')).toContain(
      'Please give a reason: !meeting S1 cancel <reason>. Nothing was stored.',
    )
    expect(await bot.ask(anna, '!meeting S1 cancel ill')).toContain(
      'Cancelled: “Review” (S1) on Fri, 13 March 2026, 10:00–12:00. Reason: ill.',
    )
  })

  test('times are those of the group; readers of another zone are told which', async () => {
    await bot.db.person.update({ where: { id: anna }, data: { timeZone: 'Europe/London' } })
    expect(await bot.ask(anna, '!sitzung 12.3. 10 Uhr Runde')).toContain(
      'Do., 12.03.2026, 10:00–11:00 Uhr (Europe/Berlin)',
    )
    expect((await bot.db.meeting.findFirstOrThrow()).startsAt).toEqual(new Date('2026-03-12T10:00:00+01:00'))
  })

  test('a group of another zone meets in that', async () => {
    await bot.db.group.update({ where: { key: 'it' }, data: { timeZone: 'Europe/London' } })
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Runde')
    expect(await bot.db.meeting.findFirstOrThrow()).toMatchObject({
      startsAt: new Date('2026-03-12T10:00:00Z'),
      timeZone: 'Europe/London',
    })
  })
})

describe('the list', () => {
  test('in a room it is the group’s, in a direct message that of all my groups, by time', async () => {
    expect(await bot.ask(anna, '!sitzungen')).toContain('Es ist keine Sitzung geplant.')
    await bot.says(anna, '!sitzung 20.3. 10 Uhr Später')
    await bot.says(anna, '!sitzung 12.3. 10 Uhr Früher in Raum 3')
    await bot.says(anna, '!sitzung 16.3. 9 Uhr Portalrunde', { in: 'portale' })
    expect((await bot.ask(ben, '!sitzungen')).split('\n')).toEqual([
      'Nächste Sitzungen · AG IT-Kooperation',
      '- Do., 12.03.2026, 10:00–11:00 Uhr: „Früher“ (S2) · Raum 3',
      '- Fr., 20.03.2026, 10:00–11:00 Uhr: „Später“ (S1)',
    ])
    const mine = await bot.ask(anna, 'sitzungen', { in: anna })
    expect(mine.split('\n').slice(1)).toEqual([
      expect.stringContaining('S2'),
      expect.stringContaining('(S3) · AG Kommunale Portale'),
      expect.stringContaining('S1'),
    ])
    expect(await bot.ask(ben, 'sitzungen', { in: ben })).not.toContain('Portalrunde')
  })

  test('it is cut at ten, and a series does not fill it', async () => {
    for (let day = 10; day < 20; day++) await bot.says(anna, `!sitzung ${day}.4. 10 Uhr Runde ${day}`)
    await bot.says(anna, '!sitzung täglich 8 Uhr Lagerunde')
    const list = await bot.ask(anna, '!sitzungen')
    expect(list.split('\n')).toHaveLength(12)
    expect(list).toContain('… und 3 weitere: !sitzungen alle')
    expect(list.match(/Lagerunde/g)).toHaveLength(3)
    expect((await bot.ask(anna, '!sitzungen alle')).split('\n')).toHaveLength(14)
  })

  test('what is over or cancelled is not in it; a whole day stands there until it ends', async () => {
    await bot.says(anna, '!sitzung heute 11 Uhr Kurz')
    await bot.says(anna, '!sitzung heute ganztägig Klausur')
    await bot.says(anna, '!sitzung morgen 11 Uhr Abgesagte')
    await bot.says(anna, '!sitzung S3 absagen Krankheit')
    bot.travelTo('2026-03-09T12:30:00+01:00')
    const list = await bot.ask(anna, '!sitzungen')
    expect(list).toContain('Mo., 09.03.2026, ganztägig: „Klausur“ (S2)')
    expect(list).not.toContain('Kurz')
    expect(list).not.toContain('Abgesagte')
  })
})
