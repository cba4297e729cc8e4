import type { Db, Prisma } from '../../prisma/client.ts'
import type { Decision } from './decisions.ts'
import { visibleTo } from './items.ts'
import type { Sight } from './people.ts'
import { search } from './search/store.ts'

/** Which part of the register is asked for; all that is left out counts as everything. */
export type RegisterQuestion = {
  groupId?: string
  /** Key of a group, as typed. */
  groupKey?: string
  year?: number
  status?: 'pending' | 'valid'
  words?: string
}

/** Found at most this many for words: the search ranks, and what lies behind is chance. */
const FOUND = 50
/** How much of the words a decision has to have. */
const FITTING = 0.5

/** The decisions of the register that may be seen, newest first. */
export async function listDecisions(
  db: Db,
  { sight, personId }: { sight: Sight; personId: string },
  question: RegisterQuestion,
): Promise<Decision[]> {
  const { groupId, groupKey, year, status, words } = question
  const ids = words ? await findDecisions(db, sight, personId, words) : undefined
  const where: Prisma.DecisionWhereInput = {
    item: { AND: [visibleTo(sight), groupKey ? { group: { key: groupKey } } : {}] },
    ...(groupId ? { groupId } : {}),
    ...(year ? { day: { startsWith: `${year}-` } } : {}),
    ...(status ? { status } : {}),
    ...(ids ? { id: { in: ids } } : {}),
  }
  return (await db.decision.findMany({ where, include: { item: { include: { group: true } } } })).sort(newestFirst)
}

/** By year of the decision, then by the order of entry: so the numbers of a register run down. */
function newestFirst(a: Decision, b: Decision): number {
  const [yearA, yearB] = [a.day.slice(0, 4), b.day.slice(0, 4)]
  if (yearA !== yearB) return yearA < yearB ? 1 : -1
  const numbered = a.groupId === b.groupId && a.sequence !== null && b.sequence !== null
  return entered(b) - entered(a) || (numbered ? b.sequence! - a.sequence! : b.item.number - a.item.number)
}

const entered = ({ enteredAt, item }: Decision) => (enteredAt ?? item.createdAt).getTime()

async function findDecisions(db: Db, sight: Sight, personId: string, words: string): Promise<string[]> {
  const hits = await search(db, { text: words, sight: { ...sight, personId }, kinds: ['decision'], limit: FOUND })
  return hits.filter(({ confidence }) => confidence >= FITTING).map(({ itemId }) => itemId)
}
