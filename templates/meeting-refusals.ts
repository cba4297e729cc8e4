import { beginOf, type Span } from './meeting-when.ts'
import { code, type Formats, lines, md, template } from './template.ts'

/** No date in what is to be planned; `title`: what was said, to show it with one. */
export const meetingNeedsDate = template<{ title: string }>({
  de: ({ title }) =>
    md`Wann ist die Sitzung? Beispiel: ${code(`!sitzung 20.03. 10 Uhr ${shortened(title, 'Quartalsrunde')}`)}`,
  en: ({ title }) =>
    md`When is the meeting? Example: ${code(`!meeting 20 March 10:00 ${shortened(title, 'Budget round')}`)}`,
})

/** A day and no time of day. */
export const meetingNeedsTime = template<{ day: string; isSeries: boolean }>({
  de: ({ day, isSeries }, read) =>
    md`Um wie viel Uhr ${isSeries ? 'beginnt die Sitzung' : `am ${read.day(day)}`}? Beispiel: „10 Uhr“, „10–12 Uhr“ oder „ganztägig“.`,
  en: ({ day, isSeries }, read) =>
    md`At what time ${isSeries ? 'does the meeting begin' : `on ${read.day(day)}`}? Example: “10:00”, “10–12” or “all day”.`,
})

const shortened = (title: string, fallback: string) => (title === '' || title.length > 60 ? fallback : title)

export const moveNeedsDate = template<{ id: string }>({
  de: ({ id }) => md`Auf wann? Beispiel: ${code(`!sitzung ${id} verschieben auf 20.03. 14 Uhr`)}`,
  en: ({ id }) => md`To when? Example: ${code(`!meeting ${id} move to 20 March 14:00`)}`,
})

/** Words beside the new date that mean nothing here. */
export const moveHasRest = template<{ id: string; text: string }>({
  de: ({ id, text }) =>
    md`„${text}“ habe ich nicht verstanden. Beispiel: ${code(`!sitzung ${id} verschieben auf 20.03. 14 Uhr in Raum 3 wegen Krankheit`)}`,
  en: ({ id, text }) =>
    md`I did not understand “${text}”. Example: ${code(`!meeting ${id} move to 20 March 14:00 in Room 3 because of illness`)}`,
})

export const seriesCannotMove = template<{ id: string }>({
  de: ({ id }) =>
    md`Verschieben lassen sich einzelne Termine. Für eine andere Regel: ${code(`!sitzung ${id} serie absagen <Grund>`)} und die Reihe neu planen.`,
  en: ({ id }) =>
    md`Single dates can be moved. For another rule: ${code(`!meeting ${id} series cancel <reason>`)} and plan the series anew.`,
})

export const sameStart = template<{ id: string; span: Span }>({
  de: ({ id, span }, read) => md`${id} ist schon am ${beginOf(span, read)}.`,
  en: ({ id, span }, read) => md`${id} is on ${beginOf(span, read)} already.`,
})

export const reasonNeeded = template<{ id: string; isSeries: boolean }>({
  de: ({ id, isSeries }) =>
    md`Bitte einen Grund nennen: ${code(`!sitzung ${id} ${isSeries ? 'serie ' : ''}absagen <Grund>`)}`,
  en: ({ id, isSeries }) =>
    md`Please give a reason: ${code(`!meeting ${id} ${isSeries ? 'series ' : ''}cancel <reason>`)}`,
})

/** No date of the meeting on the day that was named; `next`: those that there are. */
export const noDateOn = template<{ id: string; day: string; next: Span[] }>({
  de: ({ id, day, next }, read) =>
    md`${id} hat am ${read.day(day)} keinen Termin.${next.length > 0 && ` Nächste Termine: ${datesOf(next, read)}.`}`,
  en: ({ id, day, next }, read) =>
    md`${id} has no date on ${read.day(day)}.${next.length > 0 && ` Next dates: ${datesOf(next, read)}.`}`,
})

const datesOf = (next: Span[], read: Formats) => next.map((span) => beginOf(span, read)).join('; ')

/** Nothing of the meeting lies ahead, or the date that was named is over. */
export const meetingIsOver = template<{ id: string; span?: Span | undefined }>({
  de: ({ id, span }, read) =>
    span ? md`${id} war am ${beginOf(span, read)} und ist vorbei.` : md`${id} hat keinen Termin mehr.`,
  en: ({ id, span }, read) =>
    span ? md`${id} was on ${beginOf(span, read)} and is over.` : md`${id} has no dates left.`,
})

/** Cancelled already: the meeting, or the one date. */
export const cancelledAlready = template<{ id: string; span?: Span | undefined }>({
  de: ({ id, span }, read) =>
    span
      ? md`${id} am ${beginOf(span, read)} ist schon abgesagt.`
      : md`${id} ist abgesagt und wird nicht mehr geändert.`,
  en: ({ id, span }, read) =>
    span ? md`${id} on ${beginOf(span, read)} is cancelled already.` : md`${id} is cancelled and no longer changed.`,
})

export const noSeries = template<{ id: string }>({
  de: ({ id }) => md`${id} ist eine einzelne Sitzung. Absagen: ${code(`!sitzung ${id} absagen <Grund>`)}`,
  en: ({ id }) => md`${id} is a single meeting. To cancel it: ${code(`!meeting ${id} cancel <reason>`)}`,
})

/** What can be said after an id. */
export const meetingChanges = template<{ id: string }>({
  de: ({ id }) =>
    lines(
      md`Möglich ist:`,
      ...CHANGES_DE.map((what) => md`- ${code(`!sitzung ${id} ${what}`)}`),
      md`Bei einer Reihe mit dem Tag davor: ${code(`!sitzung ${id} am 20.03. verschieben auf 21.03. 14 Uhr`)}`,
    ),
  en: ({ id }) =>
    lines(
      md`Possible is:`,
      ...CHANGES_EN.map((what) => md`- ${code(`!meeting ${id} ${what}`)}`),
      md`In a series with the day before it: ${code(`!meeting ${id} on 20 March move to 21 March 14:00`)}`,
    ),
})

const CHANGES_DE = [
  'verschieben auf <wann>',
  'absagen <Grund>',
  'serie absagen <Grund>',
  'titel <Text>',
  'ort <Ort>',
  'link <Adresse>',
  'dauer 90 min',
]
const CHANGES_EN = [
  'move to <when>',
  'cancel <reason>',
  'series cancel <reason>',
  'title <text>',
  'place <place>',
  'link <address>',
  'duration 90 min',
]
