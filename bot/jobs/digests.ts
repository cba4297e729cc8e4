import { coordinatorDigestPost, hasNews } from '../../templates/digests.ts'
import { todayOverview } from '../../templates/today.ts'
import { sayGroupDigest } from '../answers/group-digest.ts'
import { coordinatorDigest } from '../domain/coordinator-digest.ts'
import { isLate, latestPersonal, latestWeekly, takeOccasion } from '../domain/digest-times.ts'
import { inForce } from '../domain/people.ts'
import { todayOf } from '../domain/today.ts'
import { parseWeeklyTime } from '../domain/when/weekly-time.ts'
import { localDay } from '../domain/when/zone.ts'
import { defineJob, type JobCtx, type Post } from '../job.ts'

/** The weekly digests of groups and coordinators, and the personal ones. After long downtime only the last one comes. */
export default defineJob({
  name: 'digests',
  cron: '* * * * *',
  run: async (ctx) => [...(await groupPosts(ctx)), ...(await coordinatorPosts(ctx)), ...(await personalPosts(ctx))],
})

async function groupPosts({ db, now, installation }: JobCtx): Promise<Post[]> {
  const time = parseWeeklyTime(installation.digests.groups)
  if (!time) return []
  const posts: Post[] = []
  for (const group of await db.group.findMany({ where: { archivedAt: null, roomId: { not: null } } })) {
    const occasion = latestWeekly(time, now, group.timeZone ?? installation.timeZone, installation.land)
    const key = `digest:group:${group.id}:${occasion.day}`
    if (group.createdAt >= occasion.at || !(await takeOccasion(db, key, now))) continue
    const say = await sayGroupDigest({ db, now, installation }, group, occasion)
    if (say) posts.push({ key, to: { groupId: group.id }, say })
  }
  return posts
}

async function coordinatorPosts({ db, now, installation }: JobCtx): Promise<Post[]> {
  const time = parseWeeklyTime(installation.digests.coordinators)
  if (!time) return []
  const posts: Post[] = []
  const coordinators = await db.person.findMany({
    where: { memberships: { some: { role: 'coordinator', ...inForce, group: { archivedAt: null } } } },
    include: { memberships: true },
  })
  for (const { id: personId, timeZone, memberships } of coordinators) {
    const zone = timeZone ?? installation.timeZone
    const occasion = latestWeekly(time, now, zone, installation.land)
    const key = `digest:coordinator:${personId}:${occasion.day}`
    const since = memberships.filter(({ role }) => role === 'coordinator').map(({ createdAt }) => +createdAt)
    if (Math.min(...since) >= +occasion.at || !(await takeOccasion(db, key, now))) continue
    const groups = await coordinatorDigest(db, personId, now)
    if (!groups.some(hasNews)) continue
    posts.push({
      key,
      to: { personId, absent: 'wait' },
      ping: [personId],
      say: coordinatorDigestPost({
        groups,
        day: localDay(occasion.at, zone),
        late: isLate(occasion, now),
        isDigest: true,
      }),
    })
  }
  return posts
}

async function personalPosts({ db, now, installation }: JobCtx): Promise<Post[]> {
  const posts: Post[] = []
  const people = await db.person.findMany({
    where: { digest: { not: null }, memberships: { some: inForce } },
    include: { memberships: { where: inForce, include: { group: true }, orderBy: { group: { name: 'asc' } } } },
  })
  for (const { id: personId, digest, digestSince, timeZone, memberships } of people) {
    const zone = timeZone ?? installation.timeZone
    const occasion = latestPersonal(digest, now, zone, installation.land)
    const key = occasion && `digest:person:${personId}:${occasion.day}`
    if (!occasion || !key || (digestSince && digestSince >= occasion.at) || !(await takeOccasion(db, key, now)))
      continue
    const groups = await todayOf(db, { personId, memberships }, now)
    if (!groups.some(({ tasks, meetings }) => tasks.length + meetings.length > 0)) continue
    posts.push({
      key,
      to: { personId, absent: 'wait' },
      ping: [personId],
      say: todayOverview({
        ...{ groups, day: localDay(occasion.at, zone), isDigest: true, late: isLate(occasion, now), hint: false },
      }),
    })
  }
  return posts
}
