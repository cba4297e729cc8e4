import { code, lines, md, type Say, template } from './template.ts'

/** A file, where only its name can be said. */
export const fileNamed = template<{ name: string }>({
  de: ({ name }) => md`${name}`,
  en: ({ name }) => md`${name}`,
})

const wordsDe = code('!sitzung 20.03. 10 Uhr Quartalsrunde')
const wordsEn = code('!meeting 20 March 10:00 Budget round')

/** The message that is replied to brings a file of another kind. */
export const noCalendarFile = template({
  de: () => md`Das ist keine Kalenderdatei: Bitte auf eine .ics-Datei antworten, oder mit Worten planen: ${wordsDe}`,
  en: () => md`That is no calendar file: please reply to an .ics file, or plan in words: ${wordsEn}`,
})

/** Words beside a file that has all of it. */
export const onlyTheFile = template({
  de: () =>
    md`Zu einer Kalenderdatei bitte nur ${code('!sitzung')} schreiben; was daran anders sein soll, lässt sich danach ändern.`,
  en: () =>
    md`Please reply to a calendar file with ${code('!meeting')} alone; what should differ can be changed afterwards.`,
})

/** Why the file could not be had. */
export const fileNotHad = template<{ problem: 'too-large' | 'altered' | 'gone' | 'unreachable' }>({
  de: ({ problem }) => {
    if (problem === 'too-large')
      return md`Die Datei ist größer als 256 KB: Bitte nur diesen einen Termin als .ics-Datei senden.`
    if (problem === 'altered')
      return md`Die Datei ist nicht so angekommen, wie sie verschlüsselt wurde: Bitte die Datei noch einmal senden.`
    if (problem === 'gone') return md`Die Datei gibt es auf dem Server nicht mehr: Bitte die Datei noch einmal senden.`
    return md`Die Datei ist gerade nicht abrufbar: Bitte in einigen Minuten noch einmal mit ${code('!sitzung')} darauf antworten.`
  },
  en: ({ problem }) => {
    if (problem === 'too-large')
      return md`The file has more than 256 KB: please send this one meeting alone as an .ics file.`
    if (problem === 'altered') return md`The file did not arrive as it was encrypted: please send the file once more.`
    if (problem === 'gone') return md`The server does not have the file any more: please send the file once more.`
    return md`The file cannot be fetched right now: please reply to it with ${code('!meeting')} again in a few minutes.`
  },
})

type Unfit = 'unreadable' | 'no-date' | 'cancelled' | 'zone' | 'rule' | 'length'

/** Why what is in the file is no meeting. */
export const fileUnfit = template<{ problem: Unfit }>({
  de: ({ problem }) => md`${REASONS[problem].de}: Bitte mit Worten planen: ${problem === 'rule' ? seriesDe : wordsDe}`,
  en: ({ problem }) => md`${REASONS[problem].en}: please plan in words: ${problem === 'rule' ? seriesEn : wordsEn}`,
})

const seriesDe = code('!sitzung Jour fixe jeden ersten Montag im Monat 9 Uhr')
const seriesEn = code('!meeting Jour fixe every first Monday of the month 9:00')

const REASONS: Record<Unfit, { de: string; en: string }> = {
  unreadable: { de: 'In der Datei steht kein lesbarer Termin', en: 'There is no readable event in the file' },
  'no-date': { de: 'In der Datei steht kein Datum', en: 'There is no date in the file' },
  cancelled: { de: 'Die Datei sagt einen Termin ab', en: 'The file cancels an event' },
  zone: { de: 'Die Zeitzone in der Datei ist nicht bekannt', en: 'The time zone in the file is not known' },
  rule: {
    de: 'So wie in der Datei lässt sich eine Reihe hier nicht planen',
    en: 'A series like that in the file cannot be planned here',
  },
  length: {
    de: 'Der Termin in der Datei dauert länger als 60 Tage',
    en: 'The event in the file takes more than 60 days',
  },
}

/** A meeting was planned, and the file has more than that. */
export const plannedFromFile = template<{ say: Say; left: 'exceptions' | 'others' }>({
  de: ({ say, left }, read) =>
    lines(
      read.say(say),
      left === 'exceptions'
        ? md`Einzelne Termine, die in der Datei verschoben oder gestrichen sind, bitte hier ebenso ändern.`
        : md`In der Datei stehen weitere Termine; geplant ist nur der erste.`,
    ),
  en: ({ say, left }, read) =>
    lines(
      read.say(say),
      left === 'exceptions'
        ? md`Please change here as well the single dates that are moved or removed in the file.`
        : md`There are more events in the file; only the first one is planned.`,
    ),
})
