import type { Client } from '../../prisma/client.ts'
import type { Outside } from '../outside.ts'
import type { Stage } from '../writers.ts'
import { countAnswers } from './answers.ts'
import type { Count } from './count.ts'
import { countInDatabase } from './database.ts'
import { countPosts } from './posts.ts'
import { countRooms } from './rooms.ts'

type Seen = { db: Client; stage: Stage; outside: Outside; end: number }

/** All counts: first by what people see, then in the database. `end`: what the clock showed when all was quiet. */
export async function countEverything({ db, stage, outside, end }: Seen): Promise<Count[]> {
  const { diary, cast, clock } = stage
  return [
    ...countAnswers(diary, outside),
    ...countPosts(diary, cast, clock, outside, end),
    ...countRooms(diary, cast, outside),
    ...(await countInDatabase(db, diary, outside)),
  ]
}
