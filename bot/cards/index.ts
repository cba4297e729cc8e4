import type { Card } from '../card.ts'
import { decisionCard } from './decisions.ts'

/** What replies and reactions do, by the letter of the item. */
export const cards: readonly Card[] = [decisionCard]
