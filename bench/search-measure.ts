import type { SetQuery } from './search-set.ts'

/** How well and how fast queries found what they must find. Times in milliseconds. */
export interface Measured {
  'recall@1': number
  'recall@5': number
  mrr: number
  p50ms: number
  p95ms: number
}

/** Runs each query through `find` (ids, best first; ten are looked at) and measures. The first few run once before, to warm up. */
export async function measure(
  queries: SetQuery[],
  find: (text: string) => Promise<string[]>,
): Promise<Measured & { missed: SetQuery[] }> {
  for (const { text } of queries.slice(0, 20)) await find(text)
  const ranks: number[] = []
  const times: number[] = []
  for (const { text, id } of queries) {
    const start = performance.now()
    const ids = await find(text)
    times.push(performance.now() - start)
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
