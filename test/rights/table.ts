import { asking } from './asking.ts'
import { decisions } from './decisions.ts'
import { groups } from './groups.ts'
import { knowledge } from './knowledge.ts'
import { meetings } from './meetings.ts'
import type { Row } from './row.ts'
import { scope } from './scope.ts'
import { talk } from './talk.ts'
import { tasks } from './tasks.ts'

/** Who may what: every form of every command, for every person, in every place. */
export const table: readonly Row[] = [
  ...tasks,
  ...decisions,
  ...meetings,
  ...knowledge,
  ...scope,
  ...asking,
  ...groups,
  ...talk,
]
