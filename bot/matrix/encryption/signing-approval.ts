import { Refused, type Request } from '../request.ts'

/** Whether the homeserver took the keys: `needed`: a person must approve it elsewhere; `refused`: not with this password. */
export type Approval = 'given' | 'needed' | 'refused'

/** The homeserver's question who it is that asks. */
export type Challenge = { session: string | undefined; takesPassword: boolean }

const PATH = '/_matrix/client/v3/keys/device_signing/upload'

type Parts = { request: Request; userId: string }

/**
 * Publishes the public keys of an identity. The first one needs no approval on most homeservers, another one always.
 * `passwordFor` is asked only if the homeserver wants to know who it is; without a password nothing has changed there.
 */
export async function publishIdentity(
  { request, userId }: Parts,
  keys: Record<string, unknown>,
  passwordFor: () => Promise<string | undefined>,
): Promise<Approval> {
  const challenge = await challengeOf(() => request('POST', PATH, { body: keys }))
  if (!challenge) return 'given'
  const password = challenge.takesPassword ? await passwordFor() : undefined
  if (!password) return 'needed'
  const identifier = { type: 'm.id.user', user: userId }
  const auth = { type: 'm.login.password', identifier, password, session: challenge.session }
  try {
    const again = await challengeOf(() => request('POST', PATH, { body: { ...keys, auth } }))
    return again ? 'needed' : 'given' // one stage was not enough
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return 'refused'
    throw error
  }
}

/** Undefined where the request was simply answered. */
async function challengeOf(ask: () => Promise<unknown>): Promise<Challenge | undefined> {
  try {
    await ask()
    return undefined
  } catch (error) {
    const challenge = readChallenge(error)
    if (challenge) return challenge
    throw error
  }
}

/**
 * The question in a refused request. It has no error code, so `Request` gives the beginning of the answer as text only;
 * what is cut off can be done without: the specification allows to leave out the session.
 */
export function readChallenge(error: unknown): Challenge | undefined {
  if (!(error instanceof Error) || error instanceof Refused) return undefined
  const [, text] = /^\S+ \S+: 401 (\{.*)$/s.exec(error.message) ?? []
  if (!text) return undefined
  const [, session] = /"session"\s*:\s*"([^"\\]+)"/.exec(text) ?? []
  return { session, takesPassword: /"stages"\s*:\s*\[\s*"m\.login\.password"\s*\]/.test(text) }
}
