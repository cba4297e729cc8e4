import { defineCommand } from '../bot/command.ts'
import { coordinatorDigest } from '../bot/domain/coordinator-digest.ts'
import { localDay } from '../bot/domain/when/zone.ts'
import { coordinatorDigestPost, overviewSent } from '../templates/digests.ts'
import heute from './heute.ts'

/** The coordinator's digest now, always in person; for a member it is her own overview. */
export default defineCommand({
  name: 'überblick',
  english: 'overview',
  aliases: ['uebersicht', 'summary'],
  permission: 'member',
  changesRooms: true,
  writes: false,
  usage: { de: '', en: '' },
  help: {
    de: 'Zeigt der Koordination, was in ihren Gruppen offen ist. Für alle anderen dasselbe wie „heute“.',
    en: 'Shows coordinators what is open in their groups. For all others the same as “today”.',
  },
  examples: { de: ['!überblick'], en: ['!overview'] },

  async run(ctx, text) {
    const { db, now, viewer, isDirect, timeZone, eventId } = ctx
    if (!viewer.memberships.some(({ role }) => role === 'coordinator')) return heute.run(ctx, text)
    const say = coordinatorDigestPost({
      groups: await coordinatorDigest(db, viewer.personId, now),
      day: localDay(now, timeZone),
      late: false,
      isDigest: false,
    })
    if (isDirect) return say
    return {
      say: overviewSent(),
      posts: [{ key: `overview:${eventId}`, to: { personId: viewer.personId, absent: 'wait' }, say }],
    }
  },
})
