import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { stringify } from 'yaml'
import { openPerson, type Person } from '../tools/person.ts'
import { type Account, registerUser, type Synapse } from '../tools/synapse.ts'
import { type Subject, start, until } from './process.ts'

const PASSWORD = 'bench-secret'
/** The homeserver takes its time for so many rooms. */
const BUILD_MS = 3_600_000

/** An installation with as many groups as wanted, all of them coordinated by one person. */
export type World = {
  coordinator: Person
  /** How the bot is started; `npm start` does the same. */
  command: Command
  /** Starts it and waits until it says so; `node`: further options for Node. */
  start(node?: string[]): Promise<Subject>
  /** Whether all rooms are made and invited to. */
  isBuilt(): boolean
  /** Waits until they are; gives the rooms of the groups. */
  built(): Promise<string[]>
  /** Lets the coordinator enter these rooms, and waits until the bot knows and has nothing left to handle or to send. */
  enter(rooms: readonly string[]): Promise<void>
  /** Logs the bot's account in once more, as a new device. */
  logIn(): Promise<Account & { url: string }>
  /** The same for the coordinator's. */
  logInCoordinator(): Promise<Account & { url: string }>
}

type Command = { args: string[]; variables: Record<string, string> }
/** `library`: its rooms are encrypted by this native library. */
type Options = { server: Synapse; folder: string; name: string; groups: number; library?: string | undefined }

/** Registers bot and coordinator, and writes the configuration into the folder; what is there already is used again. */
export async function prepareWorld({ server, folder, name, groups, library }: Options): Promise<World> {
  mkdirSync(folder, { recursive: true })
  const account = await registerUser(server, `allmende-${name}`, PASSWORD, { displayName: 'Allmende' })
  const coordinator = await enlist(server, `karin-${name}`)
  const file = join(folder, 'allmende.yaml')
  writeFileSync(file, stringify(configuration({ server, account, coordinator, folder, groups, library })))
  const command = {
    args: startScript(),
    variables: { ALLMENDE_CONFIG: file, ALLMENDE_PASSWORD: PASSWORD },
  }
  const count = (sql: string) => countIn(join(folder, 'allmende.db'), sql)
  // Each group's room, and the space beside them.
  const isBuilt = () => count('SELECT count(*) FROM Invitation WHERE doneAt IS NOT NULL') > groups
  return {
    ...{ coordinator, command, isBuilt },
    start: (node = []) => start([...node, ...command.args], command.variables),
    async built() {
      await until(isBuilt, () => 'The rooms were not made in an hour.', BUILD_MS)
      return roomsIn(join(folder, 'allmende.db'))
    },
    async enter(rooms) {
      for (const room of rooms) await coordinator.join(room)
      const entered = `SELECT count(*) FROM RoomMember WHERE membership = 'join' AND userId = '${coordinator.userId}'`
      const isSettled = () => count(entered) >= rooms.length && count(WAITING) === 0
      await until(isSettled, () => 'The bot was never done.')
    },
    logIn: async () => ({ url: server.url, ...(await registerUser(server, `allmende-${name}`, PASSWORD)) }),
    logInCoordinator: async () => ({ url: server.url, ...(await registerUser(server, `karin-${name}`, PASSWORD)) }),
  }
}

/** What `npm start` gives to Node. */
function startScript(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').slice(1)
}

/** Registers a person of the bench. */
export async function enlist(server: Synapse, name: string): Promise<Person> {
  const account = await registerUser(server, name, PASSWORD, { displayName: 'Karin Beispiel' })
  return openPerson({ url: server.url, ...account })
}

const WAITING = `SELECT (SELECT count(*) FROM InboxEvent WHERE handledAt IS NULL AND setAsideAt IS NULL)
  + (SELECT count(*) FROM OutboxMessage WHERE sentAt IS NULL AND setAsideAt IS NULL AND roomId IS NOT NULL)`

function configuration({
  server,
  account,
  coordinator,
  folder,
  groups,
  library,
}: Omit<Options, 'name'> & { account: Account; coordinator: Person }) {
  const { userId } = coordinator
  return {
    homeserver: server.url,
    user: account.userId,
    database: `file:${folder}/allmende.db`,
    data: folder,
    encryption: library ? { library } : false,
    space: 'Landkreis Harburg',
    operators: [userId],
    administrations: [{ key: 'landkreis', name: 'Landkreis Harburg', short: 'LKH' }],
    groups: Array.from({ length: groups }, (_, index) => ({
      key: `g${String(index + 1).padStart(4, '0')}`,
      name: `Arbeitsgruppe ${index + 1}`,
      administrations: 'all',
      coordinators: [userId],
      members: [{ id: userId, administration: 'landkreis' }],
    })),
  }
}

/** Before the first start there is nothing. */
function countIn(file: string, sql: string): number {
  if (!existsSync(file)) return 0
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return Number(Object.values(db.prepare(sql).get() ?? {})[0])
  } finally {
    db.close()
  }
}

function roomsIn(file: string): string[] {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    return db
      .prepare('SELECT roomId FROM "Group" ORDER BY key')
      .all()
      .map(({ roomId }) => String(roomId))
  } finally {
    db.close()
  }
}
