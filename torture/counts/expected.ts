import type { Cast } from '../cast.ts'
import { BEGIN, type Clock, dayOf, daysAfter, instant, weekdayOf, workdayOnOrBefore } from '../clock.ts'
import type { Diary, Saying } from '../diary.ts'
import type { Outside, SeenMessage } from '../outside.ts'
import { answersIn, NOTED } from './answers.ts'

/**
 * Something that the bot has to say of its own accord, derived from what people wrote and when; seen as often as it was.
 * `least` and `most` differ where nobody outside can know whether the occasion came before or after the command.
 */
export type Expected = {
  kind: 'reminders of tasks' | 'reminders of meetings' | 'digests' | 'welcomes'
  what: string
  seen: SeenMessage[]
  least: number
  most: number
}

/** What the bot says without being asked. */
export const postsIn = ({ messages }: Outside) => messages.filter(({ relatesTo }) => !relatesTo?.inReplyTo)

type Run = { diary: Diary; cast: Cast; clock: Clock; outside: Outside; end: number; unsaid: ReadonlySet<string> }

/**
 * All posts that were due. `end`: what the clock showed when the run was over; `unsaid`: keys of posts that could not be sent
 * before it was too late for them.
 */
export function expectedPosts({ diary, cast, clock, outside, end, unsaid }: Run): Expected[] {
  const posts = postsIn(outside)
  const said = standing(diary, outside, clock)
  const isUnsaid = (id: string) => [...unsaid].some((key) => key.startsWith(`meeting:${id}:`) && key.endsWith(':day'))
  return [
    ...said.flatMap((one) => reminders(one, posts, end)),
    ...said.flatMap((one) => meetings(one, posts, end, isUnsaid)),
    ...groupDigests(said, cast, posts, end),
    ...coordinatorDigests(said, posts, end),
    ...welcomes(diary, cast, posts),
  ]
}

/**
 * Commands that were answered, with the earliest and the latest moment, by the bot's clock, at which they had their effect;
 * `noted`: the moment at which the bot began to handle it, as its answer bears it. Before that nobody else knew of the item.
 */
type Standing = { saying: Saying; id: string; from: number; noted: number; to: number }

function standing({ sayings }: Diary, outside: Outside, clock: Clock): Standing[] {
  const answers = answersIn(outside)
  return sayings.flatMap((saying) => {
    const answer = answers.get(saying.eventId)?.[0]
    if (!answer) return []
    const to = clock.at(answer.at)
    const id = NOTED[saying.kind]?.exec(answer.body)?.[1] ?? ''
    return [{ saying, id, from: clock.at(saying.from), noted: Math.min(to, notedIn(answer) ?? to), to }]
  })
}

function notedIn({ content }: SeenMessage): number | undefined {
  const { at } = Object(content['de.allmende.trace']) as { at?: unknown }
  return typeof at === 'number' ? at : undefined
}

/** Other posts name tasks as well. A long morning comes in parts. */
const isReminder = ({ key }: SeenMessage) => key.startsWith('task-reminders:')

/** At 8:00: three days before, on the day, and one, two and three weeks after it; on free days the working day before. */
function reminders({ saying, from, noted }: Standing, posts: readonly SeenMessage[], end: number): Expected[] {
  if (!saying.due) return []
  const occasions = [-3, 0, 7, 14, 21].map((days) =>
    instant(workdayOnOrBefore(daysAfter(saying.due?.day ?? '', days)), 8),
  )
  const seen = posts.filter((post) => isReminder(post) && post.body.includes(`Vorgang ${saying.word}“`))
  const sure = occasions.filter((at) => at > noted && at <= end).length
  const possible = occasions.filter((at) => at > from && at <= end).length
  return [{ kind: 'reminders of tasks', what: `reminders of ${saying.text}`, seen, least: sure, most: possible }]
}

/** The day before at the same hour; 15 minutes before as well, but that may be left out where the bot was away just then. */
function meetings(
  { saying, id, from, noted }: Standing,
  posts: readonly SeenMessage[],
  end: number,
  isUnsaid: (id: string) => boolean,
): Expected[] {
  const { meeting, word, text } = saying
  if (!meeting) return []
  const seen = posts.filter(({ body, roomId }) => roomId === saying.roomId && body.includes(`Runde ${word}“`))
  const soon = seen.filter(({ body }) => /^In \w+ Minuten?, /.test(body))
  const dayBefore = instant(daysAfter(meeting.day, -1), meeting.hour)
  const kind = 'reminders of meetings'
  return [
    {
      kind,
      what: `the day before ${text}`,
      seen: seen.filter((one) => !soon.includes(one)),
      least: dayBefore > noted && dayBefore <= end && !isUnsaid(id) ? 1 : 0,
      most: dayBefore > from && dayBefore <= end ? 1 : 0,
    },
    { kind, what: `shortly before ${text}`, seen: soon, least: 0, most: 1 },
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
      return { kind: 'digests', what: `the digest of ${name} on ${day}`, seen, least: isWorthIt ? 1 : 0, most: 1 }
    }),
  )
}

/** Of a day in the middle of a year. */
function isoWeek(day: string): number {
  const thursday = daysAfter(day, 4 - weekdayOf(day))
  return Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 86_400_000 / 7) + 1
}

/** She coordinates all groups, so a task of anybody that ends within the week is news to her. */
function coordinatorDigests(said: readonly Standing[], posts: readonly SeenMessage[], end: number): Expected[] {
  return tuesdays(8, end).map((day) => {
    const isNews = said.some(
      ({ saying, to }) => saying.due && saying.due.day <= daysAfter(day, 6) && to < instant(day, 8),
    )
    const date = day.split('-').reverse().join('.')
    const seen = posts.filter(({ body }) => body.includes(`Überblick Koordination · Di., ${date}`))
    return { kind: 'digests', what: `the coordinator's digest on ${day}`, seen, least: isNews ? 1 : 0, most: 1 }
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
    kind: 'welcomes',
    what: `the welcome of ${userId} to ${group}`,
    seen: posts.filter(({ body, reader }) => reader === userId && body.includes(`der Assistent der ${group} (`)),
    least,
    most: 1,
  }))
}
