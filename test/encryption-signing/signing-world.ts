import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { recoveryKeyFile } from '../../bot/matrix/encryption/signing-place.ts'
import { openClientApi } from '../../tools/client-api.ts'
import { type Account, logIn, registerUser } from '../../tools/synapse.ts'

/** The native library, where the tests are given one. */
export const library = process.env['ALLMENDE_CRYPTO_LIBRARY'] ?? ''
export const isMissing = library === ''
if (isMissing) console.log('\n*** SKIPPED *** cross-signing: set ALLMENDE_CRYPTO_LIBRARY=<file>\n')

export const PASSWORD = 'bot-password'
export const PASSPHRASE = 'a passphrase of the tests'

/** What a start came to; `died`: it was killed. */
export type Started = { state?: string; error?: string; said: string[]; changes: string[]; died: boolean }

let count = 0

/** A new account of a bot on the homeserver, and its data directory. */
export async function newBot() {
  const server = inject('synapse')
  const name = `signing-${process.pid}-${count++}-${Math.random().toString(36).slice(2, 8)}`
  const account = await registerUser(server, name, PASSWORD)
  const data = mkdtempSync(join(tmpdir(), 'allmende-signing-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  const api = openClientApi({ url: server.url, accessToken: account.accessToken })
  const start = (more: object = {}, as: Account = account) =>
    run({ library, data, passphrase: PASSPHRASE, homeserver: server.url, ...as, ...more })
  return {
    ...{ server, account, data, api, start, name },
    newDevice: () => logIn(server, name, PASSWORD),
    key: () => readFileSync(recoveryKeyFile(data), 'utf8').split('\n')[0] ?? '',
    /** The identity that the homeserver knows, asked with a log-in that is good. */
    async identity({ accessToken } = account): Promise<string | undefined> {
      const body = { device_keys: { [account.userId]: [] } }
      const anybody = openClientApi({ url: server.url, accessToken })
      const answer = await anybody<Keys>('POST', '/_matrix/client/v3/keys/query', body)
      return Object.values(answer.master_keys?.[account.userId]?.keys ?? {})[0]
    },
  }
}

type Keys = { master_keys?: Record<string, { keys: Record<string, string> }> }

/** One start in a process of its own. */
async function run(order: object): Promise<Started> {
  const script = join(import.meta.dirname, 'signing-process.ts')
  const child = spawn(process.execPath, [script, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  await new Promise((resolve) => child.once('close', resolve))
  const lines = output.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Record<string, string>] : []))
  const all = (what: string) => lines.flatMap((line) => line[what] ?? [])
  return {
    ...{ state: all('state')[0], error: all('error')[0] },
    ...{ said: all('said'), changes: all('change'), died: child.signalCode === 'SIGKILL' },
  }
}
