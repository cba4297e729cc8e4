import { unreadable } from '../../templates/unreadable.ts'
import { overdueUnreadable } from '../domain/unreadable.ts'
import { defineJob } from '../job.ts'

/** Says which message could not be read, once for each key that is missing. */
export default defineJob({
  name: 'unreadable',
  cron: '* * * * *',

  async run({ db, now, installation }) {
    if (!installation.encryption) return []
    const overdue = await overdueUnreadable(db, now)
    return overdue.map(({ eventId, roomId, sessionId, withheld }) => ({
      key: `unreadable:${roomId}:${sessionId}`,
      to: { roomId },
      replyTo: eventId,
      say: unreadable({ withheld: withheld !== null }),
    }))
  },
})
