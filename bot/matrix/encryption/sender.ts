import type { OlmMachine } from '@matrix-org/matrix-sdk-crypto-nodejs'
import type { Request } from '../request.ts'
import { toObject } from '../shapes.ts'
import { REQUEST } from './library.ts'
import type { Hold } from './native-calls.ts'

/** A request that the machine wants sent; the last three are there where its kind has them. */
export type Outgoing = {
  readonly id: string
  readonly type: number
  readonly body: string
  readonly eventType?: string
  readonly txnId?: string
  readonly roomId?: string
}

/** Sends one outgoing request, tells the machine its answer, and gives it. Throws what `request` threw. */
export type Send = (outgoing: Outgoing) => Promise<unknown>

type Parts = { machine: OlmMachine; request: Request; hold: Hold; log: (line: string) => void }

/** The way out of a machine. */
export function openSend({ machine, request, hold, log }: Parts): Send {
  return async (outgoing) => {
    if (outgoing.type === REQUEST.keysBackup) {
      log('the encryption library wants to back up keys on the homeserver, which was never switched on: not sent')
      return {}
    }
    const answer = await requestFor(outgoing, request)
    const id = outgoing.id || outgoing.txnId // shared keys have the second only, signatures made by hand neither
    if (id)
      await hold(
        [machine],
        () => machine.markRequestAsSent(id, outgoing.type, JSON.stringify(answer)),
        'markRequestAsSent',
      )
    return answer
  }
}

function requestFor(outgoing: Outgoing, request: Request): Promise<unknown> {
  const body = JSON.parse(outgoing.body)
  const { eventType, txnId, roomId } = outgoing
  switch (outgoing.type) {
    case REQUEST.keysUpload:
      return request('POST', '/_matrix/client/v3/keys/upload', { body })
    case REQUEST.keysQuery:
      return request('POST', '/_matrix/client/v3/keys/query', { body })
    case REQUEST.keysClaim:
      return request('POST', '/_matrix/client/v3/keys/claim', { body })
    case REQUEST.toDevice:
      return request('PUT', path('sendToDevice', eventType, txnId), { body })
    case REQUEST.signatureUpload:
      return uploadSignatures(toObject(body).signed_keys, request)
    case REQUEST.roomMessage:
      return request('PUT', path('rooms', roomId, 'send', eventType, txnId), { body })
    default:
      throw new Error(`The encryption library wants something sent that is not known: kind ${outgoing.type}.`)
  }
}

/** The homeserver answers 200 even to signatures that it does not take. */
async function uploadSignatures(body: unknown, request: Request): Promise<unknown> {
  const answer = await request('POST', '/_matrix/client/v3/keys/signatures/upload', { body })
  const { failures } = toObject(answer)
  if (Object.keys(toObject(failures)).length > 0)
    throw new Error(`The homeserver does not take a signature: ${JSON.stringify(failures).slice(0, 500)}`)
  return answer
}

function path(...parts: (string | undefined)[]): string {
  const encoded = parts.map((part) => {
    if (!part) throw new Error('The encryption library gave a request without its address.')
    return encodeURIComponent(part)
  })
  return `/_matrix/client/v3/${encoded.join('/')}`
}
