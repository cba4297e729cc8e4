import { anchored, DAY_NAMES, type Rule, ruleText, WORKDAYS } from '../when/rule.ts'
import { addDays, instantOf } from '../when/zone.ts'

type Parts = ReadonlyMap<string, string>
/** First day of the series, and the zone of its local times. */
type Place = { day: string; timeZone: string }

const KNOWN = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'COUNT', 'UNTIL', 'WKST'])
const MOST_PACE = 99
const MOST_DATES = 999

/** A rule of RFC 5545 as a series of ours has it; undefined where it is one that cannot be said in words. */
export function readRule(text: string, { day, timeZone }: Place): string | undefined {
  const parts = new Map(text.split(';').map((part) => part.split('=') as [string, string]))
  if ([...parts.keys()].some((name) => !KNOWN.has(name))) return undefined
  const [interval, count] = [numberIn(parts, 'INTERVAL') ?? 1, numberIn(parts, 'COUNT')]
  if (!(interval >= 1 && interval <= MOST_PACE) || (count !== undefined && !(count >= 1 && count <= MOST_DATES)))
    return undefined
  const days = daysOf(parts, interval)
  if (!days) return undefined
  const rule = { ...days, interval, ...(count === undefined ? {} : { count }) }
  return ruleText(anchored(rule, day), untilOf(parts, timeZone))
}

type Days = Omit<Rule, 'interval' | 'count'>

function daysOf(parts: Parts, interval: number): Days | undefined {
  const [freq, byDay, byMonthDay] = [parts.get('FREQ'), listIn(parts, 'BYDAY'), listIn(parts, 'BYMONTHDAY')]
  const isFree = !byMonthDay && !parts.has('BYSETPOS')
  if (freq === 'DAILY') return !byDay && isFree && !parts.has('BYMONTH') ? { freq } : undefined
  if (freq === 'WEEKLY') {
    if (!isFree || parts.has('BYMONTH') || !(byDay ?? []).every(isDay)) return undefined
    // On which day a week begins decides only here.
    if (interval > 1 && (byDay?.length ?? 0) > 1 && parts.has('WKST') && parts.get('WKST') !== 'MO') return undefined
    return byDay ? { freq, byDay: DAY_NAMES.filter((day) => byDay.includes(day)) } : { freq }
  }
  if (freq === 'MONTHLY' && !parts.has('BYMONTH')) return withDay({ freq }, parts, interval)
  if (freq !== 'YEARLY') return undefined
  const byMonth = numberIn(parts, 'BYMONTH')
  if (byMonth === undefined) return !byDay && isFree && !parts.has('BYMONTH') ? { freq } : undefined
  return byMonth >= 1 && byMonth <= 12 ? withDay({ freq, byMonth }, parts, 2) : undefined
}

/** The day within a month: the 15th, the last, the first Monday, the last working day. */
function withDay(rule: Days, parts: Parts, interval: number): Days | undefined {
  const [days, at] = [listIn(parts, 'BYDAY'), numberIn(parts, 'BYSETPOS')]
  const date = numberIn(parts, 'BYMONTHDAY')
  if (parts.has('BYMONTHDAY'))
    return !days && at === undefined && date !== undefined && isDate(date) ? { ...rule, byMonthDay: date } : undefined
  if (!days) return parts.has('BYSETPOS') ? undefined : rule
  const most = interval === 1 ? 5 : 4 // a fifth one is too rare to come once in so many months
  const isPlaced = (place: number) => place === -1 || (place >= 1 && place <= most)
  if (at === undefined) {
    const isRight = days.every(
      (day) => /^-?\d[A-Z]{2}$/.test(day) && isDay(day.slice(-2)) && isPlaced(Number(day.slice(0, -2))),
    )
    return isRight && !parts.has('BYSETPOS') ? { ...rule, byDay: days } : undefined
  }
  if (!days.every(isDay)) return undefined
  const [day] = days
  if (day && days.length === 1) return isPlaced(at) ? { ...rule, byDay: [`${at}${day}`] } : undefined
  if (days.length === DAY_NAMES.length) return isDate(at) ? { ...rule, byMonthDay: at } : undefined
  const isWork = days.length === WORKDAYS.length && WORKDAYS.every((one) => days.includes(one))
  return isWork && isPlaced(at) ? { ...rule, byDay: [...WORKDAYS], bySetPos: at } : undefined
}

const isDay = (name: string) => DAY_NAMES.some((day) => day === name)
const isDate = (date: number) => date === -1 || (date >= 1 && date <= 31)
const listIn = (parts: Parts, name: string) => parts.get(name)?.split(',')

/** undefined: none, or none that is one number. */
function numberIn(parts: Parts, name: string): number | undefined {
  const value = parts.get(name)
  return value !== undefined && /^-?\d{1,4}$/.test(value) ? Number(value) : value === undefined ? undefined : Number.NaN
}

/** An instant in UTC; a day alone counts to its end. */
function untilOf(parts: Parts, timeZone: string): string | undefined {
  const [, year, month, day, hour, minute, second, zone] =
    /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(Z)?)?$/.exec(parts.get('UNTIL') ?? '') ?? []
  if (!year) return undefined
  if (zone) return `${year}${month}${day}T${hour}${minute}${second}Z`
  const local = `${year}-${month}-${day}`
  const last = hour
    ? instantOf(local, `${hour}:${minute}`, timeZone)
    : new Date(+instantOf(addDays(local, 1), '00:00', timeZone) - 1000)
  return `${last.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}
