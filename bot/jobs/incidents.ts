import { incidentTold } from '../../templates/incidents.ts'
import { takeUntoldIncidents } from '../domain/incidents.ts'
import { defineJob, type Post } from '../job.ts'

/** Tells operators in person what they should know: each incident once to each of them. */
export default defineJob({
  name: 'incidents',
  cron: '* * * * *',
  prompt: true,

  async run({ db, now, installation }) {
    const untold = await takeUntoldIncidents(db, now)
    return untold.flatMap(({ key, at, sentence }) =>
      installation.operators.map(
        (personId): Post => ({
          key: `incident:${key}:${at.getTime()}:${personId}`,
          to: { personId, absent: 'wait' },
          say: incidentTold({ sentence }),
        }),
      ),
    )
  },
})
