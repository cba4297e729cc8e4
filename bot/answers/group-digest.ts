import { groupDigestPost } from '../../templates/digests.ts'
import type { Say } from '../../templates/template.ts'
import { isLate, type Occasion } from '../domain/digest-times.ts'
import { groupDigest } from '../domain/group-digest.ts'
import type { Group } from '../domain/people.ts'
import { addDays, isoWeek, mondayOfWeek } from '../domain/when/zone.ts'
import type { JobCtx } from '../job.ts'

const WEEK_MS = 7 * 86_400_000

/** The digest of a group over the seven days before the occasion; undefined when nothing happened. */
export async function sayGroupDigest(
  { db, now, installation }: JobCtx,
  group: Group,
  occasion: Occasion,
): Promise<Say | undefined> {
  const digest = await groupDigest(db, group.id, new Date(+occasion.at - WEEK_MS), now)
  if (!digest.isWorthIt) return undefined
  const { year, week } = isoWeek(occasion.day)
  const from = mondayOfWeek(year, week) ?? occasion.day
  return groupDigestPost({
    ...digest,
    group: group.name,
    word: group.word ?? installation.decisions.word,
    week,
    from,
    to: addDays(from, 4),
    late: isLate(occasion, now),
  })
}
