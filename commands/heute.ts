import { defineCommand } from '../bot/command.ts'
import { todayOf } from '../bot/domain/today.ts'
import { localDay } from '../bot/domain/when/zone.ts'
import { todayOverview } from '../templates/today.ts'

/** What is open for me; in a room only as far as it belongs there. */
export default defineCommand({
  name: 'heute',
  english: 'today',
  aliases: ['meins', 'mine'],
  permission: 'member',
  writes: false,
  usage: { de: '', en: '' },
  help: {
    de: 'Ihre offenen Aufgaben und die Sitzungen der nächsten sieben Tage.',
    en: 'Your open tasks and the meetings of the next seven days.',
  },
  examples: { de: ['!heute'], en: ['!today'] },

  async run({ db, now, viewer, group, timeZone }) {
    const memberships = group ? viewer.memberships.filter(({ groupId }) => groupId === group.id) : viewer.memberships
    const groups = await todayOf(db, { personId: viewer.personId, memberships }, now)
    return todayOverview({
      groups,
      day: localDay(now, timeZone),
      isDigest: false,
      late: false,
      hint: memberships.length < viewer.memberships.length,
    })
  },
})
