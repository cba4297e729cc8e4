/** BM25's constants: how soon repetition stops to count, how much length does. */
const SATURATION = 1.2
const LENGTH_SHARE = 0.4
/** A typical item's length in words without stop words. Fixed, so that a stored weight never grows old. */
const TYPICAL_LENGTH = 30

/** The stored weight of a term: BM25's saturated frequency times 1000, a whole number and so equal on every database. */
export function postingWeight(frequency: number, length: number): number {
  const norm = SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * length) / TYPICAL_LENGTH)
  return Math.round((1000 * frequency * (SATURATION + 1)) / (frequency + norm))
}

/** Of fewer items nothing can be told about how common a word is: a young installation reckons like one of this size. */
const FEWEST = 1000

/** How rare a term is among `total` items, times 100; a term that nobody uses is the rarest. */
export function rarity(documents: number, total: number): number {
  const others = Math.max(FEWEST, total) - documents
  return Math.max(10, Math.round(100 * Math.log(1 + Math.max(0, others + 0.5) / (documents + 0.5))))
}
