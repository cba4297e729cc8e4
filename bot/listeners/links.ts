import type { Ctx } from '../command.ts'
import { forgetKept } from '../domain/article-redaction.ts'
import { forgetShared } from '../domain/link-redaction.ts'
import { shareLink } from '../domain/links.ts'
import { membershipIn } from '../domain/people.ts'
import { forgetTasks } from '../domain/task-redaction.ts'
import { addressesIn } from '../domain/urls-in-text.ts'
import type { Listener } from '../listener.ts'

/** Stores links that members simply post, without a word; what is taken back takes them, and what was kept of it, along. */
export const linkListener: Listener = {
  name: 'links',

  async message(ctx, text) {
    const { db, group, viewer, installation, eventId, sentAt, now } = ctx
    const captures = group?.captureLinks ?? installation.links.capture
    if (!group || group.archivedAt || !captures || !membershipIn(viewer, group.id)) return []
    const share = { personId: viewer.personId, at: sentAt, eventId }
    const wantsTitle = installation.links.fetch === 'titles'
    for (const address of addressesIn(text).filter(isPage)) {
      await shareLink(db, { group, viewer, address, share, wantsTitle, by: { actorId: viewer.personId, now, eventId } })
    }
    return []
  },

  async redaction(ctx: Ctx, eventId) {
    const { db, viewer, now, roomId } = ctx
    const by = { actorId: viewer.personId, now, eventId: ctx.eventId }
    await forgetShared(db, { eventId, roomId }, by)
    await forgetKept(db, { eventId, roomId }, by)
    await forgetTasks(db, { eventId, roomId }, by)
    return []
  },
}

/** Addresses of people, rooms and messages in Matrix are no pages. */
const isPage = ({ canonical }: { canonical: string }) => new URL(canonical).hostname !== 'matrix.to'
