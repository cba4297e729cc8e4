import { Ending } from '../backup/command-line.ts'
import { NotSent } from '../bot/chat.ts'
import { StartRefused } from '../bot/matrix/account.ts'
import { TokenRefused } from '../bot/matrix/request.ts'
import { MigrationError } from '../prisma/migrate.ts'
import { openAsking } from './crypto-asking.ts'
import { type Done, openInstallation } from './crypto-installation.ts'
import { recover } from './crypto-recover.ts'
import { reset } from './crypto-reset.ts'
import { status } from './crypto-status.ts'

const USAGE = 'Usage: npm run crypto -- status | recover | reset'
const commands = { status, recover, reset }

/** `npm run crypto -- status | recover | reset`: exit code 0 all is well, 1 not, 64 a wrong call, 78 a wrong configuration. */
try {
  process.umask(0o077)
  const { text, isWell } = await run(process.argv.slice(2))
  console.log(text)
  process.exit(isWell ? 0 : 1)
} catch (error) {
  console.error(sentenceFor(error))
  process.exit(error instanceof Ending ? error.code : error instanceof StartRefused ? 78 : 1)
}

async function run([name, ...more]: string[]): Promise<Done> {
  if (more.length > 0 || (name !== 'status' && name !== 'recover' && name !== 'reset')) throw new Ending(USAGE, 'usage')
  return commands[name](
    await openInstallation({
      asking: openAsking({ input: process.stdin, output: process.stdout }),
      say: (line) => console.log(line),
    }),
  )
}

function sentenceFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof Ending || error instanceof StartRefused || error instanceof MigrationError) return error.message
  if (error instanceof TokenRefused)
    return `The homeserver does not know the stored log-in any more (${error.message}): run "npm run crypto -- recover", which logs in anew.`
  if (error instanceof NotSent)
    return `The homeserver cannot be reached, or takes nothing at present (${error.message}): run this again later.`
  return `${error.message}: what was begun is completed when you run this again.`
}
