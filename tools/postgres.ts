import { execFile, execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { Client, escapeIdentifier } from 'pg'
import { type Child, startChild, waitUntilUp } from './child.ts'
import { findFreePort } from './ports.ts'

/** A PostgreSQL server with a data folder of its own, on 127.0.0.1 only, that ends with the process that started it. */
export interface Postgres {
  port: number
  logFile: string
  /** The connection string of a database of this server. */
  url(database: string): string
  createDatabase(name: string): Promise<void>
  /** Closes what is connected to it, too. */
  dropDatabase(name: string): Promise<void>
  isRunning(): boolean
  /** Starts it again on the same port and data. */
  start(): Promise<void>
  /** Closes all connections and ends in good order. */
  stop(): Promise<void>
  /** Ends it at once, like a crash: the next start has to recover. What was committed is still there. */
  kill(): Promise<void>
}

/**
 * The folder of PostgreSQL's server programs: what stands behind the PATH, else the newest of Debian's; nothing
 * where there is none.
 */
export function findPostgres(path = process.env.PATH ?? ''): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const onPath = path.split(delimiter).map((folder) => join(folder, 'pg_ctl'))
  const onDebian = versions.map((version) => join(debian, version, 'bin', 'pg_ctl'))
  return [...onPath, ...onDebian]
    .filter((program) => existsSync(program))
    .map((program) => dirname(realpathSync(program)))
    .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))
}

/**
 * Starts a server whose data lie in `dir` (made where missing); resolves when it answers. Run by root, the folder
 * is given to the account postgres, which must be able to get there. It does not wait for the disk (a power cut
 * may cost data) unless `durable`.
 */
export async function startPostgres(options: { dir: string; durable?: boolean; port?: number }): Promise<Postgres> {
  const bin = findPostgres()
  if (!bin) throw new Error('No PostgreSQL server is installed (Debian and Ubuntu: apt install postgresql).')
  const dir = resolve(options.dir)
  const port = options.port ?? (await findFreePort())
  const owner = findOwner()
  const url = (database: string) => `postgresql://postgres@127.0.0.1:${port}/${encodeURIComponent(database)}`
  await createCluster(bin, dir, owner)
  let child: Child | undefined
  const start = async () => {
    if (child?.isRunning()) return
    child = spawnServer(bin, dir, port, options.durable ?? false, owner)
    await waitUntilUp(child, () => answers(url('postgres')))
  }
  await start()
  return {
    ...{ port, url, start, logFile: logFileOf(dir) },
    createDatabase: (name) => execute(url('postgres'), `CREATE DATABASE ${escapeIdentifier(name)}`),
    dropDatabase: (name) => execute(url('postgres'), `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
    isRunning: () => child?.isRunning() ?? false,
    stop: async () => child?.end('SIGINT'),
    kill: async () => child?.end('SIGQUIT'),
  }
}

interface Owner {
  uid?: number
  gid?: number
}

// The server refuses to run as root; its own account has been made by the package.
function findOwner(): Owner {
  if (process.getuid?.() !== 0) return {}
  const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function logFileOf(dir: string): string {
  return join(dir, 'postgres.log')
}

async function createCluster(bin: string, dir: string, owner: Owner): Promise<void> {
  const data = join(dir, 'data')
  if (existsSync(join(data, 'PG_VERSION'))) return
  mkdirSync(dir, { recursive: true })
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(dir, owner.uid, owner.gid)
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
  const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', `--locale=${locale}`, '--no-sync']
  const run = promisify(execFile)
  await run('ls', [dir], { ...owner, cwd: '/' }).catch((cause) => {
    throw new Error(`The account postgres cannot get to ${dir}: a folder above it is closed to others.`, { cause })
  })
  await run(join(bin, 'initdb'), args, { cwd: dir, ...owner })
}

function spawnServer(bin: string, dir: string, port: number, durable: boolean, owner: Owner): Child {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '32MB',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return startChild({
    name: 'PostgreSQL',
    command: join(bin, 'postgres'),
    args: ['-D', join(dir, 'data'), '-p', `${port}`, ...args],
    cwd: dir,
    logFile: logFileOf(dir),
    lastSignal: 'SIGQUIT',
    ...owner,
  })
}

async function answers(url: string): Promise<boolean> {
  return execute(url, 'SELECT 1').then(
    () => true,
    () => false, // not listening yet, or still recovering
  )
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
