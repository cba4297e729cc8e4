/** Makes a call of the native library with all its arguments kept, lists included; `what` names it if it hangs. */
export type Hold = <T>(args: object[], call: () => Promise<T>, what?: string) => Promise<T>

/**
 * The library does not keep the objects that a call was given while it runs: one that is collected meanwhile makes the
 * process abort, or the call never end. So they are kept here. A call that is not settled after `limitMs` never will be;
 * `onHang` must end the process, and the next start does the work again.
 */
export function openHold(onHang: (what: string) => void, limitMs = 60_000): Hold {
  const held = new Set<object[]>()
  return async (args, call, what = 'a call') => {
    const kept = [...args]
    held.add(kept)
    const watch = setTimeout(() => onHang(`${what} of the encryption library has not ended for ${limitMs} ms`), limitMs)
    try {
      return await call()
    } finally {
      clearTimeout(watch)
      held.delete(kept)
    }
  }
}
