import type { Client } from '../prisma/client.ts'

/** All that people would miss, in a form that can be compared; how messages travelled is left out. */
export async function everything(db: Client) {
  const withoutId = <Row extends { id: number }>(rows: Row[]) => rows.map(({ id: _id, ...row }) => row)
  const orderBy = { id: 'asc' } as const
  return {
    items: await db.item.findMany({ orderBy, include: { tags: true } }),
    tasks: await db.task.findMany({ orderBy, include: { assignees: { orderBy: { position: 'asc' } } } }),
    decisions: await db.decision.findMany({ orderBy }),
    meetings: await db.meeting.findMany({ orderBy, include: { dates: { orderBy: { originalStart: 'asc' } } } }),
    links: await db.link.findMany({ orderBy }),
    shares: withoutId(await db.linkShare.findMany({ orderBy })),
    articles: await db.article.findMany({ orderBy }),
    history: withoutId(await db.historyEntry.findMany({ orderBy: [{ itemId: 'asc' }, { id: 'asc' }] })),
    reactions: await db.reactionEffect.findMany({ orderBy: { eventId: 'asc' } }),
    people: await db.person.findMany({ orderBy }),
    groups: await db.group.findMany({ orderBy: { key: 'asc' } }),
    memberships: (await db.membership.findMany({ orderBy: [{ groupId: 'asc' }, { personId: 'asc' }] })).map(
      // Who is in the room by now is so from the moment she was admitted on.
      ({ welcomedAt: _at, joinedAt, ...row }) => ({ ...row, hasJoined: joinedAt !== null }),
    ),
    counters: await db.counter.findMany({ orderBy: { name: 'asc' } }),
    documents: (await db.searchDocument.findMany({ orderBy: { itemId: 'asc' } })).map(
      ({ id: _id, updatedAt: _at, ...row }) => row,
    ),
  }
}
