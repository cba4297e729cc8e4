import { setTimeout as wait } from 'node:timers/promises'
import { loadConfig } from '../../config/config.ts'
import { readClock } from '../clock.ts'
import { replaceModules } from './replacements.ts'
import { settings } from './settings.ts'

/** How often the jobs look. */
const TICK_MS = 400
const GIVEN_UP = 78

const unused = replaceModules()
const { runBot } = await import('../../bot/run.ts')
const { createLog } = await import('../../bot/log.ts')
const { StartRefused } = await import('../../bot/matrix/account.ts')
const { nextRound } = await import('./looks.ts')
if (unused().length > 0) giveUp(`the bot does not use any more: ${unused().join(', ')}`)

const loaded = loadConfig(process.env['ALLMENDE_CONFIG'] ?? '', process.env)
if (!loaded.ok) giveUp(JSON.stringify(loaded.problems))
const { config, secrets } = loaded
const clock = readClock(settings.clockFile)
const log = createLog('info')
const ending = new AbortController()

// The run holds the other end: without it nobody would ever end this process.
process.stdin.on('end', () => process.exit(1)).resume()
process.on('unhandledRejection', fatal)

const bot = await runBot({
  ...{ config, secrets, version: 'torture', clock, log, signal: ending.signal, alarms: false },
  library: config.encryption === false ? undefined : config.encryption.library,
  onFatal: fatal,
}).catch((error: unknown) => (error instanceof StartRefused ? giveUp(error.message) : fatal(error)))

// What the jobs said is sent meanwhile, as under the bot's own alarms.
for (;;) {
  await Promise.race([bot.tick(), nextRound()])
  await wait(TICK_MS)
}

function giveUp(reason: string): never {
  console.error(reason)
  process.exit(GIVEN_UP)
}

function fatal(error: unknown): never {
  log('error', 'ends because of an error', { error: String(error).slice(-500) })
  process.exit(1)
}
