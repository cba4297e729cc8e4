import { extendSeries } from '../domain/meeting-dates.ts'
import { refreshIndex } from '../domain/meeting-index.ts'
import { defineJob } from '../job.ts'

/** Plans further dates of series that come near the end of those planned, and lets the search know their next ones. */
export default defineJob({
  name: 'meeting-dates',
  cron: '23 * * * *',

  async run({ db, now }) {
    await extendSeries(db, now)
    await refreshIndex(db, now)
    return []
  },
})
