import { Ending } from '../backup/command-line.ts'
import type { Login } from '../bot/matrix/account.ts'
import { openRequest, Refused, TokenRefused } from '../bot/matrix/request.ts'
import { toObject, toText } from '../bot/matrix/shapes.ts'
import type { Client } from '../prisma/client.ts'

/** Longer ago than any homeserver remembers a transaction id: what was tried then is looked for before it is sent again. */
const FORGOTTEN_MS = 30 * 86_400_000

type Who = { homeserver: string; userId: string }

/** A log-in as a new device, whose keys nobody has seen. Throws Ending where the homeserver refuses it. */
export async function logInAnew({ homeserver, userId }: Who, password: string): Promise<Login> {
  const body = {
    type: 'm.login.password',
    identifier: { type: 'm.id.user', user: userId },
    password,
    initial_device_display_name: 'Allmende',
  }
  const request = openRequest({ homeserver })
  const answer = toObject(await request('POST', '/_matrix/client/v3/login', { body }).catch(refused(userId)))
  const [deviceId, accessToken] = [toText(answer.device_id), toText(answer.access_token)]
  if (answer.user_id !== userId || !deviceId || !accessToken)
    throw new Ending(`${homeserver} gave no usable answer to the log-in: ask its operator.`)
  return { homeserver, userId, deviceId, accessToken }
}

const refused = (userId: string) => (error: unknown) => {
  if (!(error instanceof Refused)) throw error
  throw new Ending(
    error.code === 'M_FORBIDDEN'
      ? `The homeserver does not accept the password of ${userId}, so nothing was changed: give the right one (ALLMENDE_PASSWORD, if set, is used instead of typing).`
      : `The homeserver refuses the log-in of ${userId} (${error.code}), so nothing was changed: ask its operator.`,
  )
}

/** Logs a device out, with its keys; one that is gone already is as good. */
export async function logOut({ homeserver, accessToken }: Pick<Login, 'homeserver' | 'accessToken'>): Promise<void> {
  const request = openRequest({ homeserver, accessToken })
  await request('POST', '/_matrix/client/v3/logout', { body: {} }).catch((error) => {
    if (!(error instanceof TokenRefused)) throw error
  })
}

/**
 * Makes a new log-in the bot's. Transaction ids belong to the device that is gone: what may have arrived under it would
 * be sent twice, so it counts as tried too long ago to be remembered, which makes the bot look for it in the room first.
 */
export async function replaceLogin(db: Client, login: Login, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.account.update({ where: { id: 1 }, data: login })
    await tx.outboxMessage.updateMany({
      where: { sentAt: null, setAsideAt: null, firstTriedAt: { not: null } },
      data: { firstTriedAt: new Date(+now - FORGOTTEN_MS) },
    })
  })
}
