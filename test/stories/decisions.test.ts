import { afterEach, describe, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, dora, paul, stranger } = people

let bot: TestBot
const begin = async (options: Partial<Parameters<typeof testBot>[0]> = {}) => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00', ...options })
  return bot
}
afterEach(() => bot.close())

describe('recording', () => {
  test('what a coordinator records is in the register at once', async () => {
    await begin()
    expect(await bot.ask(karin, '!beschluss Gemeinsame Ausschreibung der Drucker')).toBe(
      'Beschluss IT-2026/001 (B1) eingetragen: „Gemeinsame Ausschreibung der Drucker“.',
    )
    expect(await bot.ask(karin, '!Beschluß Die Portale werden zusammengelegt. am 3.3.')).toBe(
      'Beschluss IT-2026/002 (B2) eingetragen: „Die Portale werden zusammengelegt.“ Gefasst am Di., 03.03.2026.',
    )
    expect(await bot.ask(paul, '!decision Open data', { in: 'portale' })).toContain('PORTALE-2026/001 (B3)')
  })

  test('what a member records waits until a coordinator reacts, and tells both sides', async () => {
    await begin()
    const asked = await bot.ask(anna, '!beschluss Drucker gemeinsam ausschreiben am 10.3.')
    expect(asked).toContain('B1 vorgemerkt. Die Registernummer folgt mit der Bestätigung durch die Koordination.')
    expect(asked).toContain('„Drucker gemeinsam ausschreiben“ · gefasst am Di., 10.03.2026')
    expect(asked).toContain('Karin Beispiel')
    const card = await bot.find('B1 vorgemerkt')
    expect(card.content).toMatchObject({ msgtype: 'm.text', 'm.mentions': { user_ids: [karin] } })

    await bot.react(ben, card.event_id, '✅')
    expect(await bot.said()).toHaveLength(1)
    await bot.react(karin, card.event_id, '👍')
    expect(await bot.said()).toHaveLength(1)
    await bot.react(karin, card.event_id, '✅')
    const entered = await bot.find('IT-2026/001')
    expect(entered.content['body']).toBe(
      'Beschluss IT-2026/001 (B1) eingetragen: „Drucker gemeinsam ausschreiben“. Gefasst am Di., 10.03.2026.',
    )
    expect(entered.content).toMatchObject({ msgtype: 'm.text', 'm.mentions': { user_ids: [anna] } })
    await bot.react(karin, card.event_id, '✅')
    expect(await bot.said()).toHaveLength(2)
  })

  test('a confirmation stays when the reaction is taken back, and the bot says how to go on', async () => {
    await begin()
    await bot.says(anna, '!beschluss Drucker')
    const reaction = await bot.react(karin, (await bot.find('B1 vorgemerkt')).event_id, '✅')
    await bot.redact(karin, reaction)
    expect((await bot.said()).at(-1)).toContain(
      'die Nummer IT-2026/001 ist vergeben. War es ein Versehen: !beschluss B1 storno <Grund>',
    )
    expect(await bot.ask(anna, '!beschluss B1')).toContain('gültig')
  })

  test('a coordinator confirms in words: by id, by a reply, in a direct message; a second time changes nothing', async () => {
    await begin()
    for (const text of ['Eins', 'Zwei', 'Drei']) await bot.says(anna, `!beschluss ${text}`)
    expect(await bot.ask(ben, '!beschluss B1 bestätigen')).toBe(
      'Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel. Es wurde nichts gespeichert.',
    )
    expect(await bot.ask(karin, '!beschluss B2 bestätigen.')).toContain('IT-2026/001 (B2)')
    expect(await bot.ask(karin, 'bestätigen', { replyTo: (await bot.find('B1 vorgemerkt')).event_id })).toContain(
      'IT-2026/002 (B1)',
    )
    expect(await bot.ask(karin, '!beschluss bestätigen', { replyTo: (await bot.find('B1 vorgemerkt')).event_id })).toBe(
      'B1 ist schon bestätigt: IT-2026/002.',
    )
    expect(await bot.ask(karin, 'B3 bestätigen', { in: karin })).toContain('IT-2026/003 (B3)')
    expect((await bot.said(anna)).at(-1)).toContain('IT-2026/003 (B3)')
    expect(await bot.db.decision.count()).toBe(3)
  })

  test('recorded in a direct message it is put before the coordinators in the room', async () => {
    await begin()
    expect(await bot.ask(anna, 'beschluss [IT] Drucker', { in: anna })).toContain('B1 vorgemerkt')
    const card = await bot.find('B1 vorgemerkt')
    expect(card.content['m.mentions']).toEqual({ user_ids: [karin] })
    await bot.react(karin, card.event_id, '✅')
    expect((await bot.said()).at(-1)).toContain('IT-2026/001')
  })

  test('the message replied to is what was decided', async () => {
    await begin()
    const said = await bot.says(ben, 'Wir schreiben die Drucker\ngemeinsam aus.')
    expect(await bot.ask(karin, '!beschluss am 11.3.', { replyTo: said })).toBe(
      'Beschluss IT-2026/001 (B1) eingetragen: „Wir schreiben die Drucker gemeinsam aus.“ Gefasst am Mi., 11.03.2026.',
    )
    expect(await bot.ask(karin, '!beschluss')).toContain('So geht es')
  })

  test('where the installation or the group does not ask for confirmation every member gets a number, and the word is the group’s', async () => {
    await begin({ installation: { decisions: { confirm: false, word: 'Empfehlung' } } })
    expect(await bot.ask(anna, '!beschluss Drucker')).toBe('Empfehlung IT-2026/001 (B1) eingetragen: „Drucker“.')
    await bot.db.group.update({ where: { key: 'it' }, data: { confirm: true, word: 'Verabredung' } })
    expect(await bot.ask(anna, '!beschluss Toner')).toContain('B2 vorgemerkt')
    expect(await bot.ask(karin, '!beschluss B2 bestätigen')).toContain('Verabredung IT-2026/002')
    await bot.db.person.update({ where: { id: karin }, data: { language: 'en' } })
    expect(await bot.ask(karin, '!decision Paper')).toBe('Agreement IT-2026/003 (B3) entered: “Paper”.')
  })

  test('days to come, days that are none, and texts that are too long are refused', async () => {
    await begin()
    expect(await bot.ask(karin, '!beschluss Drucker am 20.03.2026')).toMatch(
      /Fr\., 20\.03\.2026 liegt in der Zukunft\..* Es wurde nichts gespeichert\./,
    )
    expect(await bot.ask(karin, '!beschluss Drucker am 20.3.')).toContain(
      'Dann bitte mit Jahr: am 20.3.2025. Fr., 20.03.2026 liegt in der Zukunft.',
    )
    expect(await bot.ask(karin, '!beschluss Drucker am 20.3.2025')).toContain('IT-2025/001 (B1)')
    expect(await bot.ask(karin, '!beschluss Drucker am Feitag')).toContain(
      '„am Feitag“ habe ich nicht als Datum erkannt.',
    )
    expect(await bot.ask(karin, `!beschluss ${'x'.repeat(2001)}`)).toContain('Der Text hat 2001 Zeichen')
    expect(await bot.ask(karin, `!beschluss ${'x'.repeat(2000)}`)).toContain('IT-2026/001 (B2)')
    expect(await bot.ask(stranger, '!beschluss Drucker')).toContain('Das können nur Mitglieder der AG IT-Kooperation')
  })

  test('numbers count up per group and year of the decision, in the order of entry', async () => {
    await begin({ at: '2027-01-04T09:00:00+01:00' })
    for (const text of ['Eins am 30.12.2026', 'Zwei', 'Drei am 31.12.', 'Vier am 1.1.'])
      await bot.says(karin, `!beschluss ${text}`)
    await bot.says(paul, '!beschluss Fünf', { in: 'portale' })
    const all = await bot.db.decision.findMany({ orderBy: { item: { number: 'asc' } } })
    expect(all.map(({ register }) => register)).toEqual([
      'IT-2026/001',
      'IT-2027/001',
      'IT-2026/002',
      'IT-2027/002',
      'PORTALE-2027/001',
    ])
  })

  test('a number is not lost with a command that fails', async () => {
    await begin()
    await bot.says(karin, '!beschluss Eins')
    await bot.ask(karin, '!beschluss Zwei am 31.2.')
    expect(await bot.ask(karin, '!beschluss Zwei')).toContain('IT-2026/002 (B2)')
  })
})

