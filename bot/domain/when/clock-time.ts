import { isGlued, isMark, numberAt, type Read, type Scan, skipWords, wordAt } from './tokens.ts'
import { DAY_PARTS, type DayPart, NUMBERS } from './words.ts'

/** A time of day in minutes. `marked`: it cannot be anything else; `vague`: the half of the day is open ("halb drei"). */
export type Clock = { minutes: number; marked: boolean; vague: boolean }

const HOUR_WORDS = new Set(['uhr', 'h'])
const PAST = new Set(['nach', 'past', 'after'])
const BEFORE = new Set(['vor', 'to', 'before'])

/** Reads one time of day: 14 Uhr, 14:30, 14.30 Uhr, 14h, 3 pm, halb neun, quarter past nine. */
export function readClock(scan: Scan, at: number): Read<Clock> | undefined {
  return readNamed(scan, at) ?? readSpoken(scan, at) ?? readDigits(scan, at)
}

/** Reads an hour without any mark, as after `um`: um 9, at nine. */
export function readBareHour(scan: Scan, at: number): Read<Clock> | undefined {
  const hour = hourAt(scan, at)
  const unit =
    isMark(scan, at + 1, '%€') || (isMark(scan, at + 1, '.,:/') && isGlued(scan, at + 1) && at + 2 < scan.tokens.length)
  if (hour === undefined || unit) return undefined
  return readHalf(scan, at + 1, { minutes: hour * 60, marked: false, vague: true })
}

/** Moves an open time into the half of the day that a word such as `nachmittags` names. */
export function inHalf(clock: Clock, half: DayPart['half']): Clock {
  const hour = Math.floor(clock.minutes / 60)
  const moved =
    (half === 'late' && hour < 12 && hour > 0) ||
    (half === 'noon' && hour >= 1 && hour < 4) ||
    // "2 Uhr nachts" is before dawn, "11 Uhr nachts" before midnight, "12 Uhr nachts" is midnight.
    (half === 'night' && ((hour >= 6 && hour < 12) || clock.minutes === 720))
  return { ...clock, vague: false, minutes: moved ? clock.minutes + 720 : clock.minutes }
}

/** 'HH:MM' of minutes since midnight. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function readNamed(scan: Scan, at: number): Read<Clock> | undefined {
  const next = skipWords(scan, at, new Set(['um', 'at']))
  const word = wordAt(scan, next)
  if (word === 'mitternacht' || word === 'midnight') return { value: sure(24 * 60), next: next + 1 }
  return word === 'noon' ? { value: sure(720), next: next + 1 } : undefined
}

function readSpoken(scan: Scan, at: number): Read<Clock> | undefined {
  const word = wordAt(scan, at)
  if (word === 'halb') return spoken(scan, at + 1, -30)
  if (word === 'dreiviertel') return spoken(scan, at + 1, -15)
  if (word === 'viertel' || word === 'quarter') return readQuarter(scan, at + 1, word === 'viertel')
  if (word === 'half' && PAST.has(wordAt(scan, at + 1))) return spoken(scan, at + 2, 30)
  if (word === 'a' && wordAt(scan, at + 1) === 'quarter') return readQuarter(scan, at + 2, false)
  return readMinutesOff(scan, at)
}

function readQuarter(scan: Scan, at: number, german: boolean): Read<Clock> | undefined {
  const word = wordAt(scan, at)
  if (PAST.has(word)) return spoken(scan, at + 1, 15)
  if (BEFORE.has(word)) return spoken(scan, at + 1, -15)
  return german ? spoken(scan, at, -45) : undefined
}

/** Fünf vor neun, 20 nach 8, zehn vor halb neun, ten past nine. */
function readMinutesOff(scan: Scan, at: number): Read<Clock> | undefined {
  const count = countAt(scan, at)
  if (count === undefined || count > 29) return undefined
  const sign = skipWords(scan, at + 1, new Set(['minuten', 'min', 'minutes']))
  const word = wordAt(scan, sign)
  if (!PAST.has(word) && !BEFORE.has(word)) return undefined
  const half = wordAt(scan, sign + 1) === 'halb'
  return spoken(scan, sign + (half ? 2 : 1), (PAST.has(word) ? count : -count) - (half ? 30 : 0))
}

function spoken(scan: Scan, at: number, offset: number): Read<Clock> | undefined {
  const hour = hourAt(scan, at)
  if (hour === undefined || hour > 24 || (isMark(scan, at + 1, '.:') && numberAt(scan, at + 2) !== undefined))
    return undefined
  const minutes = hour * 60 + offset
  // "Halb eins" is half past noon in an office, so an hour below 1 counts on from noon.
  const shown = minutes < 60 ? minutes + 720 : minutes
  return readHalf(scan, skipWords(scan, at + 1, HOUR_WORDS), { minutes: shown, marked: true, vague: true })
}

