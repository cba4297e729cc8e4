import { describe, expect, test } from 'vitest'
import { takeDay, takeDeadline } from '../bot/domain/when/deadline.ts'
import type { Taken } from '../bot/domain/when/types.ts'

/** Tuesday, 24 November 2026, 9:00. */
const SENT = { sentAt: new Date('2026-11-24T09:00:00+01:00'), timeZone: 'Europe/Berlin' }

/** "text | day time", or the problem. */
function shown(taken: Taken): string {
  if ('problem' in taken) return `${taken.problem.kind}: ${taken.problem.phrase}`
  return [taken.text, [taken.when?.day, taken.when?.time].filter(Boolean).join(' ')].join(' | ')
}

const deadline = (text: string) => shown(takeDeadline(text, { ...SENT, use: 'deadline' }))
const day = (text: string) => shown(takeDay(text, { ...SENT, use: 'past' }))

describe('a deadline is taken out of a task', () => {
  test.each([
    ['Brief an Frau Mai bis Freitag', 'Brief an Frau Mai | 2026-11-27'],
    ['Brief an Frau Mai', 'Brief an Frau Mai | '],
    ['Mit Frau Freitag im März reden bis Montag', 'Mit Frau Freitag im März reden | 2026-11-30'],
    ['Bericht bis Freitag @anna #haushalt', 'Bericht @anna #haushalt | 2026-11-27'],
    ['Bericht @anna #haushalt bis Freitag', 'Bericht @anna #haushalt | 2026-11-27'],
    ['Bericht #haushalt bis Freitag @anna:seevetal.de', 'Bericht #haushalt @anna:seevetal.de | 2026-11-27'],
    ['bis Freitag', ' | 2026-11-27'],
    ['bis Freitag den Bericht abgeben', 'den Bericht abgeben | 2026-11-27'],
    ['Bericht bis Freitag.', 'Bericht | 2026-11-27'],
    ['Bericht, bis Freitag', 'Bericht | 2026-11-27'],
    ['Bericht (bis Freitag)', 'Bericht | 2026-11-27'],
    ['Bericht (Entwurf) bis Freitag', 'Bericht (Entwurf) | 2026-11-27'],
    ['Bericht – bis Freitag', 'Bericht | 2026-11-27'],
    ['Bericht, bis zum 3.12., prüfen', 'Bericht, prüfen | 2026-12-03'],
    ['Bericht bis Freitag: Zahlen prüfen', 'Bericht: Zahlen prüfen | 2026-11-27'],
    ['Bericht bis Freitag 12 Uhr an Frau Mai', 'Bericht an Frau Mai | 2026-11-27 12:00'],
    ['Bericht bis Freitag, 12:30 Uhr', 'Bericht | 2026-11-27 12:30'],
    ['Bericht bis Freitag 3 Angebote einholen', 'Bericht 3 Angebote einholen | 2026-11-27'],
    ['Bericht bis 14 Uhr', 'Bericht | 2026-11-24 14:00'],
    ['Bericht bis heute abend', 'Bericht | 2026-11-24 18:00'],
    ['Bericht bis Do., 03.12.2026', 'Bericht | 2026-12-03'],
    ['Bericht bis 3.', 'Bericht | 2026-12-03'],
    ['Bericht bis zum 3. Dezember', 'Bericht | 2026-12-03'],
    ['Bericht bis KW 49', 'Bericht | 2026-12-04'],
    ['Bericht bis Ende der Woche', 'Bericht | 2026-11-27'],
    ['Bericht bis Ende März an den Kreis', 'Bericht an den Kreis | 2027-03-31'],
    ['Bericht bis in 14 Tagen', 'Bericht | 2026-12-08'],
    ['Bericht bis Fr prüfen', 'Bericht prüfen | 2026-11-27'],
    ['Haushalt bis Mo @ben', 'Haushalt @ben | 2026-11-30'],
    ['Bericht bis Mai', 'Bericht | 2027-05-31'],
    ['Bericht spätestens Montag 12 Uhr liefern', 'Bericht liefern | 2026-11-30 12:00'],
    ['Bericht bis spätestens zum 12.12.', 'Bericht | 2026-12-12'],
    ['Bericht bis einschließlich Freitag', 'Bericht | 2026-11-27'],
    ['Frist: 12.12. Bericht', 'Bericht | 2026-12-12'],
    ['Bericht Frist 12.12.', 'Bericht | 2026-12-12'],
    ['BERICHT BIS FREITAG', 'BERICHT | 2026-11-27'],
    ['Report by Friday', 'Report | 2026-11-27'],
    ['Report by Friday 3pm', 'Report | 2026-11-27 15:00'],
    ['Review by Anna until Friday', 'Review by Anna | 2026-11-27'],
    ['due tomorrow: send the file', 'send the file | 2026-11-25'],
    ['Report due by next Friday', 'Report | 2026-11-27'],
    ['Akten von A bis Z sortieren bis Freitag', 'Akten von A bis Z sortieren | 2026-11-27'],
    ['Rückmeldung von Anna bis Freitag', 'Rückmeldung von Anna | 2026-11-27'],
    ['TOP 3 bis 5.3. vorbereiten', 'TOP 3 vorbereiten | 2027-03-05'],
    ['TOP 3 bis Freitag', 'TOP 3 | 2026-11-27'],
    ['Haushalt 2027 bis 12.12.', 'Haushalt 2027 | 2026-12-12'],
    ['Bericht bis „Freitag“ @anna', 'Bericht @anna | 2026-11-27'],
    ['Bericht bis **Freitag**', 'Bericht | 2026-11-27'],
    ['Kommt der Bericht bis Freitag?', 'Kommt der Bericht? | 2026-11-27'],
    ['Report, due: Friday', 'Report | 2026-11-27'],
    ['Zeile eins\nbis Freitag\nZeile drei', 'Zeile eins\nZeile drei | 2026-11-27'],
  ])('%s → %s', (text, expected) => {
    expect(deadline(text)).toBe(expected)
  })
})

