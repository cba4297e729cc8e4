import { existsSync } from 'node:fs'
import { Ending, readSettings } from '../backup/command-line.ts'
import type { Login } from '../bot/matrix/account.ts'
import { readSecrets, type Secrets } from '../config/environment.ts'
import { type OpenDb, openDb } from '../prisma/client.ts'
import type { Asking } from './crypto-asking.ts'

/** What a command comes to: the text for whoever called it, and whether all is well. */
export type Done = { text: string; isWell: boolean }

/** An installation of the bot, as the commands of the encryption find it. */
export type Installation = {
  homeserver: string
  userId: string
  data: string
  /** Undefined where the configuration has encryption off. */
  encryption: { library?: string } | undefined
  secrets: Secrets
  opened: OpenDb
  /** The log-in of the bot. */
  account: Login
  asking: Asking
  say(line: string): void
}

/** Reads configuration, environment and database. Throws Ending. */
export async function openInstallation({ say, asking }: Pick<Installation, 'say' | 'asking'>): Promise<Installation> {
  const { config, env } = readSettings()
  const file = config.database.startsWith('file:') ? config.database.slice('file:'.length) : undefined
  if (file && !existsSync(file)) throw neverStarted()
  const opened = await openDb(config.database)
  const account = await opened.prisma.account.findUnique({ where: { id: 1 } })
  if (!account) throw neverStarted()
  if (account.userId !== config.user)
    throw new Ending(
      `The database belongs to ${account.userId}, the configuration names ${config.user}: correct "user" or "database".`,
      'configuration',
    )
  const { homeserver, user: userId, data } = config
  const encryption = config.encryption === false ? undefined : config.encryption
  const { secrets } = readSecrets(env)
  return { homeserver, userId, data, encryption, secrets, opened, account: { ...account, homeserver }, asking, say }
}

const neverStarted = () =>
  new Ending('The bot was never started, so there is nothing to look at or to put right: start it with "npm start".')
