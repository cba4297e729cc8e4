import { formatProblems, loadConfig, readEnvironment } from '../config/config.ts'

/** Exit codes of sysexits.h where there is one: a wrong call, a wrong configuration; anything else that fails is 1. */
const codes = { failed: 1, usage: 64, configuration: 78 } as const

/** Ends the command; the message is one sentence for whoever called it. */
export class Ending extends Error {
  readonly code: number
  constructor(message: string, why: keyof typeof codes = 'failed') {
    super(message)
    this.code = codes[why]
  }
}

/** The configuration as the bot reads it, the file it stands in, and the environment. Throws Ending. */
export function readSettings() {
  const env = readEnvironment(process.env)
  const file = env['ALLMENDE_CONFIG'] ?? 'config/allmende.yaml'
  const loaded = loadConfig(file, env)
  if (!loaded.ok) throw new Ending(`${file} cannot be used:\n${formatProblems(loaded.problems)}`, 'configuration')
  return { config: loaded.config, file, env }
}

/** Runs a command with its one argument and ends the process: its result on standard output, what went wrong on the other. */
export async function runCommand(usage: string, command: (argument: string) => Promise<string>): Promise<never> {
  const [argument, ...more] = process.argv.slice(2)
  try {
    if (argument === undefined || more.length > 0 || argument.startsWith('-')) throw new Ending(usage, 'usage')
    console.log(await command(argument))
    process.exit(0)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(error instanceof Ending ? error.code : codes.failed)
  }
}
