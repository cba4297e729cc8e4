import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyse } from '../bot/domain/search/analyse.ts'
import { passageOf } from '../bot/domain/search/passage.ts'
import { editDistance } from '../bot/domain/search/spelling.ts'
import { germanOfficeSynonyms } from '../bot/domain/search/synonyms.ts'

const termsOf = (text: string) => analyse('', text).terms

test.each([
  ['Bauanträge', 'Bauantrag'],
  ['Beschlüsse', 'beschlossen'],
  ['Kitas', 'Kita'],
  ['Büros', 'Büro'],
  ['abgelehnt', 'ablehnen'],
  ['anzumelden', 'anmelden'],
  ['umgestellte', 'umstellen'],
  ['verteilt', 'verteilen'],
  ['digitalisiert', 'digitalisieren'],
  ['Museen', 'Museum'],
  ['Rechenzentren', 'Rechenzentrum'],
  ['Gremien', 'Gremium'],
  ['Verzeichnisse', 'Verzeichnis'],
  ['Sachbearbeiterinnen', 'Sachbearbeiter'],
  ['Mitarbeiter*innen', 'Mitarbeiter'],
  ['Bürger:innen', 'Bürger'],
  ['Wähler/-innen', 'Wähler'],
  ['vertritt', 'Vertretung'],
  ['Gebühr', 'GEBUEHR'],
  ['Straße', 'STRASSE'],
  ['Ummeldung', 'Um\u00admeldung'],
  ['E-Akte', 'EAkte'],
])('%s and %s are the same word', (one, other) => {
  expect([...termsOf(one).keys()]).toContain([...termsOf(other).keys()][0])
})

test.each([
  ['Bürger', 'Burg'],
  ['Förderung', 'Forderung'],
  ['Zählung', 'Zahlung'],
  ['Messer', 'Messe'],
  ['Gewerbe', 'werben'],
  ['Hund', 'Bund'],
])('%s and %s are different words', (one, other) => {
  expect([...termsOf(one).keys()]).not.toContain([...termsOf(other).keys()][0])
})

test.each([
  ['Hundesteuersatzung', ['Hund', 'Steuer', 'Satzung']],
  ['Onlinezugangsgesetz', ['Zugang', 'Gesetz']],
  ['Wohnberechtigungsschein', ['Berechtigung', 'Schein']],
  ['Kindertagesstättenplätze', ['Kind', 'Tag', 'Platz']],
  ['Sprachkurse', ['Sprache', 'Kurs']],
  ['Städtebund', ['Stadt', 'Bund']],
  ['Buergermeisterwahlen', ['Bürger', 'Wahl']],
  ['Sterbeurkunde', ['Urkunde']],
  ['XRechnung', ['Rechnung']],
  ['Kita-Portal', ['Kita', 'Portal']],
  ['kostenpflichtig', ['Kosten', 'Pflicht']],
  ['Löschkonzept', ['löschen', 'Konzept']],
  ['Löschung', ['löschen']],
])('%s is found by its parts', (compound, parts) => {
  const terms = [...termsOf(compound).keys()]
  for (const part of parts) expect(terms).toContain([...termsOf(part).keys()][0])
})

test.each([
  'Verein',
  'Haushalt',
  'Vorschlag',
  'Beschluss',
  'Gemeinde',
  'Verwaltung',
  'Antrag',
  'Freitag',
  'Wirtschaft',
])('%s stays whole', (word) => {
  expect(termsOf(word).size).toBe(1)
})

test('words without a subject leave nothing, and a title counts more than the text', () => {
  expect(termsOf('Was haben wir denn da und warum ist das so').size).toBe(0)
  const { terms, length } = analyse('Hallenbad', 'Das Hallenbad und die Sauna')
  expect(terms.get('sauna')).toBe(1)
  expect(terms.get('hallenbad')).toBe(4)
  expect(length).toBe(3)
})

test('synonyms go both ways, and a phrase may be one', () => {
  const { wordings } = germanOfficeSynonyms()
  const said = (phrase: string) =>
    (wordings.get(phrase) ?? []).flatMap(({ slots }) => slots.flatMap((slot) => [...slot.keys()]))
  expect(said('ozg')).toContain('onlinezugangsgesetz')
  expect(said('onlinezugangsgesetz')).toContain('ozg')
  expect(said('leicht sprach')).toEqual(expect.arrayContaining(['einfach', 'sprach']))
  expect(wordings.size).toBeGreaterThan(400)
})

test('the distance between words counts a swap of neighbours once and stops at the limit', () => {
  expect(editDistance('portal', 'protal', 2)).toBe(1)
  expect(editDistance('stelle', 'stele', 2)).toBe(1)
  expect(editDistance('satzung', 'sitzungen', 3)).toBe(3)
  expect(editDistance('antrag', 'vertrag', 1)).toBe(Number.POSITIVE_INFINITY)
})

test('the passage is the sentence that says it, with its neighbours while there is room', () => {
  const filler = 'Die Sitzung begann pünktlich und wurde von der Koordination geleitet. '.repeat(6)
  const body = `${filler}Die Hundesteuer steigt zum 1. Januar auf 96 Euro. ${filler}`
  const passage = passageOf({ body, matched: ['hundesteu'] })
  expect(passage).toContain('Die Hundesteuer steigt zum 1. Januar auf 96 Euro.')
  expect(passage.length).toBeLessThanOrEqual(300)
  expect(passageOf({ body: 'x'.repeat(5000), matched: ['hund'] }).length).toBeLessThanOrEqual(300)
  expect(passageOf({ body: '', matched: ['hund'] })).toBe('')
})

test('no text makes the analyser fail', () => {
  const letters = fc.string({ unit: 'binary', maxLength: 300 })
  const german = fc.array(
    fc.constantFrom(
      'ge',
      'zu',
      'ab',
      'ß',
      'ü',
      'ue',
      '-',
      '/-innen',
      '*in',
      'steuer',
      'E',
      '1.',
      '\0',
      '\u00ad',
      ' ',
      'ung',
    ),
  )
  fc.assert(
    fc.property(letters, german, (title, pieces) => {
      const { terms, length } = analyse(title, pieces.join(''))
      expect(length).toBeGreaterThanOrEqual(0)
      for (const [term, weight] of terms) {
        expect(term).toMatch(/^[\p{L}\p{N}]+$/u)
        expect(weight).toBeGreaterThan(0)
      }
    }),
  )
})
