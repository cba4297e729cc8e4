/** Work under one name runs one after the other in the order of the calls; under different names side by side. */
export type Lanes = <T>(name: string, job: () => Promise<T>) => Promise<T>

/** Lanes that remember nothing of those where all is done. A job that fails does not hold up the next one. */
export function openLanes(): Lanes {
  const last = new Map<string, Promise<unknown>>()
  return (name, job) => {
    const result = (last.get(name) ?? Promise.resolve()).then(job)
    const end = result
      .catch(() => {}) // whoever called is told; the lane goes on
      .finally(() => {
        if (last.get(name) === end) last.delete(name)
      })
    last.set(name, end)
    return result
  }
}
