import ICAL from 'ical.js'
import type { MeetingRequest, TextProblem } from '../meeting-text.ts'
import { takeUrl, tidy } from '../place.ts'
import { occurrences } from '../when/recurrence.ts'
import { addDays, dayOf, daysBetween, instantOf, localDay, localTime } from '../when/zone.ts'
import { readRule } from './rule-read.ts'
import { zoneNamed } from './zone-read.ts'

/** Why a calendar file is no meeting. */
export type FileProblem =
  | { kind: 'unreadable' | 'no-date' | 'cancelled' | 'zone' | 'rule' | 'length' }
  | Extract<TextProblem, { kind: 'when' }>

/** A meeting as a file has it; `left`: what else is in there and does not count. */
export type FromFile = { request: MeetingRequest; timeZone: string; left?: 'exceptions' | 'others' | undefined }

type Options = { sentAt: Date; timeZone: string }

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const DAY_MINUTES = 1440
const FARTHEST_DAYS = 50 * 366
/** A series that began earlier is not counted through. */
const OLDEST_DAYS = 20 * 366
const LONGEST_DAYS = 60
const MOST_PAST = 10_000

/** What stops the reading, with what is answered. */
class Unfit extends Error {
  readonly problem: FileProblem
  constructor(problem: FileProblem) {
    super(problem.kind)
    this.problem = problem
  }
}

/** Reads the first event of a calendar file (RFC 5545). `timeZone` is the group's, for times without a zone. */
export function readCalendar(text: string, options: Options): FromFile | { problem: FileProblem } {
  try {
    const calendar = parsed(text)
    const events = calendar.getAllSubcomponents('vevent')
    const event = events.find((one) => !one.hasProperty('recurrence-id')) ?? events[0]
    if (!event) return { problem: { kind: 'unreadable' } }
    return { ...meetingIn(event, calendar, options), left: leftOf(event, events) }
  } catch (error) {
    // Whatever the parser stumbles over, it is the file's fault.
    return { problem: error instanceof Unfit ? error.problem : { kind: 'unreadable' } }
  }
}

function parsed(text: string): ICAL.Component {
  // The mark of the byte order counts as white space.
  const roots = ICAL.parse(text.replaceAll('\0', '').trim()) as unknown[]
  const root = (Array.isArray(roots[0]) ? roots[0] : roots) as unknown[]
  return new ICAL.Component(root[0] === 'vcalendar' ? root : ['vcalendar', [], [root]])
}

function leftOf(event: ICAL.Component, events: readonly ICAL.Component[]): FromFile['left'] {
  const uid = event.getFirstPropertyValue('uid')
  const others = events.filter((one) => one !== event)
  const isOfIt = (one: ICAL.Component) => one.getFirstPropertyValue('uid') === uid && one.hasProperty('recurrence-id')
  if (event.hasProperty('rrule') && (event.hasProperty('exdate') || others.some(isOfIt))) return 'exceptions'
  return others.some((one) => !isOfIt(one)) ? 'others' : undefined
}

function meetingIn(event: ICAL.Component, calendar: ICAL.Component, options: Options): Omit<FromFile, 'left'> {
  const method = String(calendar.getFirstPropertyValue('method') ?? '')
  if (/^cancel$/i.test(method) || /^cancelled$/i.test(textIn(event, 'status'))) throw new Unfit({ kind: 'cancelled' })
  const start = momentIn(event, 'dtstart', calendar, options)
  if (!start) throw new Unfit({ kind: 'no-date' })
  const minutes = lengthOf(event, start, momentIn(event, 'dtend', calendar, options))
  const series = seriesIn(event, start, options)
  const startsAt = series?.startsAt ?? start.at
  refusePast(startsAt, start.isDay, options)
  // A single meeting reads in the group's zone, a series keeps the one in which its time of day stays.
  const timeZone = series ? start.timeZone : options.timeZone
  const allDay =
    start.isDay || (minutes !== undefined && minutes % DAY_MINUTES === 0 && localTime(startsAt, timeZone) === '00:00')
  const request = {
    ...{ title: tidy(textIn(event, 'summary')), startsAt, allDay, ...placeIn(event) },
    ...(minutes === undefined ? {} : { minutes }),
    ...(series ? { rule: series.rule } : {}),
  }
  return { request, timeZone }
}

type Moment = { at: Date; day: string; isDay: boolean; timeZone: string }

