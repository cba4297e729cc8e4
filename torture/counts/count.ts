/** How often something went wrong, and where. */
export type Count = { name: string; figure: number; examples: string[] }

/** One fault each: a sentence with ids. */
export const count = (name: string, faults: readonly string[]): Count => ({
  name,
  figure: faults.length,
  examples: faults.slice(0, 5),
})
