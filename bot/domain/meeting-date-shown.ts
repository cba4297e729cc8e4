import type { Prisma } from '../../prisma/client.ts'
import { isAllDay } from './meeting-dates.ts'
import type { whole } from './meeting-row.ts'

/** One date with its meeting, item and group. */
export type DateRow = Prisma.MeetingDateGetPayload<{ include: { meeting: { include: typeof whole } } }>

/** One date of a meeting as lists and reminders name it. */
export type ShownDate = {
  title: string
  groupId: string
  groupName: string
  startsAt: Date
  minutes: number
  allDay: boolean
  place: string | null
  url: string | null
  timeZone: string
  /** RRULE of the series that it is a date of. */
  rule: string | null
}

/** The date's own place and link stand above those of its meeting. */
export const showDate = ({ meeting, startsAt, minutes, place, url }: DateRow): ShownDate => ({
  title: meeting.title,
  groupId: meeting.item.groupId,
  groupName: meeting.item.group.name,
  startsAt,
  minutes,
  allDay: isAllDay({ startsAt, minutes }, meeting.timeZone),
  place: place ?? meeting.place,
  url: url ?? meeting.url,
  timeZone: meeting.timeZone,
  rule: meeting.rule,
})