describe('words that are no deadline stay', () => {
  test.each([
    'Akten von A bis Z sortieren',
    'Anschaffung bis zu 5000 Euro prüfen',
    'Anschaffung bis zu 5000 Euro',
    'Anschaffung bis 5000 Euro',
    'Angebote bis 30 Prozent unter Vorjahr',
    'Seite 3 bis 7 lesen',
    'Klasse 5 bis 10',
    'Öffnungszeiten Mo bis Fr prüfen',
    'Öffnungszeiten Montag bis Freitag prüfen',
    'Schalter 8 bis 16 Uhr besetzen',
    'Schalter von 8 bis 16 Uhr besetzen',
    'Urlaub von Montag bis Freitag planen',
    'Messe vom 3. bis 5. März planen',
    'Messe 3. bis 5. März planen',
    'bis 3. Lesung vorbereiten',
    'Straße bis auf weiteres sperren',
    'Was bis heute fehlt',
    'Fotos bis 2020 digitalisieren',
    'Zeitraum Januar bis März auswerten',
    'Zeitraum 2020 bis 2026',
    'Urlaub vom 1.12. bis zum 5.12. eintragen',
    'Document by Anna',
    'Step by step erklären',
    'Radweg bis Schule sanieren',
    'Wait until further notice',
    'due diligence prüfen',
    'Bisher offene Punkte',
    'Freitag Bericht',
    'Bericht vom 12.3. lesen',
    '',
  ])('%s', (text) => {
    expect(deadline(text)).toBe(`${text} | `)
  })
})

describe('what looks like a deadline and is none is refused', () => {
  test.each([
    ['Bericht bis Feitag', 'not-understood: bis Feitag'],
    ['Bericht bis Freitga @anna', 'not-understood: bis Freitga'],
    ['Bericht bis Feitag an Anna schicken', 'not-understood: bis Feitag an Anna'],
    ['Bericht bis Setpember', 'not-understood: bis Setpember'],
    ['Bericht bis Sankt Nimmerlein', 'not-understood: bis Sankt Nimmerlein'],
    ['Bericht bis Sankt Nimmerlein @anna #haushalt', 'not-understood: bis Sankt Nimmerlein'],
    ['Bericht bis zur nächsten Sitzung', 'not-understood: bis zur nächsten Sitzung'],
    ['Programm bis Ostern vorbereiten', 'not-understood: bis Ostern vorbereiten'],
    ['Bericht bis 2027', 'not-understood: bis 2027'],
    ['Bericht bis 17', 'not-understood: bis 17'],
    ['Bericht bis irgendwann', 'not-understood: bis irgendwann'],
    ['Report by Firday', 'not-understood: by Firday'],
    ['Report until doomsday', 'not-understood: until doomsday'],
    ['Bericht bis 31.2.', 'no-such-day: 31.2.'],
    ['Bericht bis 31.2. abgeben', 'no-such-day: 31.2.'],
    ['Bericht bis KW 54', 'no-such-day: KW 54'],
    ['Bericht bis Freitag, 3.12.', 'wrong-weekday: Freitag, 3.12.'],
    ['Bericht bis 10.11.', 'past: 10.11.'],
    ['Bericht bis gestern', 'past: gestern'],
    ['Bericht bis morgen halb drei', 'ambiguous: morgen halb drei'],
    ['Bericht bis 12.12.2099', 'too-far: 12.12.2099'],
  ])('%s → %s', (text, expected) => {
    expect(deadline(text)).toBe(expected)
  })
})

describe('the day of a decision stands at the end or the start', () => {
  test.each([
    ['Gemeinsame Ausschreibung der Drucker am 12.3.', 'Gemeinsame Ausschreibung der Drucker | 2026-03-12'],
    ['Drucker am 12.03.2025', 'Drucker | 2025-03-12'],
    ['Drucker am Montag', 'Drucker | 2026-11-23'],
    ['Drucker am 3.', 'Drucker | 2026-11-03'],
    ['Drucker am 24.11. #it', 'Drucker #it | 2026-11-24'],
    ['Drucker am 12. März 2026.', 'Drucker | 2026-03-12'],
    ['Printers on 12 March', 'Printers | 2026-03-12'],
    ['am 12.3. Drucker gemeinsam kaufen', 'Drucker gemeinsam kaufen | 2026-03-12'],
    ['am 12.3.: Drucker gemeinsam kaufen', 'Drucker gemeinsam kaufen | 2026-03-12'],
    ['Stand am Markt 3', 'Stand am Markt 3 | '],
    ['Wir treffen uns am 12.3. wieder im Rathaus', 'Wir treffen uns am 12.3. wieder im Rathaus | '],
    ['Drucker', 'Drucker | '],
    ['Drucker am Feitag', 'not-understood: am Feitag'],
    ['Drucker am 31.2.', 'no-such-day: 31.2.'],
    ['Drucker am Freitag, 12.3.2026', 'wrong-weekday: Freitag, 12.3.2026'],
  ])('%s → %s', (text, expected) => {
    expect(day(text)).toBe(expected)
  })
})
