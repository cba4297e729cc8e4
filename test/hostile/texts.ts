import type { Random } from './random.ts'

/** What people type, and what only somebody types who wants to see something break. */
const WORDS = [
  ...'bis am an für von zum im in Montag Freitag jeden alle zwei Wochen ersten Monat morgen 12.3. 31.2. 2026 99999999999 KW 53'.split(
    ' ',
  ),
  ...'10–12 Uhr 25:61 halb neun ganztägig 90 min Ende März heute abend every by until next in 14 Tagen 1. - – · … / \\'.split(
    ' ',
  ),
  ...'Seevetal LKH Stelle Buchholz @anna @ben @room @ @@ # #druck ## https:// http://[::1]:99999/ javascript:alert(1)'.split(
    ' ',
  ),
  ...'erledigt abbrechen öffnen text notiz grund bestätigen berichtigen verschieben absagen serie kreisweit öffentlich gruppe'.split(
    ' ',
  ),
  ...'digest aus täglich sprache en de zeitzone Europe/Berlin ruhe 18-7 erinnerung 3 Tage vorher einladen thema links'.split(
    ' ',
  ),
  ...'Drucker Leistungsverzeichnis Ausschreibung Haushalt Grundstücksverkehrsgenehmigungszuständigkeit <b> </p> <script> &amp; &#0; ` ** __ ~~ ||'.split(
    ' ',
  ),
  'https://x.example/?token=abc&utm_source=a',
  'https://user:geheim@x.example/a',
  '[x](https://evil.example)',
  '![x](mxc://a/b)',
  '<mx-reply>',
  "'; DROP TABLE Item;--",
  '%s%n$x{{x}}',
  '[IT]',
  '(',
  ')',
  '"',
  '„…“',
]

/** Signs that nobody sees, that turn text around, or that are none. */
const SIGNS = [
  ...['\u0000', '\u0001', '\u001b[31m', '\u0007', '\u007f', '\u0085', '\r', '\n', '\n\n\n', '\t', '\u2028', '\u2029'],
  ...['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u034f', '\u202e', '\u202d', '\u2066', '\u2069'],
  ...['\ud800', '\udc00', '\udfff\ud800', '\ufffe', '\uffff', '\u{10ffff}', '\u{e0001}', '\ufffd'],
  ...[
    '🙂',
    '👩‍👩‍👧‍👦',
    '🇩🇪',
    '👍🏽',
    'e\u0301',
    `Z${'\u0335'.repeat(40)}`,
    'ﬁ',
    '！',
    '＠',
    'İ',
    'ẞ',
    'ς',
    '𝔄',
    '\u3000',
    '\u00a0',
  ],
]

/** Pieces that slow readers read again and again. */
const FLOODS = [
  'a',
  ' ',
  '\n',
  '\t',
  '.',
  ',',
  '!',
  '?',
  '#a ',
  '@a ',
  '@',
  '- ',
  '> ',
  '1.',
  '**',
  '`',
  '[',
  '](',
  '<a ',
  '<',
  '&',
  '"',
  '\\',
]
const LONG_FLOODS = [
  'bis ',
  ' für ',
  'A1 ',
  'https://a.example/ ',
  'am 1.1. ',
  ' und ',
  '(ort:',
  '<mx-reply>',
  '\u200b',
  '🙂',
  'ä',
  ' \n',
  'jeden Montag ',
  '"x" ',
]

const LONGEST_BODY = 60_000

/** One word: an ordinary one, an id, a sign, or any characters at all. */
export function word(random: Random): string {
  if (random.chance(0.5)) return random.pick(WORDS)
  if (random.chance(0.45)) return id(random)
  if (random.chance(0.5)) return random.pick(SIGNS)
  return anyCharacters(random, 12)
}

/** An id or register number, of something that is there or not. */
export function id(random: Random): string {
  const number = random.chance(0.6)
    ? 1 + random.below(5)
    : random.pick([random.below(60), random.below(3000), 99_999_999, 0])
  const letter = random.pick([...'ABSLWRFXabslw'])
  if (random.chance(0.15)) return `IT-2026/${random.pick(['001', '1', String(number), '99999', '0'])}`
  return random.pick([
    `${letter}${number}`,
    `${letter} ${number}`,
    `${number}`,
    `${letter}${number}.`,
    `#${letter}${number}`,
  ])
}

/** Words in no order, joined by what stands between words or should not. */
export function text(random: Random, most = 12): string {
  const separator = random.pick([' ', ' ', ' ', ' ', '', '\n', '  ', ', ', '\u00a0'])
  return random.some(most, () => word(random)).join(separator)
}

/** A text of up to 60 KB: one piece again and again, or a long row of words. */
export function flood(random: Random): string {
  const length = random.pick([2001, 5000, 20_000, LONGEST_BODY])
  const piece = random.chance(0.8) ? random.pick([...FLOODS, ...LONG_FLOODS]) : text(random, 4) || 'x'
  const filled = piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
  return random.chance(0.5) ? filled + word(random) : filled
}

/** Any sixteen-bit characters, halves of pairs among them. */
export function anyCharacters(random: Random, most: number): string {
  const highest = random.pick([0x80, 0x300, 0x3000, 0xd800, 0x10000])
  return random.some(most, () => String.fromCharCode(random.below(highest))).join('')
}
