/**
 * `node signing-process.ts <JSON>`: one start of the bot as far as signing goes, in a process that may be killed. A
 * machine that is open lets no test process end in any other way than by process.exit.
 */
import { appendFileSync } from 'node:fs'
import { openMachinery } from '../../bot/matrix/encryption/machinery.ts'
import { ensureSigned, resetIdentity } from '../../bot/matrix/encryption/signing.ts'
import { keepRecoveryKey } from '../../bot/matrix/encryption/signing-key-file.ts'
import { storeOf } from '../../bot/matrix/encryption/signing-place.ts'
import { openRequest, type Request } from '../../bot/matrix/request.ts'

type Order = {
  library: string
  data: string
  homeserver: string
  passphrase: string
  userId: string
  deviceId: string
  accessToken: string
  what?: 'ensure' | 'reset'
  password?: string
  recoveryKey?: string
  /** Dies as by kill -9 at the n-th request that changes something, before it is made or after it has arrived. */
  dieAt?: { request: number; when: 'before' | 'after' }
  /** The homeserver answers 200 and takes no signature. */
  refuseSignatures?: boolean
  /** The homeserver wants to know who it is before it takes an identity, the first one too. */
  asksForPassword?: boolean
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order
const { library, data, homeserver, userId, deviceId, accessToken, what = 'ensure' } = order
const options = { userId, deviceId, request: watched(openRequest({ homeserver, accessToken })) }
const say = (line: string) => tell({ said: line })
try {
  const machinery = await openMachinery({
    ...{ ...options, library, directory: storeOf(data, deviceId), passphrase: order.passphrase },
    onHang: () => process.exit(9),
  })
  const keep = { keepRecoveryKey: (key: string) => keepRecoveryKey({ data, userId, say }, key) }
  const { password, recoveryKey } = order
  const state =
    what === 'reset'
      ? await resetIdentity(machinery, { password: password ?? '', ...keep })
      : await ensureSigned(machinery, { password, recoveryKey, ...keep })
  tell({ state })
} catch (error) {
  tell({ error: error instanceof Error ? error.message : String(error) })
}
process.exit(0)

function tell(line: object): void {
  appendFileSync(1, `${JSON.stringify(line)}\n`)
}

function watched(request: Request): Request {
  let changes = 0
  return async (method, path, rest) => {
    const isChange = method !== 'GET' && !path.endsWith('/keys/query')
    const isLast = isChange && ++changes === order.dieAt?.request
    if (isChange) tell({ change: path })
    if (isLast && order.dieAt?.when === 'before') process.kill(process.pid, 'SIGKILL')
    if (order.asksForPassword && path.endsWith('/device_signing/upload') && !Object.hasOwn(Object(rest?.body), 'auth'))
      throw new Error(`POST ${path}: 401 {"session":"s","flows":[{"stages":["m.login.password"]}],"params":{}}`)
    const answer = await request(method, path, rest)
    if (isLast) process.kill(process.pid, 'SIGKILL')
    if (order.refuseSignatures && path.endsWith('/keys/signatures/upload')) return { failures: { [userId]: {} } }
    return answer
  }
}