function readDigits(scan: Scan, at: number): Read<Clock> | undefined {
  const hour = hourAt(scan, at)
  if (hour === undefined) return undefined
  const colon = isMark(scan, at + 1, ':') && isGlued(scan, at + 1)
  const dot = isMark(scan, at + 1, '.') && isGlued(scan, at + 1)
  if ((colon || dot) && isGlued(scan, at + 2) && numberAt(scan, at + 2, 2) !== undefined) {
    return readHourMinute(scan, at, hour, colon)
  }
  return readHourMark(scan, at, hour)
}

function readHourMinute(scan: Scan, at: number, hour: number, colon: boolean): Read<Clock> | undefined {
  const minute = numberAt(scan, at + 2, 2)!
  const seconds = colon && isMark(scan, at + 3, ':') && isGlued(scan, at + 4) && numberAt(scan, at + 4, 2) !== undefined
  const after = seconds ? at + 5 : at + 3
  if (
    !valid(hour, minute) ||
    (isMark(scan, after, '.:') && isGlued(scan, after + 1) && numberAt(scan, after + 1) !== undefined)
  )
    return undefined
  const half = readMeridiem(scan, after, hour, minute)
  if (half) return half
  const named = HOUR_WORDS.has(wordAt(scan, after))
  if (!colon && !named && isMark(scan, after, '.') && isGlued(scan, after)) return undefined
  return readHalf(scan, named ? after + 1 : after, {
    minutes: hour * 60 + minute,
    marked: colon || named,
    vague: false,
  })
}

function readHourMark(scan: Scan, at: number, hour: number): Read<Clock> | undefined {
  const meridiem = readMeridiem(scan, at + 1, hour, 0)
  if (meridiem) return meridiem
  if (isMark(scan, at + 2, "'") && wordAt(scan, at + 1) === 'o' && wordAt(scan, at + 3) === 'clock') {
    return readHalf(scan, at + 4, { minutes: hour * 60, marked: true, vague: true })
  }
  const mark = wordAt(scan, at + 1)
  if ((mark !== 'uhr' && mark !== 'h' && mark !== 'oclock') || !valid(hour, 0)) return undefined
  const minute = minuteAfter(scan, at + 2, mark)
  const minutes = hour * 60 + (minute ?? 0)
  return valid(hour, minute ?? 0) ? readHalf(scan, at + (minute === undefined ? 2 : 3), sure(minutes)) : undefined
}

/** The 30 of "14 Uhr 30": two digits that count nothing else. */
function minuteAfter(scan: Scan, at: number, mark: string): number | undefined {
  const word = NUMBERS.get(wordAt(scan, at))
  if (word !== undefined && mark === 'uhr') return word >= 5 && word < 60 && !wordAt(scan, at + 1) ? word : undefined
  const minute = numberAt(scan, at, 2)
  if (minute === undefined || minute > 59 || (mark === 'h' && !isGlued(scan, at))) return undefined
  const counts = wordAt(scan, at + 1) !== '' || (isMark(scan, at + 1, '.:%-/') && isGlued(scan, at + 1))
  return counts && mark === 'uhr' && scan.tokens.length > at + 2 ? undefined : minute
}

function readMeridiem(scan: Scan, at: number, hour: number, minute: number): Read<Clock> | undefined {
  const word = wordAt(scan, at)
  const dotted =
    (word === 'a' || word === 'p') && isMark(scan, at + 1, '.') && wordAt(scan, at + 2) === 'm' && isGlued(scan, at + 2)
  if ((word !== 'am' && word !== 'pm' && !dotted) || hour < 1 || hour > 12) return undefined
  // "am" with a space before it is the German word when a date follows ("10 am Freitag").
  if (word === 'am' && !isGlued(scan, at) && at + 1 < scan.tokens.length && !isMark(scan, at + 1, ',.;)'))
    return undefined
  const minutes = (hour % 12) * 60 + minute + (word.startsWith('p') ? 720 : 0)
  const end = dotted ? (isMark(scan, at + 3, '.') ? at + 4 : at + 3) : at + 1
  return { value: sure(minutes), next: end }
}

/** Reads `nachmittags`, `in the afternoon` after a time. */
function readHalf(scan: Scan, at: number, clock: Clock): Read<Clock> {
  const lead = skipWords(scan, at, new Set(['am', 'in', 'the', 'at', 'des']))
  const part = DAY_PARTS.get(wordAt(scan, lead))
  const plainMorning = wordAt(scan, lead) === 'morgen' && lead === at
  if (!part || plainMorning || wordAt(scan, lead) === 'noon') return { value: clock, next: at }
  return { value: inHalf(clock, part.half), next: lead + 1 }
}

function hourAt(scan: Scan, at: number): number | undefined {
  const hour = numberAt(scan, at) ?? NUMBERS.get(wordAt(scan, at))
  return hour !== undefined && hour <= 24 && wordAt(scan, at) !== 'a' && wordAt(scan, at) !== 'an' ? hour : undefined
}

function countAt(scan: Scan, at: number): number | undefined {
  return numberAt(scan, at) ?? NUMBERS.get(wordAt(scan, at))
}

function valid(hour: number, minute: number): boolean {
  return minute < 60 && (hour < 24 || (hour === 24 && minute === 0))
}

function sure(minutes: number): Clock {
  return { minutes, marked: true, vague: false }
}
