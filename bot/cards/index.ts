import type { Card } from '../card.ts'
import { articleCard } from './articles.ts'
import { decisionCard } from './decisions.ts'
import { linkCard } from './links.ts'
import { meetingCard } from './meetings.ts'
import { taskCard } from './tasks.ts'

/** What replies and reactions do, by the letter of the item. */
export const cards: readonly Card[] = [taskCard, decisionCard, meetingCard, linkCard, articleCard]
