import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { type Client, openDb } from '../../prisma/client.ts'
import { openPerson, type Person } from '../../tools/person.ts'
import { registerUser } from '../../tools/synapse.ts'
import { botProcess } from './bot-process.ts'
import { enterRoom, PATIENCE_MS, talk, until } from './listening.ts'

/** A homeserver at which people and bot can be registered. */
export type Server = { url: string; registrationSecret: string; serverName: string }

const PASSWORD = 'e2e-secret'

/** What makes up for a log-in at the first start. */
export const FIRST = { ALLMENDE_PASSWORD: PASSWORD }

const administrations = [
  { key: 'landkreis', name: 'Landkreis Harburg', short: 'LKH', ags: '03353' },
  { key: 'seevetal', name: 'Gemeinde Seevetal', short: 'SEV', ags: '03353031' },
  { key: 'stelle', name: 'Gemeinde Stelle', short: 'STE', ags: '03353032' },
]

type GroupSpec = { key: string; name: string; [more: string]: unknown }
type Options = {
  groups?: GroupSpec[]
  database?: string
  extra?: Record<string, unknown>
  /** The homeserver of Anna, Ben and the stranger where it is another one than the bot's. */
  abroad?: Server
}

/** Quiet hours about half a day from now: what is said in person is said at once, whenever the stories run. */
function quietElsewhen(): string {
  const hour = new Date().getUTCHours()
  return `${(hour + 12) % 24}-${(hour + 13) % 24}`
}

/** Registers people under names that nobody else has. */
async function gather(server: Server, abroad: Server, suffix: string) {
  const register = async (name: string, displayName: string, at = server) =>
    openPerson({ url: at.url, ...(await registerUser(at, `${name}-${suffix}`, PASSWORD, { displayName })) })
  const names = {
    karin: 'Karin Beispiel',
    anna: 'Anna Meyer',
    ben: 'Ben Schulz',
    olga: 'Olga Betrieb',
    stranger: 'Fremde Person',
  }
  const [karin, anna, ben, olga, stranger] = await Promise.all([
    register('karin', names.karin),
    register('anna', names.anna, abroad),
    register('ben', names.ben, abroad),
    register('olga', names.olga),
    register('fremd', names.stranger, abroad),
  ])
  return { karin, anna, ben, olga, stranger }
}

/**
 * An installation at a real homeserver that has not been started yet: its configuration, its account, and people of its
 * own. Karin coordinates all groups, Anna and Ben are members, Olga operates, and there is a stranger.
 */
export async function prepareBot(
  server: Server,
  { groups = [{ key: 'it', name: 'AG IT-Kooperation' }], database, extra, abroad = server }: Options = {},
) {
  const suffix = randomBytes(4).toString('hex')
  const folder = mkdtempSync(join(tmpdir(), 'allmende-e2e-'))
  const [people, account] = await Promise.all([
    gather(server, abroad, suffix),
    registerUser(server, `allmende-${suffix}`, PASSWORD, { displayName: 'Allmende' }),
  ])
  const { karin, anna, ben, olga } = people
  const me = account.userId
  const config = {
    homeserver: server.url,
    user: me,
    database: database ?? `file:${folder}/allmende.db`,
    data: folder,
    encryption: false,
    space: 'Landkreis Harburg',
    operators: [olga.userId],
    quiet: quietElsewhen(),
    administrations,
    groups: groups.map(({ key, name, ...more }) => ({
      ...{ key, name, administrations: 'all', coordinators: [karin.userId] },
      members: [
        { id: karin.userId, administration: 'landkreis' },
        { id: anna.userId, administration: 'seevetal' },
        { id: ben.userId, administration: 'stelle' },
      ],
      ...more,
    })),
    ...extra,
  }
  const file = join(folder, 'allmende.yaml')
  const configure = (changes: Record<string, unknown>, to = file) =>
    writeFileSync(to, stringify({ ...config, ...changes }))
  configure({})
  const own = botProcess(file)
  let opened: Awaited<ReturnType<typeof openDb>> | undefined
  /** The bot's database, looked into beside the running process. */
  const db = async (): Promise<Client> => {
    opened ??= await openDb(config.database)
    return opened.prisma
  }

  return {
    ...own,
    ...talk(me, own.output),
    ...{ me, account, config, file, folder, people, db, configure },
    /** Lets people accept their invitations until all of them are in the group's room; its id. */
    async room(key = 'it', members: readonly Person[] = [karin, anna, ben]): Promise<string> {
      const name = config.groups.find((group) => group.key === key)?.name ?? key
      const rooms = await Promise.all(members.map((person) => enterRoom(person, name)))
      return rooms[0] ?? ''
    },
    /** Resolves when nothing waits any more: what came in is handled, what was promised (or all answers) is sent. */
    async settled({ answersOnly = false, patienceMs = PATIENCE_MS } = {}): Promise<void> {
      const { inboxEvent, outboxMessage } = await db()
      const unsent = { sentAt: null, setAsideAt: null, roomId: { not: null }, ...(answersOnly ? { priority: 0 } : {}) }
      await until(
        'everything is handled and sent',
        async () => {
          if ((await inboxEvent.count({ where: { handledAt: null, setAsideAt: null } })) > 0) return false
          return (await outboxMessage.count({ where: unsent })) === 0
        },
        patienceMs,
      )
    },
    /** Ends the process and deletes its SQLite database. */
    async forget(): Promise<void> {
      await own.stop()
      await opened?.close()
      opened = undefined
      for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `allmende.db${end}`), { force: true })
    },
    /** Ends the process and takes everything away. */
    async close(): Promise<void> {
      await own.stop()
      await opened?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type E2eBot = Awaited<ReturnType<typeof prepareBot>>

/** The bot as its operators start it, in a process of its own; see `prepareBot`. */
export async function startBot(server: Server, options: Options = {}): Promise<E2eBot> {
  const bot = await prepareBot(server, options)
  await bot.start(FIRST)
  return bot
}
