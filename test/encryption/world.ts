import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { logIn, registerUser } from '../../tools/synapse.ts'
import { scratchFolder } from '../scratch.ts'
import { type EngineSetup, startEngine } from './engine-process.ts'
import { openGate } from './gate.ts'
import { library } from './library.ts'
import type { PeerAccount } from './peers/peer.ts'
import { startStrictPeer } from './peers/strict-peer.ts'

export const POLL = { timeout: 20_000, interval: 100 }

/** Accounts that no other story has, with a bot's store. */
export async function openWorld() {
  const synapse = inject('synapse')
  const mark = crypto.randomUUID().slice(0, 8)
  const folder = scratchFolder('allmende-encryption-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const account = async (name: string) => ({
    url: synapse.url,
    ...(await registerUser(synapse, `${name}-${mark}`, 'a-password')),
  })
  const { userId, deviceId, accessToken } = await account('bot')
  const directory = join(folder, 'store')
  const setup: EngineSetup = { library: library!, directory, homeserver: synapse.url, userId, deviceId, accessToken }
  return {
    synapse,
    folder,
    setup,
    account,
    gate: (part: string) => openGate(synapse.url, part),
    /** A log-in of the bot's account as another device. */
    otherDevice: async () => ({ url: synapse.url, ...(await logIn(synapse, `bot-${mark}`, 'a-password')) }),
    /** Somebody with a strict client. */
    async person(name: string, more: { account?: PeerAccount; recoveryKey?: string } = {}) {
      const peer = await startStrictPeer(more.account ?? (await account(name)), more)
      onTestFinished(() => peer.stop())
      return peer
    },
    /** The engine with its keys on the homeserver, signed or not. */
    async engine({ isSigned = true, ...more }: Partial<EngineSetup> & { isSigned?: boolean } = {}) {
      const engine = await startEngine({ ...setup, ...more })
      await engine.sync()
      if (isSigned) await engine.sign()
      return engine
    },
  }
}
