/** One thing that is wrong with the file; `path` as in `groups.0.members.1.role`, or the file's name when all of it is meant. */
export type Problem = {
  path: string
  line?: number
  found: string
  allowed: string
  suggestion?: string
}

/** Puts the problems into lines for the log of the operator: one line each, in the order given. */
export function formatProblems(problems: Problem[]): string {
  return problems.map(formatProblem).join('\n')
}

function formatProblem({ path, line, found, allowed, suggestion }: Problem): string {
  const place = line === undefined ? path : `${path} (line ${line})`
  return `${place}: ${found}; allowed: ${allowed}${suggestion ? `. ${suggestion}` : ''}`
}
