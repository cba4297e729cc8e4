import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAddress } from '../bot/domain/canonical-url.ts'
import { readId } from '../bot/domain/items.ts'
import { takeTags, whoIs } from '../bot/domain/naming.ts'
import { formatRegister, readRegister, takeReference } from '../bot/domain/register.ts'
import { readDigest, readLanguage, readLeadDays, readQuiet, readTimeZone } from '../bot/domain/settings.ts'
import { addressesIn, maskSecrets } from '../bot/domain/urls-in-text.ts'
import { readIncoming } from '../bot/incoming.ts'

/** The same texts in every run; PROPERTY_RUNS=20 tries twenty times as many. */
const SEED = 20_260_309
const runs = (numRuns: number) => ({ seed: SEED, numRuns: numRuns * Number(process.env['PROPERTY_RUNS'] ?? 1) })

const letter = fc.constantFrom(...'ABSLWRF')
const number = fc.integer({ min: 1, max: 999_999_999 })
const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }))
const blanks = fc.constantFrom('', ' ', '\n', '  ')

test('an id is read in any case, with zeros, a blank or a mark, and is the same when it is read again', () => {
  const spelling = fc.tuple(
    blanks,
    fc.boolean(),
    fc.constantFrom('', ' '),
    fc.constantFrom('', '0', '000'),
    fc.constantFrom('', '.', ','),
    blanks,
  )
  fc.assert(
    fc.property(letter, number, spelling, (kind, digits, [before, isSmall, blank, zeros, mark, after]) => {
      const typed = `${isSmall ? kind.toLowerCase() : kind}${blank}${zeros}${digits}${mark}`
      expect(readId(before + typed + after)).toBe(`${kind}${digits}`)
      expect(readId(`${zeros}${digits}${mark}`, 'A')).toBe(`A${digits}`)
      expect(readId(readId(typed) ?? '')).toBe(readId(typed))
      expect(takeReference(`${kind}${blank}${digits}${mark} und mehr`)).toEqual({
        reference: `${kind}${digits}`,
        rest: 'und mehr',
      })
    }),
    runs(500),
  )
})

test('what is no id is none, and never throws', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const id = readId(text)
      if (id !== undefined)
        expect(
          text
            .trim()
            .replace(/[ .,]/g, '')
            .toUpperCase()
            .replace(/(?<=^.)0+/, ''),
        ).toBe(id)
      readRegister(text)
      takeReference(text)
    }),
    runs(1000),
  )
})

test('a register number is read as it is shown, without its zeros, and in its room without its prefix', () => {
  const prefix = fc.stringMatching(/^[A-Z][A-Z0-9_-]{0,15}$/)
  const year = fc.integer({ min: 1900, max: 2099 })
  fc.assert(
    fc.property(prefix, year, number, (group, when, sequence) => {
      const shown = formatRegister(group, when, sequence)
      expect(readRegister(shown)).toBe(shown)
      expect(readRegister(shown.toLowerCase())).toBe(shown)
      expect(readRegister(`${group}-${when}/${sequence}.`)).toBe(shown)
      expect(readRegister(`${when}/${sequence}`, { prefix: group })).toBe(shown)
      expect(readRegister(`${when}/${sequence}`)).toBeUndefined()
    }),
    runs(500),
  )
})

const SECRET = 'Xy7Qz9Kp2Lm4Wv8'
const part = fc.oneof(
  fc.webPath(),
  fc.constantFrom('', '/', '/a/b', '/%', '/%E0%A4%A', '/a;jsessionid=1', '/ü/ö', '//', '/../..', '/:@!$()'),
)
const query = fc.oneof(
  fc.webQueryParameters(),
  fc
    .array(fc.tuple(fc.constantFrom('utm_source', 'id', 'fbclid', 'a', 'page', ''), fc.string({ maxLength: 8 })), {
      maxLength: 5,
    })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')),
)
const address = fc
  .tuple(
    fc.constantFrom('http://', 'https://', 'HTTPS://'),
    fc.oneof(fc.domain(), fc.constantFrom('x.example:8080', 'münchen.example', '[::1]', 'EXAMPLE.org.')),
    part,
    query,
    fc.constantFrom('', '#a', '#x=y', '#%'),
  )
  .map(([scheme, host, path, asked, fragment]) => `${scheme}${host}${path}${asked ? `?${asked}` : ''}${fragment}`)

test('the canonical form of an address is its own canonical form, and that of the address as it is shown', () => {
  fc.assert(
    fc.property(fc.oneof(address, anything), (text) => {
      const read = readAddress(text)
      if (!read) return
      expect(readAddress(read.canonical)?.canonical).toBe(read.canonical)
      expect(readAddress(read.url)?.canonical).toBe(read.canonical)
      expect(readAddress(text.replace(/^http:/, 'https:'))?.canonical).toBe(read.canonical)
    }),
    runs(1500),
  )
})

