import { DatabaseSync } from 'node:sqlite'
import type { SetDocument } from './search-set.ts'

/** SQLite's own full-text search over the same documents, any word of the query: what the index is compared with. */
export function fts5Over(documents: Iterable<SetDocument>): (text: string) => Promise<string[]> {
  const db = new DatabaseSync(':memory:')
  db.exec(
    `CREATE VIRTUAL TABLE docs USING fts5(id UNINDEXED, title, body, tokenize = "unicode61 remove_diacritics 2"); BEGIN`,
  )
  const insert = db.prepare('INSERT INTO docs (id, title, body) VALUES (?, ?, ?)')
  for (const { id, title, body } of documents) insert.run(id, title, body)
  db.exec('COMMIT')
  const select = db.prepare('SELECT id FROM docs WHERE docs MATCH ? ORDER BY bm25(docs, 0, 3, 1) LIMIT 10')
  return async (text) => {
    const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
    return words.length ? select.all(words.map((word) => `"${word}"`).join(' OR ')).map(({ id }) => String(id)) : []
  }
}
