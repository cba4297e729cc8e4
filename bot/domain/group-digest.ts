import type { Db } from '../../prisma/client.ts'
import { type NextMeeting, nextMeetings } from './meeting-list.ts'

/** What a group did between two moments, and how it stands. No persons, no counts per administration. */
export type GroupDigest = {
  decisions: { register: string; text: string }[]
  pending: { id: string; text: string }[]
  tasks: { done: number; open: number; overdue: number }
  nextMeeting?: NextMeeting
  fresh: { id: string; title: string }[]
  /** False: nothing but old open tasks; then there is no digest. */
  isWorthIt: boolean
}

const live = { cancelledAt: null }

/** Sums up a group for its room. */
export async function groupDigest(db: Db, groupId: string, from: Date, to: Date): Promise<GroupDigest> {
  const item = { groupId, ...live }
  const during = { gt: from, lte: to }
  const decisions = await db.decision.findMany({
    where: { groupId, status: 'valid', enteredAt: during },
    orderBy: [{ year: 'asc' }, { sequence: 'asc' }],
  })
  const pending = await db.decision.findMany({
    where: { groupId, status: 'pending', item: live },
    orderBy: { item: { number: 'asc' } },
  })
  const done = await db.task.count({ where: { item, status: 'done', statusAt: during } })
  const open = await db.task.count({ where: { item, status: { in: ['open', 'doing'] } } })
  const overdue = await db.task.count({ where: { item, status: { in: ['open', 'doing'] }, dueAt: { lt: to } } })
  const added = await db.task.count({ where: { item: { ...item, createdAt: during } } })
  const planned = await db.meeting.count({ where: { item: { ...item, createdAt: during } } })
  const links = await db.link.findMany({
    where: { item: { ...item, createdAt: during } },
    orderBy: { item: { number: 'asc' } },
  })
  const articles = await db.article.findMany({
    where: { item: { ...item, createdAt: during } },
    orderBy: { item: { number: 'asc' } },
  })
  const [next] = await nextMeetings(db, { groupIds: [groupId], from: to, limit: 1 })
  return {
    decisions: decisions.map(({ register, text }) => ({ register: register ?? '', text })),
    pending: pending.map(({ id, text }) => ({ id, text })),
    tasks: { done, open, overdue },
    ...(next ? { nextMeeting: next } : {}),
    fresh: [
      ...links.map(({ id, title, note, url }) => ({ id, title: title ?? note ?? url })),
      ...articles.map(({ id, title }) => ({ id, title })),
    ],
    isWorthIt: decisions.length + done + added + planned + links.length + articles.length + pending.length > 0,
  }
}
