import { existsSync, readFileSync } from 'node:fs'
import { formatProblems, loadConfig, readEnvironment } from '../config/config.ts'
import { openDb } from '../prisma/client.ts'
import { statusReport } from '../templates/status.ts'
import { toPlain } from '../templates/template.ts'
import { healthOf } from './domain/health.ts'
import { installationOf } from './run.ts'

/** `npm run status [-- --json]`: exit code 0 healthy, 1 degraded, 2 down. Reads the database only. */
const env = readEnvironment(process.env)
const file = env['ALLMENDE_CONFIG'] ?? 'config/allmende.yaml'
const loaded = loadConfig(file, env)
if (!loaded.ok) {
  console.error(`${file} cannot be used:\n${formatProblems(loaded.problems)}`)
  process.exit(78)
}
const { config } = loaded
const path = config.database.startsWith('file:') ? config.database.slice('file:'.length) : undefined
if (path && !existsSync(path)) down('There is no database yet: the bot was never started.')
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const { prisma, close } = await openDb(config.database).catch((error: unknown) =>
  down(`The database cannot be opened: ${error instanceof Error ? error.message : error}`),
)
const health = await healthOf(prisma, installationOf(config, version), new Date())
await close()
console.log(
  process.argv.includes('--json')
    ? JSON.stringify(health)
    : toPlain(statusReport(health)({ lang: 'en', timeZone: config.timeZone }).source),
)
process.exit(health.level)

function down(message: string): never {
  console.error(message)
  process.exit(2)
}