test('a secret in an address is masked wherever it stands, also in the middle of a text', () => {
  const hidden = fc.constantFrom(
    ...[
      '?token=§',
      '?a=1&api_key=§&b=2',
      '?X-Amz-Signature=§',
      '/invite/§',
      '/a;jsessionid=§',
      '?next=https%3A%2F%2Fb.example%2F%3Ftoken%3D§',
      '#§',
      '?accessToken=§#x',
    ],
  )
  fc.assert(
    fc.property(fc.domain(), fc.webPath(), hidden, fc.string({ maxLength: 20 }), (host, path, where, around) => {
      const url = `https://${host}${where.startsWith('/') ? '' : path.replace(/;.*/, '')}${where.replace('§', SECRET)}`
      const read = readAddress(url)
      expect(JSON.stringify(read)).not.toContain(SECRET)
      expect(maskSecrets(`${around.replaceAll(/[/:]/g, '')} ${url} ${around}`)).not.toContain(SECRET)
      for (const found of addressesIn(`siehe ${url}.`)) expect(JSON.stringify(found)).not.toContain(SECRET)
    }),
    runs(500),
  )
})

test('mentions are ids of people and nothing else, and a pill stands in the text as its id', () => {
  const user = fc
    .tuple(fc.stringMatching(/^[a-z0-9._=-]{1,20}$/), fc.domain())
    .map(([name, host]) => `@${name}:${host}`)
  const say = (content: object) => ({
    ...{ eventId: '$a', roomId: '!a:x', sender: '@a:x', sentAt: new Date(0) },
    payload: JSON.stringify({ type: 'm.room.message', content: { msgtype: 'm.text', ...content } }),
  })
  fc.assert(
    fc.property(
      fc.array(fc.oneof(user, anything, fc.jsonValue()), { maxLength: 8 }),
      user,
      anything,
      (ids, who, name) => {
        const plain = readIncoming(say({ body: 'x', 'm.mentions': { user_ids: ids } }))
        if (plain.kind !== 'message') throw new Error(plain.kind)
        for (const id of plain.mentions) expect(id).toMatch(/^@[^\p{Cc}\p{Cs}]+$/u)
        const pill = `<a href="https://matrix.to/#/${encodeURIComponent(who)}">${name.replace(/[<>&]/g, '')}</a>`
        const html = readIncoming(
          say({ body: 'x', format: 'org.matrix.custom.html', formatted_body: `!aufgabe ${pill} prüfen` }),
        )
        expect(html).toMatchObject({ kind: 'message', text: `!aufgabe ${who} prüfen` })
      },
    ),
    runs(500),
  )
})

test('names and tags are found or not, and never throw', () => {
  const choices = [{ personId: '@anna:x.example', name: 'Anna Meyer', isMember: true }]
  fc.assert(
    fc.property(anything, (text) => {
      expect(['one', 'none', 'many']).toContain(whoIs(text, choices).kind)
      for (const tag of takeTags(text).tags) expect(tag).toMatch(/^[^\s#]+$/u)
      const once = takeTags(`${text} #Haushalt`)
      expect(once.tags).toContain('haushalt')
    }),
    runs(1000),
  )
})

test('a setting that is understood is understood again in the form that is stored', () => {
  const spoken = fc.oneof(
    anything,
    fc.constantFrom(
      'aus',
      'täglich',
      'weekly',
      'de.',
      'English',
      'berlin',
      'EUROPE/BERLIN',
      'utc',
      '0',
      '30',
      '31',
      '3 Tage vorher',
      'am Tag',
    ),
    fc.tuple(fc.integer({ min: -1, max: 25 }), fc.integer({ min: -1, max: 25 })).map(([a, b]) => `${a}-${b}`),
    fc
      .tuple(fc.constantFrom('Mo', 'Di', 'So', 'Monday', 'wöchentlich Fr'), fc.integer({ min: 0, max: 25 }))
      .map(([day, hour]) => `${day} ${hour}:00`),
  )
  fc.assert(
    fc.property(spoken, (text) => {
      for (const read of [readLanguage, readTimeZone, readDigest]) {
        const stored = read(text)
        if (stored !== undefined) expect(read(stored)).toBe(stored)
      }
      const quiet = readQuiet(text)
      if (quiet) expect(readQuiet(quiet)).toBe(quiet)
      const days = readLeadDays(text)
      if (days !== undefined) expect(readLeadDays(String(days))).toBe(days)
    }),
    runs(600),
  )
})