describe('at once', () => {
  test('of two coordinators that confirm at the same moment one gives the number', async () => {
    await begin()
    await bot.db.membership.updateMany({ where: { personId: ben }, data: { role: 'coordinator' } })
    await bot.says(anna, '!beschluss Drucker')
    const card = (await bot.find('B1 vorgemerkt')).event_id
    await bot.put(karin, '!beschluss B1 bestätigen', { in: karin })
    await bot.put(ben, '!beschluss B1 bestätigen', { in: ben })
    await bot.put(ben, '!beschluss B1 bestätigen', { replyTo: card })
    await bot.work()
    const said = [...(await bot.said(karin)), ...(await bot.said(ben)), ...(await bot.said()).slice(1)]
    expect(said.filter((text) => text.includes('eingetragen'))).toHaveLength(1)
    expect(said.filter((text) => text.includes('B1 ist schon bestätigt: IT-2026/001.'))).toHaveLength(2)
    expect(await bot.ask(karin, '!beschluss Toner')).toContain('IT-2026/002')
  })

  test('decisions from two rooms and direct messages at once leave no gap and no number twice', async () => {
    await begin()
    for (let i = 1; i <= 10; i++) {
      await bot.put(karin, `!beschluss Punkt ${i} der gemeinsamen Ausschreibung`)
      await bot.put(paul, `!beschluss Portal ${i} der gemeinsamen Ausschreibung`, { in: 'portale' })
      await bot.put(karin, `beschluss Nachtrag ${i} der Ausschreibung`, { in: karin })
    }
    await bot.work()
    const of = async (key: string) =>
      (await bot.db.decision.findMany({ where: { item: { group: { key } } }, orderBy: { sequence: 'asc' } })).map(
        ({ sequence }) => sequence,
      )
    expect(await of('it')).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(await of('portale')).toEqual(Array.from({ length: 10 }, (_, i) => i + 1))
    expect(bot.log.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('showing and changing', () => {
  test('the author corrects until it is confirmed, then the coordinators; the history shows both texts', async () => {
    await begin()
    await bot.says(anna, '!beschluss Druker')
    expect(await bot.ask(ben, '!beschluss B1 berichtigen Toner')).toContain(
      'Das kann nur, wer es eingetragen hat (Anna Meyer), oder die Koordination der AG IT-Kooperation: Karin Beispiel.',
    )
    expect(await bot.ask(anna, '!beschluss B1 berichtigen Drucker wegen Schreibfehler')).toBe(
      'B1 berichtigt: „Drucker“. Grund: Schreibfehler',
    )
    await bot.says(karin, '!beschluss B1 bestätigen')
    expect(await bot.ask(anna, '!beschluss B1 berichtigen Toner')).toContain('Das kann nur die Koordination')
    expect(
      await bot.ask(karin, 'berichtigen Drucker und Toner', { replyTo: (await bot.find('IT-2026/001')).event_id }),
    ).toBe('IT-2026/001 (B1) berichtigt: „Drucker und Toner“.')

    const shown = await bot.ask(ben, '!beschluss IT-2026/1')
    expect(shown.split('\n')).toEqual([
      'Beschluss IT-2026/001 (B1) · AG IT-Kooperation',
      '„Drucker und Toner“',
      'gültig · gefasst am Do., 12.03.2026 · eingetragen am Do., 12.03.2026',
      'Verlauf:',
      '- Do., 12.03.2026, 10:00 Uhr: vorgemerkt (Anna Meyer)',
      '- Do., 12.03.2026, 10:00 Uhr: berichtigt, vorher „Druker“, Grund: Schreibfehler (Anna Meyer)',
      '- Do., 12.03.2026, 10:00 Uhr: bestätigt (Karin Beispiel)',
      '- Do., 12.03.2026, 10:00 Uhr: berichtigt, vorher „Drucker“ (Karin Beispiel)',
    ])
  })

  test('a wrong entry keeps its number, is marked, and is changed no more', async () => {
    await begin()
    await bot.says(karin, '!beschluss Drucker')
    expect(await bot.ask(karin, '!beschluss B1 storno')).toContain('Bitte mit Grund: !beschluss B1 storno <Grund>')
    expect(await bot.ask(anna, '!beschluss B1 storno falsch')).toContain('Das kann nur die Koordination')
    expect(await bot.ask(karin, '!beschluss 2026/1 storno doppelt eingetragen')).toBe(
      'IT-2026/001 (B1) ist als Fehleintrag gekennzeichnet; die Nummer bleibt und wird nicht neu vergeben. Grund: doppelt eingetragen',
    )
    expect(await bot.ask(karin, '!beschluss Toner')).toContain('IT-2026/002')
    expect(await bot.ask(anna, '!beschluss B1')).toContain('Fehleintrag, Grund: doppelt eingetragen')
    expect(await bot.ask(karin, '!beschluss B1 berichtigen Papier')).toContain(
      'ist ein Fehleintrag und wird nicht mehr verändert',
    )
    expect(await bot.ask(karin, '!beschlüsse')).toContain('- IT-2026/001 (B1) Drucker · Fehleintrag')
  })

  test('the author may void what is not confirmed; it gets no number and cannot be confirmed', async () => {
    await begin()
    await bot.says(anna, '!beschluss Drucker')
    expect(
      await bot.ask(anna, 'storno war nur eine Idee', { replyTo: (await bot.find('B1 vorgemerkt')).event_id }),
    ).toBe('B1 ist als Fehleintrag gekennzeichnet. Grund: war nur eine Idee')
    expect(await bot.ask(karin, '!beschluss B1 bestätigen')).toContain('B1 ist ein Fehleintrag')
    expect(await bot.ask(karin, '!beschluss Toner')).toContain('IT-2026/001 (B2)')
  })

  test('an id, a register number and the short form of the room all name a decision, from the room and from a direct message', async () => {
    await begin()
    await bot.says(karin, '!beschluss Drucker')
    for (const typed of [
      '!beschluss B1',
      '!beschluss b 1',
      '!beschluss 1',
      '!B1',
      '!beschluss IT-2026/001',
      '!it-2026/1',
      '!beschluss 2026/1',
      '!decision B001',
    ]) {
      expect(await bot.ask(ben, typed), typed).toContain('IT-2026/001 (B1)')
    }
    for (const typed of ['B1', 'beschluss IT-2026/1', 'IT-2026/001'])
      expect(await bot.ask(ben, typed, { in: ben }), typed).toContain('„Drucker“')
    expect(await bot.ask(karin, '!beschluss 3 Drucker werden angeschafft')).toContain(
      'eingetragen: „3 Drucker werden angeschafft“',
    )
    expect(await bot.ask(karin, '!beschluss A4 wird nur noch beidseitig bedruckt')).toContain('eingetragen: „A4 wird')
  })

  test('what comes later is not pretended: the answer says what is possible', async () => {
    await begin()
    await bot.says(karin, '!beschluss Drucker')
    for (const typed of ['ersetzt B2', 'aufheben Grund', 'wv 1.10.', 'Toner']) {
      const answer = await bot.ask(karin, `!beschluss B1 ${typed}`)
      expect(answer).toContain('habe ich hier nicht verstanden')
      expect(answer).toContain('!beschluss B1 berichtigen <Text> wegen <Grund>')
    }
    expect(await bot.ask(karin, '!beschluss extern Kreistag am 1.3.: Haushalt')).toContain(
      '„extern“ gibt es hier nicht',
    )
    expect(await bot.db.decision.count()).toBe(1)
  })

  test('one that may not be seen does not exist: same words, same queries as one that never was', async () => {
    await begin()
    await bot.says(karin, '!beschluss Drucker')
    const seen = await bot.ask(paul, 'beschluss B1', { in: paul })
    expect(seen).toBe('B1 gibt es nicht. Liste: !beschlüsse Es wurde nichts gespeichert.')
    expect(await bot.ask(paul, 'beschluss B7', { in: paul })).toBe(seen.replace('B1', 'B7'))
    expect(await bot.ask(paul, 'beschluss IT-2026/001', { in: paul })).toBe(seen.replace('B1', 'IT-2026/001'))
    expect(await bot.ask(paul, '!beschluss IT-2026/7 storno weg', { in: 'portale' })).toBe(
      seen.replace('B1', 'IT-2026/007'),
    )
    expect(await bot.ask(paul, '!beschluss B1 bestätigen', { in: 'portale' })).toBe(seen)
  })

  test('rights follow the membership: who was removed changes nothing more', async () => {
    await begin()
    await bot.says(dora, '!beschluss Drucker')
    await bot.db.membership.updateMany({ where: { personId: dora }, data: { removedAt: bot.clock() } })
    expect(await bot.ask(dora, '!beschluss B1 storno egal')).toContain('Das können nur Mitglieder')
    await bot.db.group.update({ where: { key: 'it' }, data: { archivedAt: bot.clock() } })
    expect(await bot.ask(karin, 'beschluss B1 bestätigen', { in: karin })).toContain('archiviert')
    expect((await bot.db.decision.findUniqueOrThrow({ where: { id: 'B1' } })).status).toBe('pending')
  })
})

describe('the register', () => {
  test('lists newest first, cut at ten, by year, state and word', async () => {
    await begin()
    expect(await bot.ask(anna, '!beschlüsse')).toBe('Im Register steht noch nichts. Eintragen: !beschluss <Text>')
    await bot.says(karin, '!beschluss Alte Sache am 1.12.2025')
    for (let i = 1; i <= 11; i++) await bot.says(karin, `!beschluss Ausschreibung ${i}`)
    await bot.says(anna, '!beschluss Gemeinsame Drucker')
    const answer = (await bot.ask(anna, '!beschluesse')).split('\n')
    expect(answer[0]).toBe('Register · AG IT-Kooperation · 13 Einträge')
    expect(answer[1]).toBe('- B13 Gemeinsame Drucker · zur Bestätigung')
    expect(answer[2]).toBe('- IT-2026/011 (B12) Ausschreibung 11 · Do., 12.03.2026')
    expect(answer).toHaveLength(12)
    expect(answer.at(-1)).toBe('… und 3 weitere: !beschlüsse alle')
    expect((await bot.ask(anna, '!beschlüsse alle')).split('\n')).toHaveLength(14)
    expect(await bot.ask(anna, '!beschlüsse 2025')).toBe(
      'Register · AG IT-Kooperation · 1 Eintrag\n- IT-2025/001 (B1) Alte Sache · Mo., 01.12.2025',
    )
    expect(await bot.ask(anna, '!beschlüsse offen')).toContain('1 Eintrag\n- B13')
    expect(await bot.ask(anna, '!beschlüsse gültig')).toContain('12 Einträge')
    expect(await bot.ask(anna, '!beschlüsse Drucker')).toContain('1 Eintrag\n- B13')
    expect(await bot.ask(anna, '!beschlüsse 2024')).toContain('Dazu steht nichts im Register')
  })

  test('holds in a room that of its group, in a direct message that of all own groups', async () => {
    await begin()
    await bot.says(karin, '!beschluss Drucker')
    await bot.says(paul, '!beschluss Portal', { in: 'portale' })
    expect(await bot.ask(paul, '!beschlüsse', { in: 'portale' })).not.toContain('Drucker')
    expect(await bot.ask(paul, 'beschlüsse', { in: paul })).not.toContain('Drucker')
    expect(await bot.ask(anna, 'beschlüsse', { in: anna })).toMatch(/PORTALE-2026\/001[\s\S]*IT-2026\/001/)
    expect(await bot.ask(anna, 'beschlüsse [it]', { in: anna })).not.toContain('Portal')
  })
})
