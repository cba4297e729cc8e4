import { Undeliverable } from '../../chat.ts'
import { toId, toList, toObject, toText } from '../shapes.ts'
import type { ArrivedKey, Decrypted, Encryption } from './encryption.ts'
import { toFailure, toTrust } from './judgement.ts'
import { openLanes } from './lanes.ts'
import { REQUEST, STRATEGY } from './library.ts'
import type { Machinery } from './machinery.ts'
import { messageIn } from './message-index.ts'
import { toSettings } from './rotation.ts'
import { readSync, toUsers } from './sync-changes.ts'

export type EngineOptions = {
  /** Which devices get keys, one of STRATEGY. Default: all devices of the readers. */
  strategy?: number
  /** One line for what could not be sent and stays for the next time. */
  log?: (line: string) => void
}

/**
 * Encryption on a machine. Fails closed: what cannot be asked or handed out makes `encrypt` throw, and what the
 * homeserver did not take stays with the machine for the next time.
 */
export function createEngine(machinery: Machinery, options: EngineOptions = {}): Encryption {
  const { strategy = STRATEGY.allDevices, log = () => {} } = options
  return {
    receive: (response) => receive(machinery, response),
    drain: () => machinery.inNetLane(() => drain(machinery, log)),
    decrypt: (roomId, event) => decrypt(machinery, roomId, event),
    encrypt: openEncrypt(machinery, strategy),
    refreshDevices: (userIds) => refreshDevices(machinery, userIds),
  }
}

async function receive({ library, machine, hold }: Machinery, response: unknown): Promise<ArrivedKey[]> {
  const { events, changed, left, counts, unused } = readSync(library, response)
  const lists = new library.DeviceLists(changed, left)
  const json = await hold(
    [changed, left, lists],
    () => machine.receiveSyncChanges(events, lists, counts, unused),
    'receiveSyncChanges',
  )
  const [, keys] = toList(JSON.parse(json)) // beside the messages themselves
  return toList(keys).flatMap((key) => {
    const { room_id, session_id } = toObject(key)
    const [roomId, sessionId] = [toId('!', room_id), toText(session_id)]
    return roomId && sessionId ? [{ roomId, sessionId }] : []
  })
}

/** One that fails does not hold up the others: the next one may be for another homeserver's people. */
async function drain({ machine, hold, send }: Machinery, log: (line: string) => void): Promise<void> {
  try {
    for (const outgoing of await hold([], () => machine.outgoingRequests(), 'outgoingRequests')) {
      await send(outgoing).catch((error) => log(`kept for later, not sent for encryption: ${messageOf(error)}`))
    }
  } catch (error) {
    log(`the encryption library does not say what to send: ${messageOf(error)}`)
  }
}

async function decrypt({ library, machine, hold }: Machinery, roomId: string, event: unknown): Promise<Decrypted> {
  const { session_id, ciphertext } = toObject(toObject(event).content)
  const sessionId = toText(session_id) ?? ''
  try {
    const room = new library.RoomId(roomId)
    const decrypted = await hold(
      [room],
      () => machine.decryptRoomEvent(JSON.stringify(event), room),
      'decryptRoomEvent',
    )
    const { type, content } = toObject(JSON.parse(decrypted.event))
    const trust = toTrust(decrypted.shieldState(false)?.code)
    const message = messageIn(ciphertext)
    return { isReadable: true, type: toText(type) ?? '', content: toObject(content), trust, sessionId, message }
  } catch (error) {
    return { isReadable: false, ...toFailure(error), sessionId }
  }
}

const MEGOLM = 'm.megolm.v1.aes-sha2'

/** One lane per room: the library spoils a key that is shared and used at the same time. */
function openEncrypt(machinery: Machinery, strategy: number): Encryption['encrypt'] {
  const { library, machine, hold } = machinery
  const inLane = openLanes()
  return (roomId, room, readers, { type, content }) =>
    inLane(roomId, async () => {
      if (room.algorithm !== MEGOLM)
        throw new Undeliverable(`${roomId} is encrypted in a way that is not known (${room.algorithm}).`)
      const id = new library.RoomId(roomId)
      const users = toUsers(library, readers)
      const settings = toSettings(library, room, strategy)
      return hold([id, users, settings], async () => {
        await learnDevices(machinery, users)
        const keys = await hold([], () => machine.shareRoomKey(id, users, settings), 'shareRoomKey')
        // The library would encrypt all the same if one of these failed, for devices that cannot read it.
        for (const outgoing of keys) await machinery.send(outgoing)
        const text = JSON.stringify(content)
        return toObject(JSON.parse(await hold([], () => machine.encryptRoomEvent(id, type, text), 'encryptRoomEvent')))
      })
    })
}

type Users = ReturnType<typeof toUsers>

/** Asks for what is not known yet of the readers' devices; nothing where nothing has changed. */
async function learnDevices({ machine, hold, inNetLane, send }: Machinery, users: Users): Promise<void> {
  await inNetLane(async () => {
    await hold([users], () => machine.updateTrackedUsers(users), 'updateTrackedUsers')
    const outgoing = await hold([], () => machine.outgoingRequests(), 'outgoingRequests')
    for (const query of outgoing.filter(({ type }) => Number(type) === REQUEST.keysQuery)) await send(query)
    const claim = await hold([users], () => machine.getMissingSessions(users), 'getMissingSessions')
    if (claim) await send(claim)
  })
}

async function refreshDevices(machinery: Machinery, userIds: readonly string[]): Promise<void> {
  const { library, machine, hold, inNetLane, send } = machinery
  const users = toUsers(library, userIds)
  if (users.length === 0) return
  await inNetLane(async () => {
    await hold([users], () => machine.updateTrackedUsers(users), 'updateTrackedUsers')
    await hold([users], async () => send(machine.queryKeysForUsers(users)), 'queryKeysForUsers')
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
