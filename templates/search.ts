import { nameOfDecision, wordIn } from './decisions.ts'
import { type Formats, joined, lines, type Markdown, md, template } from './template.ts'

/** An item as it is named among others. `word`: what the group calls a decision. */
export type Found = {
  id: string
  letter: string
  register: string | null
  word: string
  title: string
  group: string
  date: { day: string } | { at: Date }
  standing: 'standing' | 'pending' | 'ended'
  url?: string
}

const KINDS: Record<string, { de: string; en: string }> = {
  A: { de: 'Aufgabe', en: 'Task' },
  S: { de: 'Sitzung', en: 'Meeting' },
  L: { de: 'Link', en: 'Link' },
  W: { de: 'Wissen', en: 'Article' },
}

const kindOf = ({ letter, word }: Found, { reader: { lang } }: Formats) =>
  letter === 'B' ? wordIn(lang, word) : (KINDS[letter]?.[lang] ?? '')
const dateOf = ({ date }: Found, read: Formats) => ('day' in date ? read.day(date.day) : read.date(date.at))
/** Sources are many on one line, so their dates go without the day of the week. */
const shortDate = (found: Found, read: Formats) => dateOf(found, read).replace(/^\p{L}+\.?,\s*/u, '')

/** What was found for some words, best first. */
export const searchFound = template<{ found: Found[]; more: boolean }>({
  de: ({ found, more }, read) =>
    lines(
      md`Gefunden:`,
      ...found.map((one) => line(one, read)),
      more && md`Es gibt weitere Treffer; mehr Wörter grenzen die Suche ein.`,
    ),
  en: ({ found, more }, read) =>
    lines(
      md`Found:`,
      ...found.map((one) => line(one, read)),
      more && md`There is more; further words narrow the search down.`,
    ),
})

const line = (found: Found, read: Formats): Markdown =>
  joined([
    md`- ${nameOfDecision(found)}`,
    md`${kindOf(found, read)}`,
    md`${found.title}`,
    md`${found.group}`,
    md`${dateOf(found, read)}`,
    stateOf(found, read),
    found.url !== undefined && md`${found.url}`,
  ])

function stateOf({ standing, letter }: Found, { reader: { lang } }: Formats) {
  if (standing === 'pending') return lang === 'de' ? md`zur Bestätigung` : md`to be confirmed`
  if (standing !== 'ended') return undefined
  if (letter === 'B') return lang === 'de' ? md`gilt nicht mehr` : md`no longer valid`
  return lang === 'de' ? md`${endedDe(letter)}` : md`cancelled`
}

const endedDe = (letter: string) => (letter === 'A' ? 'abgebrochen' : 'abgesagt')

/** Nothing that may be seen has to do with it. */
export const nothingFound = template({
  de: () => md`Dazu habe ich in den für Sie sichtbaren Einträgen nichts gefunden.`,
  en: () => md`I found nothing about that in the entries that you may see.`,
})

type Passage = { found: Found; passage: string }

/** The answer to a question: what the best sources say, and these. */
export const answered = template<{ passages: Passage[] }>({
  de: ({ passages }, read) =>
    lines(
      ...passages.map(({ found, passage }) =>
        passages.length > 1 ? md`- „${passage}“ (${found.register ?? found.id})` : md`„${passage}“`,
      ),
      ...passages.flatMap(({ found }) => (found.standing === 'ended' ? [warningDe(found)] : [])),
      md`Quellen: ${joined(passages.map((one) => sourceDe(one, read)))}. Bitte prüfen Sie vor Verwendung die Quelle.`,
    ),
  en: ({ passages }, read) =>
    lines(
      ...passages.map(({ found, passage }) =>
        passages.length > 1 ? md`- “${passage}” (${found.register ?? found.id})` : md`“${passage}”`,
      ),
      ...passages.flatMap(({ found }) => (found.standing === 'ended' ? [warningEn(found)] : [])),
      md`Sources: ${joined(passages.map((one) => sourceEn(one, read)))}. Please check the source before you use this.`,
    ),
})

const warningDe = (found: Found) =>
  found.letter === 'B'
    ? md`Achtung: ${nameOfDecision(found)} gilt nicht mehr.`
    : md`Achtung: ${found.id} ist ${endedDe(found.letter)}.`
const warningEn = (found: Found) =>
  found.letter === 'B' ? md`Note: ${nameOfDecision(found)} is no longer valid.` : md`Note: ${found.id} is cancelled.`

const VALIDITY = {
  standing: { de: 'gültig', en: 'valid' },
  pending: { de: 'zur Bestätigung', en: 'to be confirmed' },
  ended: { de: 'gilt nicht mehr', en: 'no longer valid' },
}

/** `IT-2026/014 (B41, gültig, 12.03.2026) „…“, AG IT-Kooperation`; of other kinds the id and what it is. */
function about(found: Found, read: Formats): string {
  const { lang } = read.reader
  const { id, register, letter, standing } = found
  const state = letter === 'B' ? VALIDITY[standing][lang] : kindOf(found, read)
  return `${register ?? id} (${[register ? id : '', state, shortDate(found, read)].filter(Boolean).join(', ')})`
}
const sourceDe = (one: Passage, read: Formats) =>
  md`${about(one.found, read)}${!isQuoted(one) && md` „${one.found.title}“`}, ${one.found.group}`
const sourceEn = (one: Passage, read: Formats) =>
  md`${about(one.found, read)}${!isQuoted(one) && md` “${one.found.title}”`}, ${one.found.group}`

/** Whether the passage begins with the title, which then need not be said again. */
const isQuoted = ({ found, passage }: Passage) => passage.startsWith(found.title.replace(/(?<!\s)\s*…$/, ''))

type Experience = { administration?: string | undefined; persons: string[]; items: Found[] }
const SOURCES = 3
const SHOWN = 10

/** Who had to do with a topic, by the name of the administration. */
export const experienced = template<{ topic: string; experiences: Experience[] }>({
  de: ({ topic, experiences }) =>
    lines(
      md`Mit „${topic}“ hatten zu tun (alphabetisch, ohne Wertung):`,
      ...experiences.slice(0, SHOWN).map((one) => experience(one, 'ohne Verwaltung', (title) => md`„${title}“`)),
      experiences.length > SHOWN && md`… und ${experiences.length - SHOWN} weitere`,
    ),
  en: ({ topic, experiences }) =>
    lines(
      md`These had to do with “${topic}” (in alphabetical order):`,
      ...experiences.slice(0, SHOWN).map((one) => experience(one, 'without administration', (title) => md`“${title}”`)),
      experiences.length > SHOWN && md`… and ${experiences.length - SHOWN} more`,
    ),
})

function experience(
  { administration, persons, items }: Experience,
  without: string,
  quoted: (title: string) => Markdown,
): Markdown {
  const sources = items.slice(0, SOURCES).map((found) => md`${nameOfDecision(found)} ${quoted(found.title)}`)
  return md`- ${administration ?? without}${persons.length > 0 && `: ${persons.join(', ')}`} – ${joined(sources, ', ')}`
}
