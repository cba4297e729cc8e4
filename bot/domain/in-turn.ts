/**
 * Maps one after the other. Queries of one transaction share one connection: asked for side by side they would only
 * queue up there, which PostgreSQL's driver is about to refuse.
 */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await map(item))
  return results
}
