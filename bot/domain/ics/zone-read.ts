import type ICAL from 'ical.js'
import { isTimeZone, localTime } from '../when/zone.ts'
import { offsetText } from './zone.ts'

/** Zones that a file may mean by a name of its own, as Outlook does, when its offsets are theirs. */
const NEARBY = ['Europe/Berlin', 'Europe/London', 'Europe/Helsinki', 'UTC']

/**
 * The zone that a name in a calendar file means; undefined where nobody knows. Names of the IANA count, also at the end
 * of a longer one; of others the description in the file, as far as a zone nearby has the same offsets.
 */
export function zoneNamed(name: string, calendar: ICAL.Component, group: string): string | undefined {
  const known = [name, /[A-Z][A-Za-z_]+\/[A-Za-z_/+-]+$/.exec(name)?.[0]].find((one) => one && isTimeZone(one))
  if (known) return known
  const described = calendar
    .getAllSubcomponents('vtimezone')
    .find((zone) => zone.getFirstPropertyValue('tzid') === name)
  if (!described) return undefined
  const [winter, summer] = [offsetIn(described, 'standard'), offsetIn(described, 'daylight')]
  return [group, ...NEARBY].find(
    (zone) => offsetAt(WINTER, zone) === winter && offsetAt(SUMMER, zone) === (summer ?? winter),
  )
}

// Any year in which the rules of today hold will do.
const WINTER = new Date('2026-01-15T12:00:00Z')
const SUMMER = new Date('2026-07-15T12:00:00Z')

/** `+01:00` of the last part of its kind. */
function offsetIn(zone: ICAL.Component, kind: 'standard' | 'daylight'): string | undefined {
  const value = zone.getAllSubcomponents(kind).at(-1)?.getFirstPropertyValue('tzoffsetto')
  return value === null || value === undefined ? undefined : String(value)
}

/** For zones less than half a day from Greenwich. */
function offsetAt(noon: Date, zone: string): string {
  const [hour = 12, minute = 0] = localTime(noon, zone).split(':').map(Number)
  return offsetText((hour - 12) * 60 + minute)
}
