import { recordJoin, recordLeave } from '../domain/presence.ts'
import type { Listener } from '../listener.ts'

/** Keeps memberships as the room's own are: who came in, who left, who did not accept. Rights follow at once. */
export const members: Listener = {
  name: 'members',

  async member({ db, group, sentAt, installation }, { userId, membership }) {
    if (!group || userId === installation.me) return []
    if (membership === 'join') await recordJoin(db, group, userId, sentAt)
    if (membership === 'leave' || membership === 'ban') await recordLeave(db, group.id, userId, sentAt)
    return []
  },
}
