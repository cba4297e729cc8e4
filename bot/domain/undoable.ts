import type { Db } from '../../prisma/client.ts'
import { restoreArticle, withdrawArticle } from './article-snapshot.ts'
import { restoreDecision, withdrawDecision } from './decision-snapshot.ts'
import type { By } from './history.ts'
import type { Letter } from './items.ts'
import { restoreLink, withdrawLink } from './link-snapshot.ts'
import { restoreMeeting, withdrawMeeting } from './meeting-snapshot.ts'
import { restoreTask, withdrawTask } from './task-snapshot.ts'

/** How the items of a letter are put back as a history entry has kept them, or become a wrong entry. */
type Undoable = {
  restore(db: Db, id: string, before: object, by: By): Promise<void>
  withdraw(db: Db, id: string, by: By): Promise<void>
}

/** For every kind of item, so that a new one does not compile without. */
export const undoable: Record<Letter, Undoable> = {
  A: { restore: restoreTask, withdraw: withdrawTask },
  B: { restore: restoreDecision, withdraw: withdrawDecision },
  L: { restore: restoreLink, withdraw: withdrawLink },
  S: { restore: restoreMeeting, withdraw: withdrawMeeting },
  W: { restore: restoreArticle, withdraw: withdrawArticle },
}
