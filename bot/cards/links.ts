import type { Card } from '../card.ts'
import { isLinkChange } from '../domain/link-call.ts'

/** Replies change a link's note, title and tags, or delete it. */
export const linkCard: Card = { letter: 'L', command: 'link', understands: isLinkChange }
