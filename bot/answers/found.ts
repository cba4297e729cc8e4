import type { Found as Named } from '../../templates/search.ts'
import type { Found } from '../domain/found.ts'
import type { Installation } from '../installation.ts'

/** A found item as the templates take it. */
export const named = ({ item: _item, word, ...found }: Found, { decisions }: Installation): Named => ({
  ...found,
  word: word ?? decisions.word,
})
