import type { Card } from '../card.ts'
import { isArticleChange } from '../domain/article-call.ts'

/** Replies change an article's title and text, or delete it; so an author objects to having been kept. */
export const articleCard: Card = { letter: 'W', command: 'wissen', understands: isArticleChange }
