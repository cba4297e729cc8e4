import { isFreeDay, workingDayOnOrBefore } from './calendar.ts'
import { addDays, instantOf, localDay } from './when/zone.ts'

/** When a person is reminded of a task, and why: before the day, on it, or after it. */
export type Occasion = { kind: 'lead' | 'day' | 'overdue1' | 'overdue2' | 'overdue3'; at: Date }

/** Whose clock and which settings count. */
export type Settings = { leadDays: number; timeZone: string; land: string }

const TIME = '08:00'

/** The reminders of a due day, in order: at 8:00 of the person's clock, on free days of the Land the working day before. */
export function occasionsOf(dueDay: string, { leadDays, timeZone, land }: Settings): Occasion[] {
  const on = (kind: Occasion['kind'], days: number): Occasion => ({
    kind,
    at: instantOf(workingDayOnOrBefore(addDays(dueDay, days), land), TIME, timeZone),
  })
  const before = leadDays > 0 ? [on('lead', -leadDays)] : []
  return [...before, on('day', 0), on('overdue1', 7), on('overdue2', 14), on('overdue3', 21)]
}

/**
 * Whether reminders may be taken now: on working days from 8:00 on. What was missed before waits for that, so that it
 * comes with those of the morning and never on a free day.
 */
export function isOpen(at: Date, { timeZone, land }: Pick<Settings, 'timeZone' | 'land'>): boolean {
  const today = localDay(at, timeZone)
  return !isFreeDay(today, land) && at >= instantOf(today, TIME, timeZone)
}
