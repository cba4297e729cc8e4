import fc from 'fast-check'
import { decode } from 'html-entities'
import { expect, test } from 'vitest'
import { splitMarkdown } from '../bot/splitting.ts'
import { code, escapeText, linesOf, md, toContent, toPlain } from '../templates/template.ts'

/** The same texts in every run; PROPERTY_RUNS=20 tries twenty times as many. */
const SEED = 20_260_309
const MORE = Number(process.env['PROPERTY_RUNS'] ?? 1)

/** What people type: any characters, and many of those that Markdown and HTML are made of. */
const signs = fc.constantFrom(
  ...'*_`~[]()#+-=.!|<>&"\'\\{}:/@ \n\t1aäZ'.split(''),
  ...[
    '**',
    '](',
    '![',
    '<b>',
    '</p>',
    '<script>',
    '&lt;',
    '&amp;',
    '&#60;',
    '1. ',
    '- ',
    '> ',
    '# ',
    '---',
    '===',
    '```',
    '    ',
    '~~',
    '@room',
    'https://a.example/x_y_z',
    'www.a.example',
    'a@b.example',
    '\\',
    '\\*',
    '🙂',
    '\u200b',
  ],
)
const typed = fc.oneof(
  fc.array(signs, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)

/** How a text is to be read: on one line, without what nobody can see, and without turning text around or calling a room. */
const asRead = (text: string) =>
  text
    .replaceAll('\t', ' ')
    .replace(/(?!\n)[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^ {4,}/, '   ')
    .replace(/@room/gi, (ping) => `@\u2060${ping.slice(1)}`)

/** What a reader of HTML sees; `tags` are those that are in it. */
function shown(html: string) {
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)[^<>]*>/gi)].map(([, name = '']) => name)
  return { tags: new Set(tags), text: decode(html.replace(/<[^<>]*>/g, '')) }
}

/** HTML does not keep white space at edges, nor more than one, and turns NUL into a sign of its own. */
const squeezed = (text: string) => text.toWellFormed().replaceAll(/\s+/g, ' ').trim()

test('what people type comes out literally in plain text, and in HTML without any tag of theirs', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const { body, formatted_body: html } = toContent(md`Notiert: „${text}“ · Ende`)
      expect(body).toBe(`Notiert: „${asRead(text)}“ · Ende`)
      const { tags, text: read } = shown(html)
      expect([...tags]).toEqual(['p'])
      expect(squeezed(read)).toBe(squeezed(`Notiert: „${asRead(text)}“ · Ende`))
    }),
    { seed: SEED, numRuns: 1500 * MORE },
  )
})

test('at the start of a line, in a list, and with its lines kept it is as literal', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const list = toContent({ source: `- ${escapeText(text)}x\n- y` })
      expect([...shown(list.formatted_body).tags].filter((tag) => !['ul', 'li', 'p', 'br'].includes(tag))).toEqual([])
      const kept = toContent(linesOf(text))
      expect([...shown(kept.formatted_body).tags].filter((tag) => !['p', 'br'].includes(tag))).toEqual([])
      const lines = text.split('\n').filter((line) => line.trim() !== '')
      expect(kept.body).toBe(lines.map((line) => asRead(line.trim())).join('\n'))
    }),
    { seed: SEED, numRuns: 800 * MORE },
  )
})

test('something to type is shown as code, whatever it holds, and nothing else comes of it', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const { formatted_body: html } = toContent(md`Beispiel: ${code(`!aufgabe ${text}`)}.`)
      expect([...shown(html).tags].filter((tag) => !['p', 'code'].includes(tag))).toEqual([])
    }),
    { seed: SEED, numRuns: 500 * MORE },
  )
})

/** Long messages as templates write them: lines, paragraphs, endless words, escapes. */
const long = fc
  .array(
    fc.oneof(
      typed.map((text) => escapeText(text)),
      fc.constantFrom('\n', '\n\n', ' ', '\n- x', '&lt;', '&amp;', '🙂', '"', "'"),
      fc.tuple(signs, fc.integer({ min: 50, max: 900 })).map(([sign, times]) => escapeText(sign).repeat(times)),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((parts) => parts.join(''))

test('a long message is split so that nothing is lost, no part is too long, and no sign is cut in two', () => {
  fc.assert(
    fc.property(long, fc.constantFrom(200, 900, 18_000), (source, limit) => {
      const parts = splitMarkdown({ source }, limit)
      const together = parts.map((part) => part.source).join('')
      expect(together.replace(/\s/g, '')).toBe(source.replace(/\s/g, ''))
      for (const part of parts) {
        const { body, formatted_body: html } = toContent(part)
        if (parts.length > 1) expect(jsonBytes(body) + jsonBytes(html)).toBeLessThanOrEqual(limit + 100)
        if (source.isWellFormed()) expect(part.source.isWellFormed()).toBe(true)
        expect(part.source).not.toMatch(/(?<!\\)(?:\\\\)*\\$/)
      }
      expect(
        parts
          .map((part) => toPlain(part.source))
          .join('')
          .replace(/\s/g, ''),
      ).toBe(toPlain(source).replace(/\s/g, ''))
    }),
    { seed: SEED, numRuns: 150 * MORE },
  )
})

const jsonBytes = (text: string) => Buffer.byteLength(JSON.stringify(text))

test('a message that is not long stays one, to the last sign', () => {
  fc.assert(
    fc.property(typed, (text) => void expect(splitMarkdown({ source: text })).toEqual([{ source: text }])),
    { seed: SEED },
  )
})
