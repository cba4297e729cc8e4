const PLACES = 3
/** A line of a stack is shorter; a longer one is of the message, which may hold what people wrote. */
const LONGEST_LINE = 1000
const OURS =
  /\((?:file:\/\/)?[^()]*?((?:bot|commands|templates|prisma|config)\/[^():]+:\d+):\d+\)|at (?:async )?(?:file:\/\/)?\S*?((?:bot|commands|templates|prisma|config)\/[^\s():]+:\d+):\d+$/

/**
 * What is logged of an error: its name, its code and where in our files it happened. Its message only where system or
 * database have worded it: others may hold what people wrote.
 */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const isWorded = code !== undefined && /^(?:E[A-Z]+|P\d{4})$/.test(code)
  const message = isWorded ? error.message.split('\n').at(-1)?.slice(0, 200) : undefined
  const places = (error.stack ?? '').split('\n').flatMap((line) => {
    const [, inBrackets, bare] = OURS.exec(line.trim().slice(0, LONGEST_LINE)) ?? []
    return inBrackets ?? bare ?? []
  })
  const about = [code, message].filter((part) => part !== undefined).join(' ')
  return [error.name, about && `(${about})`, places.length > 0 && `at ${places.slice(0, PLACES).join(' < ')}`]
    .filter(Boolean)
    .join(' ')
}
