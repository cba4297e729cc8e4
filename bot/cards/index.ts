import type { Card } from '../card.ts'

/** What replies and reactions do, by the letter of the item. */
export const cards: readonly Card[] = []
