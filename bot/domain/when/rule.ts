import { weekdayOf } from './zone.ts'

/** A recurrence as it was read. Where it names no day (monatlich, alle zwei Wochen) the first date decides. */
export type Rule = {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  interval: number
  byDay?: string[]
  byMonthDay?: number
  byMonth?: number
  bySetPos?: number
  count?: number
}

/** RFC 5545 names of the weekdays, Monday first. */
export const DAY_NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** Monday to Friday. */
export const WORKDAYS = DAY_NAMES.slice(0, 5)

/** The RFC 5545 name of weekday 1 (Monday) to 7. */
export function dayName(weekday: number): string {
  return DAY_NAMES[weekday - 1] ?? 'MO'
}

/** Whether the rule names no day of its own. */
export function isOpen(rule: Rule): boolean {
  return rule.freq !== 'DAILY' && !rule.byDay && rule.byMonthDay === undefined
}

/** The rule with the days of its first date where it names none of its own. */
export function anchored(rule: Rule, first: string): Rule {
  if (!isOpen(rule)) return rule
  if (rule.freq === 'WEEKLY') return { ...rule, byDay: [dayName(weekdayOf(first))] }
  const month = rule.freq === 'YEARLY' ? { byMonth: rule.byMonth ?? Number(first.slice(5, 7)) } : {}
  return { ...rule, ...month, byMonthDay: Number(first.slice(8)) }
}

/** RRULE value. The 29th to 31st become the last day of a month that lacks them, where RFC 5545 would leave the month out. */
export function ruleText(rule: Rule, until?: string): string {
  const parts = [`FREQ=${rule.freq}`]
  if (rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`)
  if (rule.byMonth !== undefined) parts.push(`BYMONTH=${rule.byMonth}`)
  if (rule.byMonthDay !== undefined) parts.push(...monthDayParts(rule.byMonthDay))
  if (rule.byDay) parts.push(`BYDAY=${rule.byDay.join(',')}`)
  if (rule.bySetPos !== undefined) parts.push(`BYSETPOS=${rule.bySetPos}`)
  if (rule.count !== undefined) parts.push(`COUNT=${rule.count}`)
  else if (until !== undefined) parts.push(`UNTIL=${until}`)
  return parts.join(';')
}

function monthDayParts(day: number): string[] {
  if (day === 31 || day < 29) return [`BYMONTHDAY=${day === 31 ? -1 : day}`]
  return [`BYMONTHDAY=${[28, 29, 30].filter((each) => each <= day).join(',')}`, 'BYSETPOS=-1']
}
