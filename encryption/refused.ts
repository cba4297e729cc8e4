/** What was asked for was not done; the message is one sentence for the operator, with what to do. */
export class Refused extends Error {}

/** The error of a system call as a sentence for the operator; any other error as it is. */
export function plainly(error: unknown): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error
  const file = 'path' in error && typeof error.path === 'string' ? error.path : 'A file'
  return new Refused(
    `${file} cannot be used (${error.code}, ${error.syscall}), so nothing was installed: see to its rights and to the space on its disk, and run this again.`,
  )
}
