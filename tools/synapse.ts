import { createHmac } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Child, startChild, waitUntilUp } from './child.ts'
import { ApiError, openClientApi } from './client-api.ts'
import { findFreePort } from './ports.ts'
import type { Log } from './progress.ts'
import { installEnvironment } from './python-environment.ts'
import { writeConfig } from './synapse-config.ts'

const CACHE = join(import.meta.dirname, '..', '.cache')
const REQUIREMENTS = join(import.meta.dirname, 'synapse-requirements.txt')

/**
 * How a throw-away homeserver is set up: `dir` takes its configuration, database and log; `extra` replaces single
 * settings.
 */
export interface SynapseOptions {
  dir: string
  log?: Log
  serverName?: string
  defaultRoomVersion?: '10' | '11' | '12'
  rateLimits?: 'none' | 'default'
  port?: number
  extra?: Record<string, unknown>
}

/** A homeserver that listens on 127.0.0.1 only and ends with the process that started it. */
export interface Synapse {
  url: string
  serverName: string
  registrationSecret: string
  port: number
  dir: string
  logFile: string
  isRunning(): boolean
  /** Starts it again on the same port and data. */
  start(): Promise<void>
  /** Ends it in good order (SIGTERM). */
  stop(): Promise<void>
  /** Ends it at once, like a crash (SIGKILL). */
  kill(): Promise<void>
}

/** A log-in of an account: what a client needs to act in it. */
export interface Account {
  userId: string
  accessToken: string
  deviceId: string
}

/**
 * Installs Synapse below `cacheDir` (the project's .cache) unless it is there. Gives the path of its Python. Takes
 * about half a minute once; throws a sentence when no fitting Python is installed.
 */
export function installSynapse(options: { cacheDir?: string; log?: Log } = {}): Promise<string> {
  const cacheDir = resolve(options.cacheDir ?? CACHE)
  mkdirSync(cacheDir, { recursive: true })
  return installEnvironment(join(cacheDir, 'synapse'), REQUIREMENTS, options.log ?? (() => {}))
}

/**
 * Starts a homeserver, installing it first where needed; resolves when it answers. Data of an earlier start in
 * `dir` are used again.
 */
export async function startSynapse(options: SynapseOptions): Promise<Synapse> {
  const python = await installSynapse({ log: options.log })
  const dir = resolve(options.dir)
  const port = options.port ?? (await findFreePort())
  const url = `http://127.0.0.1:${port}`
  const { serverName = 'localhost', defaultRoomVersion = '12', rateLimits = 'none', extra = {} } = options
  const config = writeConfig({ dir, port, serverName, defaultRoomVersion, rateLimits, extra })
  const logFile = join(dir, 'synapse.log')
  let child: Child | undefined
  const start = async () => {
    if (child?.isRunning()) return
    child = spawnSynapse(python, dir, config.file, logFile)
    await waitUntilUp(child, () => answers(url))
  }
  await start()
  return {
    ...{ url, serverName, port, dir, logFile, start },
    registrationSecret: config.registrationSecret,
    isRunning: () => child?.isRunning() ?? false,
    stop: async () => child?.end('SIGTERM'),
    kill: async () => child?.end('SIGKILL'),
  }
}

/** Registers an account with the server's shared secret, or logs in with the password where it exists already. */
export async function registerUser(
  server: { url: string; registrationSecret: string },
  name: string,
  password: string,
  options: { admin?: boolean; displayName?: string } = {},
): Promise<Account> {
  const path = '/_synapse/admin/v1/register'
  const api = openClientApi(server)
  const { nonce } = await api<{ nonce: string }>('GET', path)
  const signed = [nonce, name, password, options.admin ? 'admin' : 'notadmin'].join('\0')
  const mac = createHmac('sha1', server.registrationSecret).update(signed).digest('hex')
  const body = { nonce, username: name, password, admin: options.admin ?? false, displayname: options.displayName, mac }
  try {
    return toAccount(await api<LoggedIn>('POST', path, body))
  } catch (error) {
    if (error instanceof ApiError && error.code === 'M_USER_IN_USE') return logIn(server, name, password)
    throw error
  }
}

/** Logs in with a password, as a new device. */
export async function logIn(server: { url: string }, name: string, password: string): Promise<Account> {
  const identifier = { type: 'm.id.user', user: name }
  const body = { type: 'm.login.password', identifier, password }
  return toAccount(await openClientApi(server)<LoggedIn>('POST', '/_matrix/client/v3/login', body))
}

interface LoggedIn {
  user_id: string
  access_token: string
  device_id: string
}

function toAccount(answer: LoggedIn): Account {
  return { userId: answer.user_id, accessToken: answer.access_token, deviceId: answer.device_id }
}

function spawnSynapse(python: string, dir: string, config: string, logFile: string): Child {
  const args = ['-m', 'synapse.app.homeserver', '-c', config]
  return startChild({ name: 'Synapse', command: python, args, cwd: dir, logFile, lastSignal: 'SIGKILL' })
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/_matrix/client/versions`).then(
    (response) => response.ok,
    () => false, // not listening yet
  )
}
