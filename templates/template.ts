import { Marked } from 'marked'

export type Lang = 'de' | 'en'

/** Who is being spoken to: decides the language and how instants read. */
export type Reader = { lang: Lang; timeZone: string }

/** Markdown that is safe to send: everything interpolated into it was escaped. */
export type Markdown = { readonly source: string }

/** A message that is worded only when it is known who reads it. */
export type Say = (reader: Reader) => Markdown

type Inserted = string | number | Markdown | Markdown[] | false | null | undefined

/**
 * Writes Markdown. Interpolated strings are escaped; nested Markdown is not; a list becomes lines; false, null and undefined
 * are left out. A `<Text>` in the wording itself stays too: taken for HTML it would vanish.
 */
export function md(parts: TemplateStringsArray, ...values: Inserted[]): Markdown {
  return { source: parts.map((part, i) => part.replaceAll('<', '&lt;') + inserted(values[i])).join('') }
}

function inserted(value: Inserted): string {
  if (value === undefined || value === null || value === false) return ''
  if (Array.isArray(value)) return value.map(({ source }) => source).join('\n')
  return typeof value === 'object' ? value.source : escapeText(String(value))
}

/** Lines under each other; undefined and false ones are left out. */
export const lines = (...all: (Markdown | undefined | false)[]): Markdown => ({
  source: all.flatMap((line) => (line ? [line.source] : [])).join('\n'),
})

/** Parts with a separator between them; undefined and false ones are left out. */
export const joined = (all: (Markdown | undefined | false)[], separator = ' · '): Markdown => ({
  source: all.flatMap((part) => (part ? [part.source] : [])).join(separator),
})

/** Something to type, set as code: `!aufgabe A17 bis Freitag`. Text in it is not escaped, because code shows it as it is. */
export const code = (text: string): Markdown => ({ source: `\`${text.replace(/[`\n]+/g, ' ').trim()}\`` })

/** Nothing to say. */
export const nothing: Markdown = { source: '' }

/** A zero-width joiner after the @ keeps `@room` in people's texts from pinging where a client still looks at bodies. */
const ROOM_PING = /@room/gi
const SPECIAL = /[\\`*_{}[\]()#+\-=.!|~>&<]/g

/** Escapes people's text so that it reads as typed and formats nothing. */
export function escapeText(text: string): string {
  const oneLine = text
    .replaceAll('\t', ' ')
    .replace(CONTROL, '')
    .replace(/(?<!\s)\s*\n\s*/g, ' ')
    .replace(/^ {4,}/, '   ') // more would begin a block of code
  return oneLine
    .replace(ROOM_PING, (ping) => `@\u2060${ping.slice(1)}`)
    .replace(SPECIAL, (c) => (c === '<' ? '&lt;' : c === '&' ? '&amp;' : `\\${c}`))
}

/** People's text with its lines kept; what would be a list or a heading reads as it was typed. Empty lines are left out. */
export const linesOf = (text: string): Markdown =>
  lines(...text.split('\n').map((line) => line.trim() !== '' && md`${line.trim()}`))

/** Control characters, and those that turn the direction of text around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take out
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Declares one message in both languages; a missing language or field does not compile. */
export const template =
  <Data = void>(wording: Record<Lang, (data: Data, read: Formats) => Markdown>) =>
  (data: Data): Say =>
  (reader) =>
    wording[reader.lang](data, formats(reader))

/** How dates read: `Do., 12.03.2026`, `Thu, 12 March 2026`; days are local days YYYY-MM-DD. */
export type Formats = {
  reader: Reader
  day(day: string): string
  /** The reader's local day and time of an instant: `Do., 12.03.2026, 10:00 Uhr`. */
  moment(at: Date): string
  /** Local day of an instant. */
  date(at: Date): string
  /** `10:00` */
  time(at: Date): string
  /** Words another message for the same reader. */
  say(say: Say): Markdown
}

/** Formats for one reader. */
export function formats(reader: Reader): Formats {
  const day = (value: string) => dayFormat(reader.lang).format(new Date(`${value}T12:00:00Z`))
  const localDay = (at: Date) =>
    zoned('sv-SE', reader.timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
  const time = (at: Date) =>
    zoned('de-DE', reader.timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
  const date = (at: Date) => day(localDay(at))
  const moment = (at: Date) => `${date(at)}, ${time(at)}${reader.lang === 'de' ? ' Uhr' : ''}`
  return { reader, day, date, time, moment, say: (say) => say(reader) }
}

const cache = new Map<string, Intl.DateTimeFormat>()

function zoned(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale} ${timeZone} ${Object.keys(options).join()}`
  const found = cache.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
  cache.set(key, found)
  return found
}

const dayFormat = (lang: Lang) =>
  lang === 'de'
    ? zoned('de-DE', 'UTC', { weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' })
    : zoned('en-GB', 'UTC', { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })

/** Bare addresses are left to the reader's client, so that no text becomes a link of the bot's making. */
const marked = new Marked({ breaks: true, tokenizer: { url: () => undefined } })

/** The end of a list: without an empty line what follows would count as part of its last entry. */
const LIST_END = /^(- .*)\n(?!- )/gm

/**
 * Content of an `m.room.message`: `ping` makes it one that notifies exactly those in `mentions`. A notice that means nobody
 * says nothing of mentions: a notice notifies nobody in any case (`.m.rule.suppress_notices`), and Synapse needs a seventh
 * of its time for a message to check an empty `m.mentions`.
 */
export function toContent(
  { source }: Markdown,
  { ping = false, mentions = [] }: { ping?: boolean; mentions?: string[] } = {},
) {
  return {
    msgtype: ping ? 'm.text' : 'm.notice',
    body: toPlain(source),
    format: 'org.matrix.custom.html',
    formatted_body: marked.parse(source.replace(LIST_END, '$1\n\n'), { async: false }).trim(),
    ...(ping || mentions.length > 0 ? { 'm.mentions': mentionsOf(mentions) } : {}),
  }
}

const mentionsOf = (userIds: string[]) => (userIds.length > 0 ? { user_ids: [...new Set(userIds)] } : {})

/** Code, which says what it shows; what `escapeText` has put in place of a sign; or a mark of bold text or broken code. */
const MARKUP = new RegExp(`\`([^\`]*)\`|\\\\(${SPECIAL.source})|&(lt|amp);|\\*\\*|\``, 'g')
const ENTITIES: Record<string, string> = { lt: '<', amp: '&' }

/** The same text without markup, good to read where nothing is rendered. */
export const toPlain = (source: string) =>
  source.replace(
    MARKUP,
    (_all, shown?: string, escaped?: string, entity = '') => shown ?? escaped ?? ENTITIES[entity] ?? '',
  )
