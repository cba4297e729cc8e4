import type { Client } from '../../prisma/client.ts'
import type { Outside } from '../outside.ts'
import type { Stage } from '../writers.ts'
import { countAnswers } from './answers.ts'
import type { Count } from './count.ts'
import { countInDatabase } from './database.ts'
import { expectedPosts } from './expected.ts'
import { countPosts, figuresOfPosts, type PostFigures } from './posts.ts'
import { countRooms } from './rooms.ts'
import { countSecrets } from './secrets.ts'

type Seen = { db: Client; stage: Stage; outside: Outside; end: number; isEncrypted: boolean }

/** All that is counted, how many posts there were to be counted, and how many came too late to be sent at all. */
export type Everything = { counts: Count[]; posts: PostFigures; unsaid: number }

/** All counts: first by what people see, then in the database. `end`: what the clock showed when all was quiet. */
export async function countEverything({ db, stage, outside, end, isEncrypted }: Seen): Promise<Everything> {
  const { diary, cast, clock } = stage
  const expired = await db.outboxMessage.findMany({ where: { setAsideAt: { not: null }, notAfter: { not: null } } })
  const unsaid = new Set(expired.filter(({ sentAt, firstTriedAt }) => !sentAt && !firstTriedAt).map(({ key }) => key))
  const expected = expectedPosts({ diary, cast, clock, outside, end, unsaid })
  const counts = [
    ...countAnswers(diary, outside),
    ...countPosts(expected, outside),
    ...countRooms(diary, cast, outside),
    ...(isEncrypted ? countSecrets(cast, outside) : []),
    ...(await countInDatabase(db, diary, outside)),
  ]
  return { counts, posts: figuresOfPosts(expected), unsaid: unsaid.size }
}
