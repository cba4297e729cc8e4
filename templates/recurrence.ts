import { type Formats, formats, type Lang } from './template.ts'

/** A rule of RFC 5545 in words: jeden ersten Montag im Monat, every second Tuesday. What has no words stays as it is. */
export function ruleOf({ rule, timeZone }: { rule: string; timeZone: string }, read: Formats): string {
  const parts = new Map(
    rule
      .split(';')
      .map((part): [string, string] => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  )
  const { lang } = read.reader
  const words = wordsOf(parts, lang)
  return words === undefined ? rule : `${words}${endOf(parts, lang, formats({ ...read.reader, timeZone }))}`
}

type Parts = ReadonlyMap<string, string>

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const NAMES: Record<Lang, readonly string[]> = {
  de: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
}
const MONTHS: Record<Lang, readonly string[]> = {
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
}
const ORDINALS: Record<Lang, Record<string, string>> = {
  de: { '1': 'ersten', '2': 'zweiten', '3': 'dritten', '4': 'vierten', '5': 'fünften', '-1': 'letzten' },
  en: { '1': 'first', '2': 'second', '3': 'third', '4': 'fourth', '5': 'fifth', '-1': 'last' },
}

function wordsOf(parts: Parts, lang: Lang): string | undefined {
  const every = Number(parts.get('INTERVAL') ?? 1)
  const isGerman = lang === 'de'
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return every === 1 ? (isGerman ? 'täglich' : 'daily') : isGerman ? `alle ${every} Tage` : `every ${every} days`
    case 'WEEKLY':
      return weekly(parts, every, lang)
    case 'MONTHLY':
      return monthly(parts, every, lang)
    case 'YEARLY':
      return yearly(parts, every, lang)
    default:
      return undefined
  }
}

function weekly(parts: Parts, every: number, lang: Lang): string | undefined {
  const days = parts.get('BYDAY')
  if (!days) return undefined
  const isGerman = lang === 'de'
  const named =
    days === 'MO,TU,WE,TH,FR'
      ? isGerman
        ? 'Montag bis Freitag'
        : 'Monday to Friday'
      : listed(
          days.split(',').map((day) => nameOf(day, lang)),
          lang,
        )
  if (every === 1) return isGerman ? `jeden ${named}` : `every ${named}`
  return isGerman ? `alle ${every} Wochen am ${named}` : `every ${every} weeks on ${named}`
}

function monthly(parts: Parts, every: number, lang: Lang): string | undefined {
  const day = dayInMonth(parts, lang)
  if (!day) return undefined
  const isDate = parts.has('BYMONTHDAY')
  if (every > 1) return lang === 'de' ? `alle ${every} Monate am ${day}` : `every ${every} months on the ${day}`
  if (lang === 'en') return `every month on the ${day}`
  return isDate ? `am ${day} jedes Monats` : `jeden ${day} im Monat`
}

function yearly(parts: Parts, every: number, lang: Lang): string | undefined {
  const day = dayInMonth(parts, lang)
  const month = MONTHS[lang][Number(parts.get('BYMONTH')) - 1]
  if (!day || !month) return undefined
  const on = lang === 'de' ? `am ${day} ${parts.has('BYMONTHDAY') ? '' : 'im '}${month}` : `on the ${day} of ${month}`
  if (every === 1) return lang === 'de' ? `jedes Jahr ${on}` : `every year ${on}`
  return lang === 'de' ? `alle ${every} Jahre ${on}` : `every ${every} years ${on}`
}

/** `ersten Montag`, `15.`, `letzten Tag`; `28,29,30` with the last of them means the 30th where there is one. */
function dayInMonth(parts: Parts, lang: Lang): string | undefined {
  const date = parts.get('BYMONTHDAY')?.split(',').at(-1)
  if (date === '-1') return lang === 'de' ? 'letzten Tag' : 'last day'
  if (date) return lang === 'de' ? `${date}.` : ordinalEn(Number(date))
  const days = parts.get('BYDAY')
  const position = ORDINALS[lang][parts.get('BYSETPOS') ?? '']
  if (days === 'MO,TU,WE,TH,FR' && position) return `${position} ${lang === 'de' ? 'Arbeitstag' : 'working day'}`
  const named = days?.split(',').map((day) => placedDay(day, lang))
  return named && !named.includes(undefined) ? listed(named as string[], lang) : undefined
}

function placedDay(day: string, lang: Lang): string | undefined {
  const [, position = '', name = ''] = /^(-?\d)([A-Z]{2})$/.exec(day) ?? []
  const ordinal = ORDINALS[lang][position]
  return ordinal && `${ordinal} ${nameOf(name, lang)}`
}

const nameOf = (day: string, lang: Lang) => NAMES[lang][DAYS.indexOf(day)] ?? day

const listed = (names: readonly string[], lang: Lang) =>
  names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} ${lang === 'de' ? 'und' : 'and'} ${names.at(-1)}`

function ordinalEn(day: number): string {
  const end = day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
  return `${day}${end}`
}

function endOf(parts: Parts, lang: Lang, read: Formats): string {
  const count = parts.get('COUNT')
  if (count) return lang === 'de' ? `, ${count} Termine` : `, ${count} times`
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(parts.get('UNTIL') ?? '') ?? []
  if (!year) return ''
  const last = read.date(new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`))
  return lang === 'de' ? `, bis ${last}` : `, until ${last}`
}
