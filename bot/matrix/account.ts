import type { Client as Database } from '../../prisma/client.ts'
import { newMarkSecret } from './own-mark.ts'
import { openRequest, Refused, TokenRefused } from './request.ts'
import { toObject, toText } from './shapes.ts'
import { untilReached } from './until-reached.ts'

/** The start makes no sense as configured; the message tells the operator what to do. */
export class StartRefused extends Error {}

/** A log-in of the bot: one device for its whole life, because transaction ids belong to it. */
export type Login = { homeserver: string; userId: string; deviceId: string; accessToken: string }

export type AccountOptions = {
  homeserver: string
  /** The full user id of the configuration. */
  user: string
  accessToken?: string
  password?: string
  /** One line a minute while the homeserver cannot be reached. */
  log: (line: string) => void
  signal: AbortSignal
  /** Asked before every request; see `Speaker`. */
  ask?: () => Promise<void>
}

/**
 * The bot's account: the stored one, else a given token, else a log-in with the password, once for ever. Waits for a
 * homeserver that is not there. Throws StartRefused, or the signal's reason when the wait is broken off.
 */
export async function openAccount(db: Database, options: AccountOptions): Promise<Login> {
  const stored = await db.account.findUnique({ where: { id: 1 } })
  if (stored && stored.userId !== options.user)
    throw new StartRefused(
      `The database belongs to ${stored.userId}, the configuration names ${options.user}. Use another database, or the old account.`,
    )
  const accessToken = options.accessToken ?? stored?.accessToken
  const login = accessToken ? await identify(accessToken, options) : await logIn(options)
  if (login.userId !== options.user)
    throw new StartRefused(`The access token belongs to ${login.userId}, the configuration names ${options.user}.`)
  if (stored && stored.deviceId !== login.deviceId)
    throw new StartRefused(
      `The access token belongs to the device ${login.deviceId}, the database to ${stored.deviceId}. Remove the token from the settings: the stored one is used.`,
    )
  await db.account.upsert({ where: { id: 1 }, create: login, update: login })
  await db.account.updateMany({ where: { markSecret: null }, data: { markSecret: newMarkSecret() } })
  return login
}

async function identify(accessToken: string, options: AccountOptions): Promise<Login> {
  const { homeserver, signal, ask } = options
  const request = openRequest({ homeserver, accessToken, ask })
  const answer = await orRefused(options, () => request('GET', '/_matrix/client/v3/account/whoami', { signal }))
  const { user_id, device_id } = toObject(answer)
  const deviceId = toText(device_id)
  if (!deviceId)
    throw new StartRefused(
      'The access token has no device, as tokens made by an administrator have none. Log in with ALLMENDE_PASSWORD instead.',
    )
  return { homeserver, userId: toText(user_id) ?? '', deviceId, accessToken }
}

async function logIn(options: AccountOptions): Promise<Login> {
  const { homeserver, user, password, signal, ask } = options
  if (!password)
    throw new StartRefused(
      'Nobody is logged in yet. Set ALLMENDE_PASSWORD (or ALLMENDE_ACCESS_TOKEN) for the first start.',
    )
  const request = openRequest({ homeserver, ask })
  const body = {
    type: 'm.login.password',
    identifier: { type: 'm.id.user', user },
    password,
    initial_device_display_name: 'Allmende',
  }
  const answer = toObject(await orRefused(options, () => request('POST', '/_matrix/client/v3/login', { body, signal })))
  const [userId, deviceId, accessToken] = [answer.user_id, answer.device_id, answer.access_token].map((value) =>
    toText(value),
  )
  if (!userId || !deviceId || !accessToken) throw new StartRefused(`${homeserver} gave no usable answer to the log-in.`)
  return { homeserver, userId, deviceId, accessToken }
}

/** What the homeserver refuses is said to the operator. */
async function orRefused<T>(options: AccountOptions, ask: () => Promise<T>): Promise<T> {
  try {
    return await untilReached(ask, options)
  } catch (error) {
    if (error instanceof TokenRefused || error instanceof Refused) throw new StartRefused(sentenceFor(error, options))
    throw error
  }
}

function sentenceFor(error: Error, { homeserver, user, accessToken, password }: AccountOptions): string {
  if (error instanceof TokenRefused)
    return accessToken
      ? `${homeserver} does not know the given access token (any more).`
      : `${homeserver} does not know the stored access token any more: the device was logged out. Give a token of the same device, or begin with a fresh log-in: see „Lost log-in“ in the README.`
  if (password && error instanceof Refused && error.code === 'M_FORBIDDEN')
    return `${homeserver} does not accept the password of ${user}.`
  return `${homeserver} refuses the log-in of ${user}. ${error.message}`
}
