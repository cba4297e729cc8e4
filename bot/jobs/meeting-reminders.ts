import { meetingReminder } from '../../templates/meetings.ts'
import { type MeetingReminder, takeMeetingReminders } from '../domain/meeting-reminders.ts'
import { defineJob, type Post } from '../job.ts'

/** Reminds each group in its room of its meetings, the day before and 15 minutes before; never moved by free days or quiet hours. */
export default defineJob({
  name: 'meeting-reminders',
  cron: '* * * * *',

  async run({ db, now, installation }) {
    const due = await takeMeetingReminders(db, now, installation.timeZone)
    return due.map(toPost)
  },
})

const toPost = ({ key, groupId, groupName, meetingId, members, ...reminder }: MeetingReminder): Post => ({
  key,
  to: { groupId },
  say: meetingReminder({ ...reminder, id: meetingId, group: groupName }),
  itemId: meetingId,
  ping: members,
  notAfter: reminder.startsAt,
})
