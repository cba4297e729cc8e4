import type { Job } from '../job.ts'
import digests from './digests.ts'
import incidents from './incidents.ts'
import linkTitles from './link-titles.ts'
import meetingDates from './meeting-dates.ts'
import meetingReminders from './meeting-reminders.ts'
import rooms from './rooms.ts'
import taskReminders from './task-reminders.ts'
import unreadable from './unreadable.ts'
import welcome from './welcome.ts'

/** Every job there is; at one tick they run in this order. */
export const jobs: readonly Job[] = [
  rooms,
  welcome,
  incidents,
  taskReminders,
  digests,
  meetingDates,
  meetingReminders,
  linkTitles,
  unreadable,
]
