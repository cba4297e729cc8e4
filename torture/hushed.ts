import { type Logger, logger } from 'matrix-js-sdk/lib/logger.js'

const nothing = () => {}
const silent: Logger = {
  ...{ trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
  getChild: () => silent,
}

/** A logger that says nothing, for clients that would say everything; parts of them write to one of their own. */
export function hushed(): Logger {
  const { setLevel } = logger as unknown as { setLevel?: (level: string, isKept: boolean) => void }
  setLevel?.('silent', false)
  logger.getChild = () => silent
  return silent
}
