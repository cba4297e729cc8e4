import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Decrypted } from '../../bot/matrix/encryption/encryption.ts'
import { openCalls } from './remote.ts'

/** What an engine is opened with. */
export type EngineSetup = {
  library: string
  directory: string
  passphrase?: string
  homeserver: string
  userId: string
  deviceId: string
  accessToken: string
  /** The store was put back from a backup. */
  isRestored?: boolean
}

/** A message of an encrypted room as the engine has it. */
export type Heard = {
  roomId: string
  sender: string
  eventId: string
  event: unknown
  decrypted: Decrypted
  text: string | undefined
}

export type Sent = { eventId: string; sessionId: string }

/** An engine in a process of its own, with a sync that is made by hand. */
export type EngineProcess = Awaited<ReturnType<typeof startEngine>>

/** Starts one; `ready` fails with the sentence of a refused start. It ends with the test. */
export function launchEngine(setup: EngineSetup) {
  const child = fork(join(import.meta.dirname, 'engine-host.ts'), [JSON.stringify(setup)], { execArgv: [] })
  const logged: string[] = []
  const calls = openCalls((call) => child.send(call))
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: Record<string, unknown>) => {
      if (typeof message.log === 'string') logged.push(message.log)
      else if (message.ready) resolve()
      else if (typeof message.refused === 'string') reject(new Error(message.refused))
      else calls.answered(message as never)
    })
    child.once('exit', (code, signal) => {
      reject(new Error(`the engine ended: ${code ?? signal}`))
      calls.ended(`the engine ended: ${code ?? signal}`)
    })
  })
  ready.catch(() => {}) // whoever waits for it is told
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => end(child, signal)
  onTestFinished(() => kill())
  return { child, logged, ready, kill, ...methods(calls.call) }
}

/** The same, ready. */
export async function startEngine(setup: EngineSetup) {
  const engine = launchEngine(setup)
  await engine.ready
  return engine
}

function methods(call: ReturnType<typeof openCalls>['call']) {
  return {
    encrypt: (roomId: string, readers: string[], text: string) => call('encrypt', roomId, readers, text),
    send: (roomId: string, readers: string[], text: string) => call('send', roomId, readers, text) as Promise<Sent>,
    /** All at once, in a room whose keys serve for so many messages. */
    sendAll: (roomId: string, readers: string[], texts: string[], perKey: number) =>
      call('sendAll', roomId, readers, texts, perKey) as Promise<Sent[]>,
    /** Makes one sync; all encrypted messages that this process has heard. */
    sync: () => call('sync') as Promise<Heard[]>,
    refresh: (userIds: string[]) => call('refresh', userIds),
    receive: (response: unknown) => call('receive', response),
    decrypt: (roomId: string, event: unknown) => call('decrypt', roomId, event) as Promise<Decrypted>,
    /** Signs its device; gives the recovery key of a new identity. */
    sign: () => call('sign') as Promise<string>,
    join: (roomId: string) => call('join', roomId),
    /** All requests since the last question. */
    asked: () => call('asked') as Promise<string[]>,
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}
