import { unreadable } from '../../templates/unreadable.ts'
import { forgetUnreadable, overdueUnreadable } from '../domain/unreadable.ts'
import { defineJob } from '../job.ts'

/** Says which message could not be read, once for each key that is missing; in the end gives it up. */
export default defineJob({
  name: 'unreadable',
  cron: '* * * * *',

  async run({ db, now, installation }) {
    if (!installation.encryption) return []
    await forgetUnreadable(db, now)
    const overdue = await overdueUnreadable(db, now)
    return overdue.map(({ eventId, roomId, sender, sessionId, withheld }) => ({
      key: `unreadable:${roomId}:${sessionId}`,
      to: { roomId, reader: sender },
      replyTo: eventId,
      say: unreadable({ withheld: withheld !== null }),
    }))
  },
})
