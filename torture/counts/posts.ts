import type { Outside, SeenMessage } from '../outside.ts'
import { type Count, count } from './count.ts'
import { type Expected, postsIn } from './expected.ts'

/** Counts automatic posts that are lost or double. */
export function countPosts(expected: readonly Expected[], outside: Outside): Count[] {
  const posts = postsIn(outside)
  return [
    count(
      'automatic posts lost',
      expected
        .filter(({ seen, least }) => seen.length < least)
        .map(({ what, seen, least }) => `${what}: ${seen.length} instead of ${least} ${ids(seen)}`),
    ),
    count('automatic posts double', [
      ...expected
        .filter(({ seen, most }) => seen.length > most)
        .map(({ what, seen, most }) => `${what}: ${seen.length} instead of ${most} ${ids(seen)}`),
      ...sameKeys(posts),
    ]),
    count('automatic posts that there is no reason for', strangers(posts, expected)),
  ]
}

const ids = (seen: readonly SeenMessage[]) => seen.map(({ eventId, roomId }) => `${eventId} in ${roomId}`).join(', ')

/** How many posts of a kind fell due for certain, and how many were seen. */
export type PostFigures = Partial<Record<Expected['kind'], { due: number; seen: number }>>

export function figuresOfPosts(expected: readonly Expected[]): PostFigures {
  const sum = (figures: readonly number[]) => figures.reduce((all, one) => all + one, 0)
  return Object.fromEntries(
    [...Map.groupBy(expected, ({ kind }) => kind)].map(([kind, own]) => [
      kind,
      { due: sum(own.map(({ least }) => least)), seen: sum(own.map(({ seen }) => seen.length)) },
    ]),
  )
}

/** Every occasion has a key, which stands in the message itself. */
function sameKeys(posts: readonly SeenMessage[]): string[] {
  return [...Map.groupBy(posts, ({ key }) => key)]
    .filter(([, same]) => same.length > 1)
    .map(([key, same]) => `${key}: ${ids(same)}`)
}

/** Neither expected, nor a further part of a long message, nor something that operators are told. */
function strangers(posts: readonly SeenMessage[], expected: readonly Expected[]): string[] {
  const known = new Set(expected.flatMap(({ seen }) => seen.map(({ eventId }) => eventId)))
  return posts
    .filter(({ eventId, key }) => !known.has(eventId) && !/#\d+$/.test(key) && !/^(incident|digest:group):/.test(key))
    .map(({ eventId, roomId, key, body }) => `${key} (${eventId} in ${roomId}): ${body.slice(0, 100)}`)
}
