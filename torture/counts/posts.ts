import type { Cast } from '../cast.ts'
import { BEGIN, type Clock, dayOf, daysAfter, instant, weekdayOf, workdayOnOrBefore } from '../clock.ts'
import type { Diary, Saying } from '../diary.ts'
import type { Outside, SeenMessage } from '../outside.ts'
import { answersIn } from './answers.ts'
import { type Count, count } from './count.ts'

/** Something that the bot has to say of its own accord, derived from what people wrote and when; seen as often as it was. */
type Expected = { what: string; seen: SeenMessage[]; least: number; most: number }

/** Counts automatic posts that are lost or double. `end`: what the clock showed when the run was over. */
export function countPosts(diary: Diary, cast: Cast, clock: Clock, outside: Outside, end: number): Count[] {
  const posts = outside.messages.filter(({ relatesTo }) => !relatesTo?.inReplyTo)
  const said = standing(diary, outside, clock)
  const expected = [
    ...said.flatMap((one) => reminders(one, posts, end)),
    ...said.flatMap((one) => meetings(one, posts, end)),
    ...groupDigests(said, cast, posts, end),
    ...coordinatorDigests(posts, end),
    ...welcomes(diary, cast, posts),
  ]
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

/** Commands that were answered, with the earliest and the latest moment, by the bot's clock, at which they had their effect. */
type Standing = { saying: Saying; from: number; to: number }

function standing({ sayings }: Diary, outside: Outside, clock: Clock): Standing[] {
  const answers = answersIn(outside)
  return sayings.flatMap((saying) => {
    const answer = answers.get(saying.eventId)?.[0]
    return answer ? [{ saying, from: clock.at(saying.from), to: clock.at(answer.at) }] : []
  })
}

/** A morning's message to a person about her tasks begins like this, in her direct room or in the group's. */
const REMINDER =
  /^(Verspätet: )?(Guten Morgen, bis |Guten Morgen, hier die Aufgaben|Erinnerung: |Erinnerung an Aufgaben|A\d+ „)/

/** At 8:00: three days before, on the day, and one, two and three weeks after it; on free days the working day before. */
function reminders({ saying, from, to }: Standing, posts: readonly SeenMessage[], end: number): Expected[] {
  if (!saying.due) return []
  const occasions = [-3, 0, 7, 14, 21].map((days) =>
    instant(workdayOnOrBefore(daysAfter(saying.due?.day ?? '', days)), 8),
  )
  const seen = posts.filter(({ body }) => REMINDER.test(body) && body.includes(`Vorgang ${saying.word}“`))
  const sure = occasions.filter((at) => at > to && at <= end).length
  const possible = occasions.filter((at) => at > from && at <= end).length
  return [{ what: `reminders of ${saying.text}`, seen, least: sure, most: possible }]
}

/** The day before at the same hour; 15 minutes before as well, but that may be left out where the bot was away just then. */
function meetings({ saying, from, to }: Standing, posts: readonly SeenMessage[], end: number): Expected[] {
  const { meeting, word, text } = saying
  if (!meeting) return []
  const seen = posts.filter(({ body, roomId }) => roomId === saying.roomId && body.includes(`Runde ${word}“`))
  const soon = seen.filter(({ body }) => /^In \w+ Minuten?, /.test(body))
  const dayBefore = instant(daysAfter(meeting.day, -1), meeting.hour)
  return [
    {
      what: `the day before ${text}`,
      seen: seen.filter((one) => !soon.includes(one)),
      least: dayBefore > to && dayBefore <= end ? 1 : 0,
      most: dayBefore > from && dayBefore <= end ? 1 : 0,
    },
    { what: `shortly before ${text}`, seen: soon, least: 0, most: 1 },
  ]
}

/** Tuesdays of the run at an hour. */
function tuesdays(hour: number, end: number): string[] {
  const days: string[] = []
  for (let day = dayOf(BEGIN); instant(day, hour) <= end; day = daysAfter(day, 1))
    if (weekdayOf(day) === 2) days.push(day)
  return days
}

/** A group in which something was recorded in the week gets its digest. */
function groupDigests(
  said: readonly Standing[],
  { groups }: Cast,
  posts: readonly SeenMessage[],
  end: number,
): Expected[] {
  return groups.flatMap(({ name }) =>
    tuesdays(9, end).map((day) => {
      const at = instant(day, 9)
      const isWorthIt = said.some(
        ({ saying, from, to }) =>
          saying.group === name &&
          ['task', 'decision', 'link'].includes(saying.kind) &&
          from > +at - 6 * 86_400_000 &&
          to < at,
      )
      const seen = posts.filter(({ body }) => body.includes(`Überblick ${name} · KW ${isoWeek(day)} `))
      return { what: `the digest of ${name} on ${day}`, seen, least: isWorthIt ? 1 : 0, most: 1 }
    }),
  )
}

/** Of a day in the middle of a year. */
function isoWeek(day: string): number {
  const thursday = daysAfter(day, 4 - weekdayOf(day))
  return Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 86_400_000 / 7) + 1
}

function coordinatorDigests(posts: readonly SeenMessage[], end: number): Expected[] {
  return tuesdays(8, end).map((day) => {
    const date = day.split('-').reverse().join('.')
    const seen = posts.filter(({ body }) => body.includes(`Überblick Koordination · Di., ${date}`))
    return { what: `the coordinator's digest on ${day}`, seen, least: 1, most: 1 }
  })
}

/** Everybody in every group, once; who was removed in between may have gone before she was welcomed. */
function welcomes(diary: Diary, cast: Cast, posts: readonly SeenMessage[]): Expected[] {
  const members = [
    ...cast.groups.flatMap(({ name, members: own }) =>
      [cast.karin, ...own].map(({ userId }) => ({ group: name, userId, least: 1 })),
    ),
    ...diary.groupsMade.map((group) => ({ group, userId: cast.karin.userId, least: 1 })),
    ...cast.groups.flatMap(({ name }) =>
      cast.movers
        .filter(({ userId }) => diary.invitations.some((one) => one.group === name && one.userId === userId))
        .map(({ userId }) => ({
          group: name,
          userId,
          least: diary.removed.some((one) => one.group === name && one.userId === userId) ? 0 : 1,
        })),
    ),
  ]
  return members.map(({ group, userId, least }) => ({
    what: `the welcome of ${userId} to ${group}`,
    seen: posts.filter(({ body, reader }) => reader === userId && body.includes(`der Assistent der ${group} (`)),
    least,
    most: 1,
  }))
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
