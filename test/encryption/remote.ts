/** One call to another process, and its answer. */
export type Call = { id: number; name: string; args: unknown[] }
export type Answer = { id: number; value?: unknown; error?: string }

/** Numbers calls and hands their answers to whoever waits for them. */
export function openCalls(write: (call: Call) => void) {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let last = 0
  return {
    call(name: string, ...args: unknown[]): Promise<unknown> {
      const id = ++last
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        write({ id, name, args })
      })
    },
    answered({ id, value, error }: Answer): void {
      const call = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) call?.resolve(value)
      else call?.reject(new Error(error))
    },
    /** The process has ended: nobody answers any more. */
    ended(why: string): void {
      for (const { reject } of waiting.values()) reject(new Error(why))
      waiting.clear()
    },
  }
}
