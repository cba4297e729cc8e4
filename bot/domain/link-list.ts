import type { Db } from '../../prisma/client.ts'
import { visibleTo } from './items.ts'
import { type Link, linksWhere } from './links.ts'
import type { Viewer } from './people.ts'
import { findFor } from './search-sight.ts'

/** Which links are asked for: of one group, with a tag, or about some words; `isAll`: without the cut. */
export type LinkQuestion = { groupId?: string | undefined; tag?: string; words?: string; isAll: boolean }

/** Reads what follows `links`. */
export function readLinkQuestion(text: string): LinkQuestion {
  const words = text.split(/\s+/).filter((word) => word !== '')
  const isAll = /^(?:alle|alles|all)[.!]?$/i.test(words.at(-1) ?? '')
  const asked = isAll ? words.slice(0, -1) : words
  const tag =
    asked.length === 1
      ? /^#([\p{L}\p{N}_-]+)[.!]?$/u
          .exec(asked[0] ?? '')?.[1]
          ?.normalize('NFC')
          .toLowerCase()
      : undefined
  return { isAll, ...(tag ? { tag } : asked.length > 0 ? { words: asked.join(' ') } : {}) }
}

const FOUND = 50
/** How much of the words a link has to have. */
const FITTING = 0.5

/** Links that stand and may be seen, newest first. Words and tags are looked for in all that may be seen. */
export async function listLinks(db: Db, viewer: Viewer, { groupId, tag, words }: LinkQuestion): Promise<Link[]> {
  const hits = words ? await findFor(db, viewer, { text: words, kinds: ['link'], limit: FOUND }) : []
  const item = {
    AND: [
      visibleTo(viewer.sight),
      { cancelledAt: null },
      tag ? { tags: { some: { tag } } } : {},
      words ? { id: { in: hits.filter(({ confidence }) => confidence >= FITTING).map(({ itemId }) => itemId) } } : {},
      groupId && !tag && !words ? { groupId } : {},
    ],
  }
  return linksWhere(db, { item })
}
