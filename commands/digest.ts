import { sayGroupDigest } from '../bot/answers/group-digest.ts'
import { defineGroupCommand } from '../bot/command.ts'
import { localDay } from '../bot/domain/when/zone.ts'
import { digestPosted, nothingHappened } from '../templates/digests.ts'

/** Posts the group's digest now. */
export default defineGroupCommand({
  name: 'digest',
  english: 'digest',
  aliases: ['wochenüberblick'],
  permission: 'coordinator',
  writes: false,
  usage: { de: '', en: '' },
  help: { de: 'Zeigt den Wochenüberblick der Gruppe jetzt im Raum.', en: 'Posts the weekly digest of the group now.' },
  examples: { de: ['!digest'], en: ['!digest'] },

  async run({ db, now, installation, group, isDirect, eventId, timeZone }) {
    const say = await sayGroupDigest({ db, now, installation }, group, { day: localDay(now, timeZone), at: now })
    if (!say) return nothingHappened({ group: group.name })
    if (!isDirect) return say
    return {
      say: digestPosted({ group: group.name }),
      posts: [{ key: `digest-now:${eventId}`, to: { groupId: group.id }, say }],
    }
  },
})
