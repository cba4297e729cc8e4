import type { SetQuery } from './search-set.ts'

/** How well and how fast queries found what they must find. Times in milliseconds, of the middle of three runs. */
export interface Measured {
  'recall@1': number
  'recall@5': number
  mrr: number
  p50ms: number
  p95ms: number
}

/** So often each query runs: what counts is the middle one, so that what else the machine does weighs less. */
const RUNS = 3

/** Runs each query through `find` (ids, best first; ten are looked at) and measures. */
export async function measure(
  queries: SetQuery[],
  find: (text: string) => Promise<string[]>,
): Promise<Measured & { missed: SetQuery[] }> {
  const ranks: number[] = []
  const times: number[] = []
  for (const { text, id } of queries) {
    const took: number[] = []
    let ids: string[] = []
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now()
      ids = await find(text)
      took.push(performance.now() - start)
    }
    times.push(took.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0)
    ranks.push(ids.slice(0, 10).indexOf(id) + 1)
  }
  times.sort((a, b) => a - b)
  return {
    'recall@1': share(ranks, (rank) => rank === 1),
    'recall@5': share(ranks, (rank) => rank > 0 && rank <= 5),
    mrr: round(ranks.reduce((sum, rank) => sum + (rank ? 1 / rank : 0), 0) / Math.max(1, ranks.length)),
    p50ms: round(times[Math.floor(times.length * 0.5)] ?? 0),
    p95ms: round(times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? 0),
    missed: queries.filter((_, i) => !ranks[i] || ranks[i]! > 5),
  }
}

/** The share of items for which something holds, in thousandths. */
export const share = <Item>(items: Item[], holds: (item: Item) => boolean): number =>
  round(items.filter(holds).length / Math.max(1, items.length))

export const round = (value: number): number => Math.round(value * 1000) / 1000
