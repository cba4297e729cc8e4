import { join } from 'node:path'
import type { Encryption } from '../bot/matrix/encryption/encryption.ts'
import { createEngine } from '../bot/matrix/encryption/engine.ts'
import { openMachinery } from '../bot/matrix/encryption/machinery.ts'
import { openRequest } from '../bot/matrix/request.ts'
import { openPerson, type Person } from '../tools/person.ts'
import { type Account, registerUser, type Synapse } from '../tools/synapse.ts'

/** Where the native library is, and a folder for the stores. */
export type Crypto = { library: string; folder: string }

/** A device that can be written to: its keys are on the homeserver. The process has to end by process.exit. */
export async function openDevice({ library, folder }: Crypto, account: Account & { url: string }): Promise<Encryption> {
  const { url, userId, deviceId, accessToken } = account
  const engine = createEngine(
    await openMachinery({
      ...{ library, userId, deviceId, passphrase: undefined },
      directory: join(folder, `device-${userId.slice(1).split(':')[0]}-${deviceId}`),
      request: openRequest({ homeserver: url, accessToken }),
      onHang: (what) => {
        throw new Error(`the native library hangs: ${what}`)
      },
    }),
  )
  await engine.drain()
  return engine
}

/** So many people with a device each. */
export async function enlistCrowd(server: Synapse, crypto: Crypto, count: number): Promise<Person[]> {
  const people: Person[] = []
  for (let index = 0; index < count; index++) {
    const account = { url: server.url, ...(await registerUser(server, `crowd-${index}`, 'bench-secret')) }
    await openDevice(crypto, account)
    people.push(openPerson(account))
  }
  return people
}
