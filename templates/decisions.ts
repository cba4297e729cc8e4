import { code, joined, type Lang, lines, linesOf, type Markdown, md, template } from './template.ts'

/** What the group calls a decision, in German as configured; known words are translated. */
export type Named = { id: string; register: string | null; word: string }

/** A decision as it is listed and shown. `day` is its local day. */
export type Shown = Named & { text: string; day: string; status: 'pending' | 'valid' | 'void' }

const ENGLISH: Record<string, string> = {
  Beschluss: 'Decision',
  Empfehlung: 'Recommendation',
  Verabredung: 'Agreement',
}

/** The group's word for a decision, in the reader's language. */
export const wordIn = (lang: Lang, word: string) => (lang === 'en' ? (ENGLISH[word] ?? word) : word)

/** Register number first, id in brackets; before it has a number the id alone. */
export const nameOfDecision = ({ id, register }: { id: string; register: string | null }) =>
  register ? `${register} (${id})` : id

/** People's words as the end of a sentence: with a full stop, unless they have one of their own. */
export const ended = (text: string) => `${text}${/[.!?…]$/.test(text) ? '' : '.'}`

/** People's words amid a sentence: without their full stop. */
export const unended = (text: string) => text.replace(/\.$/, '')

/** A quoted text with a full stop behind it, unless it ends with one of its own. */
export const quotedDe = (text: string) => md`„${linesOf(text)}“${/[.!?…]$/.test(text) ? '' : '.'}`
export const quotedEn = (text: string) => md`“${linesOf(text)}”${/[.!?…]$/.test(text) ? '' : '.'}`

/** Entered into the register: recorded by a coordinator, or confirmed. `otherDay`: taken on another day than today. */
export const decisionEntered = template<Shown & { otherDay: boolean }>({
  de: ({ word, text, day, otherDay, ...named }, read) =>
    joined(
      [
        md`${word} ${nameOfDecision(named)} eingetragen: ${quotedDe(text)}`,
        otherDay && md`Gefasst am ${read.day(day)}.`,
      ],
      ' ',
    ),
  en: ({ word, text, day, otherDay, ...named }, read) =>
    joined(
      [
        md`${wordIn('en', word)} ${nameOfDecision(named)} entered: ${quotedEn(text)}`,
        otherDay && md`Taken on ${read.day(day)}.`,
      ],
      ' ',
    ),
})

/** Noted, but without a number until a coordinator confirms; `coordinators` are asked by name. */
export const decisionPending = template<
  Shown & { otherDay: boolean; coordinators: string[]; group?: string | undefined }
>({
  de: ({ id, text, day, otherDay, coordinators, group }, read) =>
    lines(
      md`${id} vorgemerkt. Die Registernummer folgt mit der Bestätigung durch die Koordination.`,
      joined([
        md`„${linesOf(text)}“`,
        otherDay && md`gefasst am ${read.day(day)}`,
        group !== undefined && md`${group}`,
      ]),
      coordinators.length > 0 &&
        md`Bitte bestätigen, ${coordinators.join(', ')}: ✅ oder hierauf mit „bestätigen“ antworten.`,
    ),
  en: ({ id, text, day, otherDay, coordinators, group }, read) =>
    lines(
      md`${id} noted. The register number follows when the coordinators confirm it.`,
      joined([md`“${linesOf(text)}”`, otherDay && md`taken on ${read.day(day)}`, group !== undefined && md`${group}`]),
      coordinators.length > 0 && md`Please confirm, ${coordinators.join(', ')}: ✅ or reply “confirm” to this.`,
    ),
})

/** Nothing to confirm any more: it has its number. */
export const alreadyConfirmed = template<Named>({
  de: (named) => md`${named.id} ist schon bestätigt: ${named.register ?? ''}.`,
  en: (named) => md`${named.id} has been confirmed already: ${named.register ?? ''}.`,
})

/** A confirmation cannot be taken back, since the number is given. */
export const confirmationStays = template<Named>({
  de: (named) =>
    md`Die Bestätigung lässt sich nicht zurücknehmen, die Nummer ${named.register ?? ''} ist vergeben. War es ein Versehen: ${code(`!beschluss ${named.id} storno <Grund>`)}`,
  en: (named) =>
    md`The confirmation cannot be taken back, the number ${named.register ?? ''} is given. If it was a mistake: ${code(`!decision ${named.id} void <reason>`)}`,
})

/** The text was put right. */
export const decisionCorrected = template<Shown & { reason?: string | undefined }>({
  de: ({ text, reason, ...named }) =>
    joined(
      [md`${nameOfDecision(named)} berichtigt: ${quotedDe(text)}`, reason !== undefined && md`Grund: ${ended(reason)}`],
      ' ',
    ),
  en: ({ text, reason, ...named }) =>
    joined(
      [md`${nameOfDecision(named)} corrected: ${quotedEn(text)}`, reason !== undefined && md`Reason: ${ended(reason)}`],
      ' ',
    ),
})

