import type { Db, Prisma } from '../../prisma/client.ts'
import { firstWords } from './decisions.ts'
import type { Item, Letter } from './items.ts'
import { headOfLink } from './link-index.ts'

const whole = {
  group: true,
  task: { include: { assignees: true } },
  decision: true,
  meeting: true,
  link: true,
  article: true,
} as const satisfies Prisma.ItemInclude

type Row = Prisma.ItemGetPayload<{ include: typeof whole }>

/** How an item stands: `ended` is what was called off, cancelled, or is a wrong entry. */
export type Standing = 'standing' | 'pending' | 'ended'

/** An item as search, answers and lists of sources name it; the day of a decision, else the moment it was made. */
export type Found = {
  id: string
  letter: Letter
  register: string | null
  /** What the group calls a decision; null: as the installation does. */
  word: string | null
  title: string
  group: string
  date: { day: string } | { at: Date }
  standing: Standing
  /** Of a link, unless it is called by its address already. */
  url?: string
  item: Item & { task: Row['task'] }
}

const TITLE = 80

/** Items by their ids, in that order, as they are named. The caller has made sure that they may be seen. */
export async function foundItems(db: Db, ids: readonly string[]): Promise<Found[]> {
  const rows = await db.item.findMany({ where: { id: { in: [...ids] } }, include: whole })
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [foundOf(row)] : []
  })
}

function foundOf(row: Row): Found {
  const { id, letter, decision, meeting, group } = row
  return {
    id,
    letter: letter as Letter,
    register: decision?.register ?? null,
    word: group.word,
    title: titleOf(row),
    group: group.name,
    date: decision ? { day: decision.day } : { at: meeting?.startsAt ?? row.createdAt },
    standing: standingOf(row),
    ...urlOf(row),
    item: row,
  }
}

function titleOf({ id, decision, task, meeting, link, article }: Row): string {
  return firstWords(
    decision?.text ?? task?.text ?? meeting?.title ?? article?.title ?? (link ? nameOfLink(link) : id),
    TITLE,
  )
}

/** A link without title and note is called by its whole address, which is good to click. */
const nameOfLink = (link: NonNullable<Row['link']>) => ((link.title ?? link.note) ? headOfLink(link) : link.url)

const urlOf = ({ link }: Row) => (link && (link.title ?? link.note) ? { url: link.url } : {})

function standingOf({ decision, task, meeting, cancelledAt }: Row): Standing {
  if (decision) return decision.status === 'void' ? 'ended' : decision.status === 'pending' ? 'pending' : 'standing'
  return cancelledAt || meeting?.cancelledAt || task?.status === 'cancelled' ? 'ended' : 'standing'
}
