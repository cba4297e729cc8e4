import ICAL from 'ical.js'
import { isAllDay, type MeetingDate } from '../meeting-dates.ts'
import type { Meeting } from '../meeting-row.ts'
import { addDays, localDay, localTime } from '../when/zone.ts'
import { zoneComponent } from './zone.ts'

/** The type of calendar files. */
export const CALENDAR = 'text/calendar'

type Property = [name: string, parameters: Record<string, string>, type: string, ...values: unknown[]]
type Event = Pick<MeetingDate, 'startsAt' | 'minutes'> & { place: string | null; url: string | null }
type Options = { meeting: Meeting; dates: readonly MeetingDate[]; me: string; now: Date }

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/**
 * A meeting as a calendar file (RFC 5545). A series is one event with its rule, what is special about single dates beside
 * it: calendars that were given an older file recognise it by its UID, and by SEQUENCE that it is newer.
 */
export function calendarText(options: Options): string {
  const { meeting, dates } = options
  const events = meeting.rule ? seriesOf(options, meeting.rule) : [single(options)]
  const head: Property[] = [
    ['version', {}, 'text', '2.0'],
    ['prodid', {}, 'text', '-//Allmende//DE'],
    ['calscale', {}, 'text', 'GREGORIAN'],
    ['method', {}, 'text', 'PUBLISH'],
  ]
  const isTimed = [meeting, ...dates].some((one) => !isAllDay(one, meeting.timeZone))
  const zone = !isTimed ? [] : [zoneComponent(meeting.timeZone, firstOf(options))]
  return ICAL.stringify(['vcalendar', head, [...zone, ...events]])
}

const firstOf = ({ meeting, dates }: Options) =>
  new Date(Math.min(+meeting.startsAt, ...dates.map(({ startsAt }) => +startsAt)))

function single(options: Options): unknown[] {
  const { meeting, dates } = options
  const { startsAt = meeting.startsAt, minutes = meeting.minutes } = dates[0] ?? {}
  return event(options, { ...meeting, startsAt, minutes }, [])
}

/** Dates that were cancelled one by one are left out of it; those that are not as the rule has them stand for themselves. */
function seriesOf(options: Options, rule: string): unknown[][] {
  const { meeting, dates, now } = options
  const { timeZone } = meeting
  const allDay = isAllDay(meeting, timeZone)
  const original = (name: string, { originalStart }: MeetingDate) =>
    whenProperty(name, originalStart, { allDay, timeZone })
  const left = dates.filter(({ cancelledAt }) => cancelledAt && !meeting.cancelledAt)
  const special = dates.filter((date) => !date.cancelledAt && isSpecial(date, meeting, now))
  const repeats: Property = ['rrule', {}, 'recur', ICAL.Recur.fromString(ruleFor(rule, allDay, timeZone)).toJSON()]
  return [
    event(options, meeting, [repeats, ...left.map((date) => original('exdate', date))]),
    ...special.map((date) =>
      event(options, { ...date, place: date.place ?? meeting.place, url: date.url ?? meeting.url }, [
        original('recurrence-id', date),
      ]),
    ),
  ]
}

/** Of what was held only that it was elsewhere counts: a length that was changed since applies to what is to come. */
const isSpecial = ({ movedAt, place, url, minutes, startsAt }: MeetingDate, meeting: Meeting, now: Date) =>
  movedAt !== null || place !== null || url !== null || (minutes !== meeting.minutes && startsAt >= now)

/** Whole days are counted in days, also where a series ends. */
function ruleFor(rule: string, allDay: boolean, timeZone: string): string {
  if (!allDay) return rule
  return rule.replace(
    /UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/,
    (_all, year, month, day, hour, minute, second) =>
      `UNTIL=${localDay(new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`), timeZone).replaceAll('-', '')}`,
  )
}

function event({ meeting, me, now }: Options, { startsAt, minutes, place, url }: Event, more: Property[]): unknown[] {
  const { id, title, sequence, timeZone, cancelledAt } = meeting
  const allDay = isAllDay({ startsAt, minutes }, timeZone)
  const properties: Property[] = [
    ['uid', {}, 'text', uidOf(id, me)],
    ['sequence', {}, 'integer', sequence],
    ['dtstamp', {}, 'date-time', `${now.toISOString().slice(0, 19)}Z`],
    whenProperty('dtstart', startsAt, { allDay, timeZone }),
    endProperty(startsAt, minutes, { allDay, timeZone }),
    ['summary', {}, 'text', title],
    ...(place === null ? [] : [['location', {}, 'text', place] satisfies Property]),
    // Not every calendar shows URL.
    ...(url === null
      ? []
      : [['url', {}, 'uri', url] satisfies Property, ['description', {}, 'text', url] satisfies Property]),
    ['status', {}, 'text', cancelledAt ? 'CANCELLED' : 'CONFIRMED'],
    ...more,
  ]
  return ['vevent', properties, []]
}

/** The same for a meeting for ever, and another one for each installation. */
const uidOf = (id: string, me: string) => `${id}-${me.slice(1).replace(':', '@')}`

type Local = { allDay: boolean; timeZone: string }

function whenProperty(name: string, at: Date, { allDay, timeZone }: Local): Property {
  const day = localDay(at, timeZone)
  if (allDay) return [name, {}, 'date', day]
  return [name, { tzid: timeZone }, 'date-time', `${day}T${localTime(at, timeZone)}:00`]
}

/** Of whole days the day after the last one. */
function endProperty(startsAt: Date, minutes: number, local: Local): Property {
  if (!local.allDay) return whenProperty('dtend', new Date(+startsAt + minutes * MINUTE_MS), local)
  return ['dtend', {}, 'date', addDays(localDay(startsAt, local.timeZone), minutes / DAY_MINUTES)]
}

/** What a meeting's file is called: its id and its title, as far as file systems take it. */
export function calendarName({ id, title }: Pick<Meeting, 'id' | 'title'>): string {
  const shown = title
    .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 60)
    .toWellFormed()
    .trim()
  return `${`${id} ${shown}`.replace(/[ .]+$/, '')}.ics`
}