/** A property with a day, or a day and a time of day that is local to a zone, or to nobody knows which: then the group's. */
function momentIn(
  event: ICAL.Component,
  name: string,
  calendar: ICAL.Component,
  { timeZone }: Options,
): Moment | undefined {
  const [, parameters, , value] = (event.getFirstProperty(name)?.toJSON() ?? []) as [
    string?,
    { tzid?: unknown }?,
    string?,
    unknown?,
  ]
  const [, year, month, date, hour, minute, utc] =
    /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d)?(Z)?)?$/.exec(String(value ?? '')) ?? []
  const day = year ? dayOf(Number(year), Number(month), Number(date)) : undefined
  if (!day) return undefined
  if (hour === undefined) return { at: instantOf(day, '00:00', timeZone), day, isDay: true, timeZone }
  if (Number(hour) > 23 || Number(minute) > 59) return undefined
  const named = parameters?.tzid === undefined ? timeZone : zoneNamed(String(parameters.tzid), calendar, timeZone)
  const zone = utc ? 'UTC' : named
  if (!zone) throw new Unfit({ kind: 'zone' })
  return { at: instantOf(day, `${hour}:${minute}`, zone), day, isDay: false, timeZone: zone }
}

function lengthOf(event: ICAL.Component, start: Moment, end: Moment | undefined): number | undefined {
  const told = event.getFirstPropertyValue('duration')
  const minutes = end
    ? start.isDay && end.isDay
      ? daysBetween(start.day, end.day) * DAY_MINUTES
      : Math.round((+end.at - +start.at) / MINUTE_MS)
    : told instanceof ICAL.Duration
      ? Math.round(told.toSeconds() / 60)
      : 0
  if (minutes > LONGEST_DAYS * DAY_MINUTES) throw new Unfit({ kind: 'length' })
  return minutes > 0 ? minutes : start.isDay ? DAY_MINUTES : undefined
}

/** The rule as ours are, from its next date on: what was held before belongs to somebody else's calendar. */
function seriesIn(
  event: ICAL.Component,
  start: Moment,
  { sentAt }: Options,
): { rule: string; startsAt: Date } | undefined {
  const rules = event.getAllProperties('rrule')
  if (event.hasProperty('rdate') || event.hasProperty('exrule') || rules.length > 1) throw new Unfit({ kind: 'rule' })
  if (!rules[0]) return undefined
  const { timeZone, at, isDay } = start
  const rule = readRule(String(rules[0].getFirstValue()), start)
  if (!rule || +sentAt - +at > OLDEST_DAYS * DAY_MS) throw new Unfit({ kind: 'rule' })
  const from = isDay ? instantOf(localDay(sentAt, timeZone), '00:00', timeZone) : sentAt
  if (at >= from) return { rule, startsAt: at }
  const series = { rule, start: at, timeZone }
  const [next] = occurrences(series, from, new Date(+from + FARTHEST_DAYS * DAY_MS), 1)
  if (!next) return { rule, startsAt: at } // over, as is said then
  const count = Number(/(?:^|;)COUNT=(\d+)/.exec(rule)?.[1] ?? Number.NaN)
  const left = count - (Number.isNaN(count) ? 0 : occurrences(series, at, next, MOST_PAST).length)
  return { rule: rule.replace(/COUNT=\d+/, `COUNT=${left}`), startsAt: next }
}

/** Refused as typed dates are. */
function refusePast(at: Date, isDay: boolean, { sentAt, timeZone }: Options): void {
  const [day, today] = [localDay(at, timeZone), localDay(sentAt, timeZone)]
  const time = isDay ? {} : { time: localTime(at, timeZone) }
  if (isDay ? day < today : at < sentAt)
    throw new Unfit({ kind: 'when', problem: { kind: 'past', phrase: day, day, ...time } })
  if (day > addDays(today, FARTHEST_DAYS)) throw new Unfit({ kind: 'when', problem: { kind: 'too-far', phrase: day } })
}

/** The address of a video room stands in one of these. */
const ADDRESSES = ['url', 'x-microsoft-skypeteamsmeetingurl', 'conference']

function placeIn(event: ICAL.Component): { place?: string; url?: string } {
  const { text, url } = takeUrl(textIn(event, 'location'))
  const place = tidy(text)
  const address = ADDRESSES.map((name) => takeUrl(textIn(event, name)).url).find(Boolean) ?? url
  return { ...(place ? { place } : {}), ...(address ? { url: address } : {}) }
}

const textIn = (event: ICAL.Component, name: string): string => {
  const value = event.getFirstPropertyValue(name)
  return typeof value === 'string' ? value.toWellFormed() : ''
}
