import type { MatrixClient } from 'matrix-bot-sdk'
import { openRequest, type Request, type Speaker } from './request.ts'
import { loadSdk } from './sdk.ts'

/** The bot's account at the homeserver: the SDK's client for what it names, `request` for all else. */
export type Client = { sdk: MatrixClient; request: Request }

/**
 * The SDK's client with its one way out replaced: all its functions end in `doRequest`, which here is our `request`.
 * That way they share its error classes; the SDK's own HTTP knows neither rate limits nor which failure had no effect.
 */
export async function createClient(account: Speaker & { accessToken: string }): Promise<Client> {
  const { MatrixClient } = await loadSdk()
  const request = openRequest(account)
  const sdk = new MatrixClient(account.homeserver, account.accessToken)
  sdk.doRequest = (method, endpoint, query, body, timeoutMs) =>
    request(method, endpoint, { query: query ?? undefined, body: body ?? bodyOf(method), timeoutMs })
  return { sdk, request }
}

/** PUT and POST without a body are refused by homeservers. */
function bodyOf(method: string): unknown {
  return method === 'GET' ? undefined : {}
}
