import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { installEnvironment } from '../../../tools/python-environment.ts'
import { openCalls } from '../remote.ts'
import type { Peer, PeerAccount, PeerMessage } from './peer.ts'

const CACHE = join(import.meta.dirname, '..', '..', '..', '.cache', 'nio')

/**
 * Starts a client of matrix-nio, which encrypts with libolm: no code in common with the bot's library. It knows no
 * cross-signing, so its device is never signed, it cannot tell whether another's is (no shield), and a strict client
 * neither hears it nor is heard by it. It syncs whenever it is asked for something.
 */
export async function startNioPeer(account: PeerAccount, folder: string): Promise<Peer> {
  const python = await installEnvironment(CACHE, join(import.meta.dirname, 'nio-requirements.txt'), () => {})
  const script = join(import.meta.dirname, 'nio_peer.py')
  const child = spawn(python, [script, JSON.stringify(account), folder], { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (data) => {
    complaints += data
  })
  const { call, answered, ended } = openCalls((sent) => child.stdin.write(`${JSON.stringify(sent)}\n`))
  createInterface(child.stdout).on('line', (line) => answered(JSON.parse(line)))
  child.once('exit', () => ended(`matrix-nio has ended: ${complaints.slice(-1000)}`))
  await call('start')
  return {
    userId: account.userId,
    createRoom: async ({ invite, version, isDirect = false }) =>
      String(await call('createRoom', invite, version, isDirect)),
    join: async (roomId) => void (await call('join', roomId)),
    leave: async (roomId) => void (await call('leave', roomId)),
    acceptInvites: async () => (await call('acceptInvites')) as string[],
    send: async (roomId, text) => String(await call('send', roomId, text)),
    reply: async (roomId, eventId, text) => String(await call('reply', roomId, eventId, text)),
    sendRaw: async (roomId, type, content) => String(await call('sendRaw', roomId, type, content)),
    texts: async (roomId) => ((await call('texts', roomId)) as PeerMessage[]).map(withoutNull),
    stop: async () => void child.kill('SIGKILL'),
  }
}

function withoutNull({ text, failure, replyTo, ...message }: PeerMessage): PeerMessage {
  return {
    ...message,
    text: text ?? undefined,
    failure: failure ?? undefined,
    replyTo: replyTo ?? undefined,
    shield: undefined,
  }
}
