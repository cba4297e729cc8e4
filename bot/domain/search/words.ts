/** Longer than any word that means something; what is longer is cut. */
const MAX_WORD = 60

/** One word as written, and its hyphenated pieces. `text` is the pieces joined. */
export interface Word {
  text: string
  pieces: string[]
}

/** `Bürger*innen`, `Bürger:innen`, `Bürger/-innen` are the same people as `Bürger`. */
const GENDER_MARK = /(?<=\p{Ll})(?:[*:_]|\/-?)in(?:nen)?(?!\p{L})/gu

/** Invisible characters that copying from documents leaves inside words: soft hyphen, zero-width space and joiners. */
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g

const WORD = /[\p{L}\p{N}]+(?:[-\u2010\u2011][\p{L}\p{N}]+)*/gu

/** The words of a text, in order. Linear in its length, whatever it contains. */
export function* wordsOf(text: string): Generator<Word> {
  const readable = text.replace(INVISIBLE, '').replace(GENDER_MARK, '')
  for (const [word] of readable.matchAll(WORD)) {
    const pieces = word.split(/[-\u2010\u2011]/).map((piece) => piece.slice(0, MAX_WORD))
    yield { text: pieces.join('').slice(0, MAX_WORD), pieces }
  }
}
