import { welcome } from '../../templates/welcome.ts'
import { standingOf, takeNewcomers } from '../domain/welcome.ts'
import { defineJob, type Post } from '../job.ts'

/** Welcomes new members, each once, in person; it waits until she has joined the direct room. */
export default defineJob({
  name: 'welcome',
  cron: '* * * * *',
  prompt: true,

  async run({ db, now }) {
    const posts: Post[] = []
    for (const { personId, groupId, group, administration } of await takeNewcomers(db, now)) {
      const standing = await standingOf(db, groupId, now)
      posts.push({
        key: `welcome:${groupId}:${personId}`,
        to: { personId, absent: 'wait' },
        say: welcome({ group, administration, ...standing }),
      })
    }
    return posts
  },
})
