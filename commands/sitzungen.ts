import { defineCommand } from '../bot/command.ts'
import { nextMeetings } from '../bot/domain/meeting-list.ts'
import { meetingList, noMeetings } from '../templates/meetings.ts'

const SHOWN = 10
/** A weekly series must not hide all else. */
const OF_ONE_SERIES = 3
const MOST = 500

/** The next meetings: in a room those of its group, in a direct message those of all my groups. */
export default defineCommand({
  name: 'sitzungen',
  english: 'meetings',
  aliases: ['besprechungen'],
  permission: 'member',
  writes: false,
  usage: { de: '[alle]', en: '[all]' },
  help: {
    de: 'Zeigt die nächsten Sitzungen; von einer Reihe die nächsten drei Termine.',
    en: 'Shows the next meetings; of a series its next three dates.',
  },
  examples: { de: ['!sitzungen', '!sitzungen alle'], en: ['!meetings', '!meetings all'] },

  async run({ db, viewer, now, group, isDirect }, text) {
    const here = isDirect ? undefined : group
    const groupIds = here ? [here.id] : viewer.memberships.map(({ groupId }) => groupId)
    const found = await nextMeetings(db, { groupIds, from: now, limit: MOST, perMeeting: OF_ONE_SERIES })
    if (found.length === 0) return noMeetings()
    const isAll = /^(?:alle|all)\b/i.test(text.trim())
    const rows = found
      .slice(0, isAll ? MOST : SHOWN)
      .map(({ groupName, ...meeting }) => ({ ...meeting, group: here ? undefined : groupName }))
    return meetingList({ rows, total: found.length, group: here?.name })
  },
})
