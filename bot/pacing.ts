/** Runs tasks in the order in which they were asked for. */
export function oneAfterTheOther() {
  let last: Promise<void> = Promise.resolve()
  return (task: () => Promise<void>) => {
    last = last.then(task)
    return last
  }
}

/** Calls once, a moment after the last of several requests. */
export function debounce(action: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined
  return {
    call: () => {
      clearTimeout(timer)
      timer = setTimeout(action, 200)
    },
    stop: () => clearTimeout(timer),
  }
}

/** Looks again at the moment that the work named, at the latest after half a minute. */
export function keepAwake(work: () => Promise<Date | undefined>, clock: () => Date, onFatal: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined
  let isOver = false
  const wake = async () => work().then(wakeAt, onFatal)
  const wakeAt = (at?: Date | undefined) => {
    clearTimeout(timer)
    if (!isOver) timer = setTimeout(wake, Math.min(30_000, Math.max(50, at ? +at - +clock() : 30_000)))
  }
  return {
    wake,
    wakeAt,
    stop: () => {
      isOver = true
      clearTimeout(timer)
    },
  }
}
