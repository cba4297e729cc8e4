/**
 * How many single steps (one letter more, fewer or other, two neighbours swapped) lead from one word to the other.
 * Upper and lower case are the same.
 */
export function editDistance(from: string, to: string): number {
  const [a, b] = [Array.from(from.toLowerCase()), Array.from(to.toLowerCase())]
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : changed
      row.push(Math.min(changed, swapped, rows[i - 1]![j]! + 1, row[j - 1]! + 1))
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}

/** The one word that was probably meant: at most one step away up to five letters, two above; none if two are equally near. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 60) return undefined
  const reach = word.length <= 5 ? 1 : 2
  const near = known.map((each) => ({ each, steps: editDistance(word, each) })).filter(({ steps }) => steps <= reach)
  const best = near.filter(({ steps }) => steps === Math.min(...near.map((other) => other.steps)))
  return best.length === 1 ? best[0]!.each : undefined
}

/** The suggestion as a sentence, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const meant = suggest(word, known)
  return meant && `Did you mean ${JSON.stringify(meant)}?`
}
