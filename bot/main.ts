import { readFileSync } from 'node:fs'
import { formatProblems, loadConfig, readEnvironment } from '../config/config.ts'
import { checkLibrary } from '../encryption/library.ts'
import { MigrationError } from '../prisma/migrate.ts'
import { describeFault } from './fault.ts'
import { createLog } from './log.ts'
import { StartRefused } from './matrix/account.ts'
import { runBot } from './run.ts'

/** EX_CONFIG of sysexits.h: nothing was touched, and starting again changes nothing. */
const CONFIG_ERROR = 78

const env = readEnvironment(process.env)
const file = env['ALLMENDE_CONFIG'] ?? 'config/allmende.yaml'
const loaded = loadConfig(file, env)
if (!loaded.ok) refuse(`${file} cannot be used:\n${formatProblems(loaded.problems)}`)
const { config, secrets, warnings } = loaded
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const check =
  config.encryption === false
    ? undefined
    : await checkLibrary({ library: config.encryption.library, data: config.data })
if (check?.ok === false) refuse(check.reason)

const log = createLog(env['ALLMENDE_LOG'] ?? 'info')
const ending = new AbortController()
if (check?.ok) log('info', check.line)
for (const warning of warnings) log('warn', warning)

process.on('unhandledRejection', (error) => fatal(error))
process.once('SIGTERM', stop)
process.once('SIGINT', stop)

const running = runBot({
  config,
  secrets,
  version,
  clock: () => new Date(),
  log,
  signal: ending.signal,
  library: check?.ok ? check.file : undefined,
  onFatal: fatal,
})
running.catch((error: unknown) => {
  if (ending.signal.aborted) process.exit(0)
  if (error instanceof StartRefused || error instanceof MigrationError) refuse(error.message)
  return fatal(error)
})

/** Ends within 5 s, come what may, also while the start still waits: what was not done is done after the next start. */
function stop() {
  ending.abort()
  setTimeout(() => process.exit(0), 4_000).unref()
  void running.then((bot) => bot.stop()).finally(() => process.exit(0))
}

function refuse(message: string): never {
  console.error(message)
  process.exit(CONFIG_ERROR)
}

function fatal(error: unknown): never {
  log('error', 'ends because of an error; the next start goes on from here', {
    error: describeFault(error),
  })
  process.exit(1)
}
