import type { Client, Db } from '../../prisma/client.ts'
import { indexed } from './links.ts'

/** Minutes after which a failed look-up is tried again, one after the other; after the last it is given up. */
const BACK_OFF_MINUTES = [10, 120, 24 * 60]

/** Links whose page's title is to be looked up now, oldest first. */
export const titlesWanted = (db: Client, now: Date, limit: number): Promise<{ id: string; url: string }[]> =>
  db.link.findMany({
    where: {
      titleState: 'wanted',
      item: { cancelledAt: null },
      OR: [{ titleNextAt: null }, { titleNextAt: { lte: now } }],
    },
    select: { id: true, url: true },
    orderBy: { item: { number: 'asc' } },
    take: limit,
  })

/** Keeps a title that was found, unless people have given one meanwhile or the link is gone. */
export async function keepTitle(db: Db, id: string, title: string, now: Date): Promise<void> {
  const { count } = await db.link.updateMany({
    where: { id, titleState: 'wanted' },
    data: { title, titleState: 'done', titleNextAt: null },
  })
  if (count > 0) await indexed(db, id, { now })
}

/** Plans the next look-up of a title that was not found, or gives it up. */
export async function postponeTitle(db: Db, id: string, kind: 'later' | 'never', now: Date): Promise<void> {
  const link = await db.link.findUnique({ where: { id }, select: { titleTries: true, titleState: true } })
  if (link?.titleState !== 'wanted') return
  const minutes = kind === 'later' ? BACK_OFF_MINUTES[link.titleTries] : undefined
  const next =
    minutes === undefined
      ? { titleState: 'failed', titleNextAt: null }
      : { titleNextAt: new Date(now.getTime() + minutes * 60_000) }
  await db.link.update({ where: { id }, data: { titleTries: { increment: 1 }, ...next } })
}