/** Marked as a wrong entry. */
export const decisionVoid = template<Shown & { reason: string }>({
  de: ({ register, reason, ...rest }) =>
    md`${nameOfDecision({ ...rest, register })} ist als Fehleintrag gekennzeichnet${register !== null && '; die Nummer bleibt und wird nicht neu vergeben'}. Grund: ${ended(reason)}`,
  en: ({ register, reason, ...rest }) =>
    md`${nameOfDecision({ ...rest, register })} is marked as a wrong entry${register !== null && '; its number stays and is not given again'}. Reason: ${ended(reason)}`,
})

/** A wrong entry is changed no more. */
export const decisionIsVoid = template<Named>({
  de: (named) =>
    md`${nameOfDecision(named)} ist ein Fehleintrag und wird nicht mehr verändert. Neu eintragen: ${code('!beschluss <Text>')}`,
  en: (named) =>
    md`${nameOfDecision(named)} is a wrong entry and is not changed any more. To enter it anew: ${code('!decision <text>')}`,
})

/** The text is already so. */
export const sameText = template<Named>({
  de: (named) => md`${nameOfDecision(named)} hat schon diesen Text.`,
  en: (named) => md`${nameOfDecision(named)} has this text already.`,
})

/** Only who recorded it, or the coordinators, may do that. */
export const onlyAuthorOrCoordinators = template<{ group: string; author: string; names: string[] }>({
  de: ({ group, author, names }) =>
    names.includes(author)
      ? md`Das kann nur die Koordination der ${group}: ${names.join(', ')}.`
      : md`Das kann nur, wer es eingetragen hat (${author}), oder die Koordination der ${group}${names.length > 0 && md`: ${names.join(', ')}`}.`,
  en: ({ group, author, names }) =>
    names.includes(author)
      ? md`Only the coordinators of ${group} can do that: ${names.join(', ')}.`
      : md`Only who entered it (${author}) or the coordinators of ${group} can do that${names.length > 0 && md`: ${names.join(', ')}`}.`,
})

/** What can be done with a decision, when something else was asked. */
export const decisionChanges = template<{ id: string; asked: string }>({
  de: ({ id, asked }) =>
    lines(
      md`„${asked}“ habe ich hier nicht verstanden. Möglich ist:`,
      ...changes(`!beschluss ${id}`, ['bestätigen', 'berichtigen <Text> wegen <Grund>', 'storno <Grund>']),
    ),
  en: ({ id, asked }) =>
    lines(
      md`I did not understand “${asked}” here. Possible is:`,
      ...changes(`!decision ${id}`, ['confirm', 'correct <text> because <reason>', 'void <reason>']),
    ),
})

const changes = (command: string, all: string[]): Markdown[] =>
  ['', ...all].map((what) => md`- ${code(`${command} ${what}`)}`)

/** A wrong entry needs a reason. */
export const reasonMissing = template<{ id: string }>({
  de: ({ id }) => md`Bitte mit Grund: ${code(`!beschluss ${id} storno <Grund>`)}`,
  en: ({ id }) => md`Please give a reason: ${code(`!decision ${id} void <reason>`)}`,
})

/** What cannot be recorded yet is not recorded as something else. */
export const notRecorded = template<{ asked: string }>({
  de: ({ asked }) =>
    md`„${asked}“ gibt es hier nicht. Eintragen lassen sich eigene Beschlüsse: ${code('!beschluss <Text> [am <Datum>]')}`,
  en: ({ asked }) =>
    md`There is no “${asked}” here. What can be recorded is decisions of the group: ${code('!decision <text> [on <date>]')}`,
})

/** A day to come is no day of a decision. */
export const dayToCome = template<{ day: string }>({
  de: ({ day }, read) =>
    md`${read.day(day)} liegt in der Zukunft. Eingetragen wird, was schon beschlossen ist: „am“ mit dem Tag des Beschlusses, oder ohne.`,
  en: ({ day }, read) =>
    md`${read.day(day)} is in the future. What is entered has been decided already: “on” with the day of the decision, or without.`,
})

/** A day and month without year that may mean last year's or the one to come. */
export const dayNeedsYear = template<{ past: string; future: string }>({
  de: ({ past, future }, read) =>
    md`Ist ${read.day(past)} gemeint? Dann bitte mit Jahr: ${code(`am ${typed(past)}`)}. ${read.day(future)} liegt in der Zukunft.`,
  en: ({ past, future }, read) =>
    md`Is ${read.day(past)} meant? Then please give the year: ${code(`on ${typed(past)}`)}. ${read.day(future)} is in the future.`,
})

const typed = (day: string) => `${Number(day.slice(8))}.${Number(day.slice(5, 7))}.${day.slice(0, 4)}`
