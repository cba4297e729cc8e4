import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { openPerson, type Person } from '../../tools/person.ts'
import { registerUser } from '../../tools/synapse.ts'

export type Server = { url: string; registrationSecret: string; serverName: string }

const PASSWORD = 'e2e-secret'
const administrations = [
  { key: 'landkreis', name: 'Landkreis Harburg', short: 'LKH', ags: '03353' },
  { key: 'seevetal', name: 'Gemeinde Seevetal', short: 'SEV', ags: '03353031' },
  { key: 'stelle', name: 'Gemeinde Stelle', short: 'STE', ags: '03353032' },
]

type Options = { groups?: { key: string; name: string }[]; database?: string; extra?: Record<string, unknown> }

/**
 * The bot as its operators start it, in a process of its own, at a real homeserver, with people of its own:
 * karin coordinates, anna and ben are members, olga operates, and a stranger.
 */
export async function startBot(server: Server, { groups = [{ key: 'it', name: 'AG IT-Kooperation' }], database, extra }: Options = {}) {
  const suffix = randomBytes(4).toString('hex')
  const folder = mkdtempSync(join(tmpdir(), 'allmende-e2e-'))
  const register = async (name: string, displayName: string) => openPerson({ url: server.url, ...(await registerUser(server, `${name}-${suffix}`, PASSWORD, { displayName })) })
  const [karin, anna, ben, olga, stranger] = await Promise.all([register('karin', 'Karin Beispiel'), register('anna', 'Anna Meyer'), register('ben', 'Ben Schulz'), register('olga', 'Olga Betrieb'), register('fremd', 'Fremde Person')])
  if (!karin || !anna || !ben || !olga || !stranger) throw new Error('not everybody was registered')
  const me = `@allmende-${suffix}:${server.serverName}`
  await registerUser(server, `allmende-${suffix}`, PASSWORD, { displayName: 'Allmende' })
  const config = {
    homeserver: server.url,
    user: me,
    database: database ?? `file:${folder}/allmende.db`,
    data: folder,
    encryption: false,
    space: `Landkreis ${suffix}`,
    operators: [olga.userId],
    administrations,
    groups: groups.map(({ key, name }) => ({
      key,
      name: `${name} ${suffix}`,
      administrations: 'all',
      coordinators: [karin.userId],
      members: [
        { id: karin.userId, administration: 'landkreis' },
        { id: anna.userId, administration: 'seevetal' },
        { id: ben.userId, administration: 'stelle' },
      ],
    })),
    ...extra,
  }
  const file = join(folder, 'allmende.yaml')
  writeFileSync(file, stringify(config))
  const process = botProcess(file, folder)
  await process.start({ ALLMENDE_PASSWORD: PASSWORD })

  return {
    ...process,
    me,
    folder,
    config,
    file,
    people: { karin, anna, ben, olga, stranger },
    /** Everybody accepts every invitation, until all are in the group's room; its id. */
    async room(key = 'it', members: Person[] = [karin, anna, ben]): Promise<string> {
      const name = config.groups.find((group) => group.key === key)?.name
      const rooms = await Promise.all(members.map((person) => enter(person, name ?? key)))
      return rooms[0] ?? ''
    },
    /** The direct room of a person, joined. */
    direct: (person: Person) => enter(person, undefined),
    /** Says something and waits for the answer to it. */
    async ask(person: Person, roomId: string, text: string, options: Parameters<Person['say']>[2] = {}) {
      const eventId = await person.say(roomId, text, options)
      return (await person.waitFor(roomId, (message) => message.sender === me && message.relatesTo?.inReplyTo === eventId, { timeoutMs: 30_000 })).body
    },
    async close() {
      await process.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type E2eBot = Awaited<ReturnType<typeof startBot>>

async function enter(person: Person, name: string | undefined): Promise<string> {
  for (let i = 0; i < 100; i++) {
    await person.acceptInvites()
    const rooms = await person.joinedRooms()
    const room = rooms.find((one) => (name ? one.name === name : !one.name || one.name === 'Allmende'))
    if (room) return room.roomId
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`${person.userId} was not invited to ${name ?? 'a direct room'}`)
}

function botProcess(file: string, folder: string) {
  let child: ChildProcess | undefined
  let output = ''

  /** Resolves when the bot has logged that it started. */
  async function start(env: Record<string, string> = {}): Promise<void> {
    const from = output.length
    child = spawn(process.execPath, ['run.mjs', 'bot/main.ts'], { env: { ...process.env, ALLMENDE_CONFIG: file, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout?.on('data', (chunk: Buffer) => void (output += chunk))
    child.stderr?.on('data', (chunk: Buffer) => void (output += chunk))
    const own = child
    for (let i = 0; i < 300; i++) {
      if (output.slice(from).includes('"started"')) return
      if (own.exitCode !== null) throw new Error(`the bot ended with ${own.exitCode}:\n${output.slice(from)}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`the bot did not start:\n${output.slice(from)}`)
  }

  const end = (signal: NodeJS.Signals) =>
    new Promise<number | null>((resolve) => {
      if (!child || child.exitCode !== null || child.signalCode) return resolve(child?.exitCode ?? null)
      child.once('exit', (code) => resolve(code))
      child.kill(signal)
    })

  return {
    start,
    /** SIGTERM; resolves with the exit code. */
    stop: () => end('SIGTERM'),
    /** SIGKILL. */
    kill: () => end('SIGKILL'),
    output: () => output,
    folder,
    isRunning: () => child?.exitCode === null && !child.signalCode,
  }
}
