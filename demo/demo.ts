import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createLog } from '../bot/log.ts'
import { runBot } from '../bot/run.ts'
import { loadConfig } from '../config/config.ts'
import { installSynapse, startSynapse } from '../tools/synapse.ts'
import { readArguments } from './arguments.ts'
import { type Cast, enlist, PASSWORD, type Role, roles, writeConfiguration } from './cast.ts'
import { openStage } from './stage.ts'
import { playFortnight } from './story.ts'
import { printTranscript } from './transcript.ts'

const START = '2026-03-02T09:00:00+01:00'
const folder = '.cache/demo'
const show = (line: string) => console.log(line)
const begun = performance.now()

const { stay, homeserver, secret } = readArguments(process.argv.slice(2))
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const server = homeserver && secret ? await external(homeserver, secret) : await throwAway()
const cast = await enlist(server, homeserver ? `-${Date.now().toString(36)}` : '')
const loaded = loadConfig(writeConfiguration(server, cast, folder), { ALLMENDE_PASSWORD: PASSWORD })
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
const { config, secrets } = loaded
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

const stage = openStage({ me: config.user, start: START, show })
const ending = new AbortController()
const log = createLog(process.env['ALLMENDE_LOG'] ?? 'error')
show('\nDie Zeit in dieser Vorführung ist gestellt: vierzehn Arbeitstage vergehen in Sekunden.\n')
const bot = await runBot({
  config,
  secrets,
  version,
  clock: stage.clock,
  log,
  signal: ending.signal,
  alarms: false,
  onFatal: (error) => fail([String(error)]),
})
stage.use(bot)
await bot.tick()

const faults = await playFortnight(stage, cast, (line) => show(`• ${line}`)).then(
  () => stage.faults(),
  (error: unknown) => [error instanceof Error ? error.message : String(error)],
)
const names = new Map([
  ...(Object.keys(roles) as Role[]).map((role): [string, string] => [cast.userId(role), roles[role].name]),
  [config.user, 'Allmende'],
])
await printTranscript(stage, (id) => names.get(id) ?? id, show)
await figures(faults)
if (stay && faults.length === 0) await keepRunning(cast)
await bot.stop()
if (faults.length > 0) fail(faults)
process.exit(0)

async function throwAway() {
  await installSynapse({ log: show }).catch((error: unknown) =>
    fail([error instanceof Error ? error.message : String(error)]),
  )
  show('Synapse wird gestartet …')
  return startSynapse({ dir: `${folder}/synapse` })
}

async function external(url: string, registrationSecret: string) {
  const { userId } = await import('../tools/synapse.ts').then(({ registerUser }) =>
    registerUser({ url, registrationSecret }, `demo-${Date.now().toString(36)}`, PASSWORD),
  )
  return { url, registrationSecret, serverName: userId.slice(userId.indexOf(':') + 1) }
}

async function figures(problems: string[]) {
  const rooms = await stage.look()
  const messages = rooms.flatMap((room) => room.messages)
  const own = messages.filter(({ sender }) => sender === config.user).length
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  show(
    `\n${rooms.length} Räume gelesen, ${messages.length} Nachrichten, davon ${own} von Allmende; ${stage.expected.length} erwartete Zeilen geprüft, ${problems.length} Fehler; ${seconds} s`,
  )
}

async function keepRunning(people: Cast) {
  show(`\nDer Homeserver läuft weiter: ${server.url}\nAnmelden mit jedem Matrix-Client, Kennwort für alle: ${PASSWORD}`)
  for (const role of Object.keys(roles) as Role[]) show(`  ${people.userId(role)}  ${roles[role].name}`)
  stage.release()
  show('Die Uhr des Bots läuft ab hier weiter. Beenden mit Strg-C.')
  await new Promise<void>((resolve) => {
    const alive = setInterval(() => bot.tick(), 30_000)
    process.once('SIGINT', () => {
      clearInterval(alive)
      resolve()
    })
  })
}

function fail(problems: string[]): never {
  for (const problem of problems) console.error(`FEHLER: ${problem}`)
  process.exit(1)
}
