import { taskReminder, taskReminders } from '../../templates/task-reminders.ts'
import type { Say } from '../../templates/template.ts'
import { afterQuiet } from '../domain/quiet.ts'
import { type PersonReminders, type Reminder, takeTaskReminders } from '../domain/task-reminders.ts'
import { dueView } from '../domain/task-view.ts'
import { localDay } from '../domain/when/zone.ts'
import { defineJob, type JobCtx, type Post } from '../job.ts'
import { directRoomOf } from '../posting.ts'

const LATE_MS = 15 * 60_000

/** Reminds of tasks: all of one morning in one message for each person. */
export default defineJob({
  name: 'task-reminders',
  cron: '* * * * *',

  async run(ctx) {
    const { land, timeZone } = ctx.installation
    const due = await takeTaskReminders(ctx.db, { now: ctx.now, land, timeZone })
    const posts: Post[] = []
    for (const one of due) posts.push(...(await postsFor(ctx, one)))
    return posts
  },
})

/**
 * One message; for somebody who has not joined her direct room one in the room of each group, so that nothing of one group
 * stands in another's room.
 */
async function postsFor(ctx: JobCtx, { person, reminders }: PersonReminders): Promise<Post[]> {
  const isPresent = (await directRoomOf(ctx.db, person.id, ctx.installation))?.joined ?? false
  const groupIds = [...new Set(reminders.map(({ task }) => task.item.groupId))]
  const parts = isPresent
    ? [reminders]
    : groupIds.map((groupId) => reminders.filter(({ task }) => task.item.groupId === groupId))
  return parts.flatMap((part) => postFor(ctx, person, part) ?? [])
}

function postFor(
  { now, installation }: JobCtx,
  person: PersonReminders['person'],
  reminders: Reminder[],
): Post | undefined {
  const [first, second] = reminders
  if (!first) return undefined
  const latest = Math.max(...reminders.map(({ occasion }) => occasion.at.getTime()))
  const late = now.getTime() - latest >= LATE_MS
  const day = localDay(new Date(latest), person.timeZone ?? installation.timeZone)
  return {
    key: `task-reminders:${person.id}:${day}:${reminders.map(({ task }) => task.id).join('+')}`,
    occasions: reminders.flatMap(({ keys }) => keys),
    to: { personId: person.id, absent: { groupId: first.task.item.groupId } },
    say: sayOf(reminders, now, late, false),
    sayInRoom: sayOf(reminders, now, late, true),
    ping: [person.id],
    notBefore: afterQuiet(person, installation, now),
    ...(second ? {} : { itemId: first.task.id }),
  }
}

function sayOf(reminders: readonly Reminder[], now: Date, late: boolean, inRoom: boolean): Say {
  const items = reminders.flatMap(({ task, occasion }) => {
    const due = dueView(task)
    const isPast = occasion.kind.startsWith('overdue') || (due !== undefined && due.at < now)
    return due ? [{ id: task.id, text: task.text, group: task.item.group.name, due, isPast }] : []
  })
  const [only, second] = items
  return only && !second ? taskReminder({ ...only, late, inRoom }) : taskReminders({ items, late, inRoom })
}
