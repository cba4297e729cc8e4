import type { Chat, Sending } from '../chat.ts'
import { KEY } from '../mark.ts'
import type { Client } from './client.ts'
import { type Lanes, openLanes } from './encryption/lanes.ts'
import type { Seal } from './encryption/sealing.ts'
import { findOwn, type Read, roomPath, toMessage } from './history.ts'
import { attach, download } from './media.ts'
import { Refused, type Request } from './request.ts'
import { defaultVersion, toCreation } from './room-creation.ts'
import { MARK } from './room-state.ts'
import { toId, toList, toObject, toText } from './shapes.ts'

/** `seal` and `read`: what encrypted rooms need; without them nothing is encrypted and nothing read there. */
type Options = { client: Client; userId: string; clock: () => Date; seal?: Seal | undefined; read?: Read | undefined }

/** The chat at a real homeserver. */
export function matrixChat(options: Options): Chat {
  const shared = { ...options, inLane: openLanes() }
  return { userId: options.userId, ...messages(shared), ...rooms(shared), ...members(options), ...directory(options) }
}

/** One lane for each room around what may leave in clear, and what makes the room an encrypted one. */
type Shared = Options & { inLane: Lanes }

function messages(options: Shared): Pick<Chat, 'send' | 'findSent' | 'fetchMessage' | 'fetchFile'> {
  const { client, userId, clock, inLane, read = async (_roomId, raw) => raw } = options
  const { request, sdk } = client
  const findSent: Chat['findSent'] = (roomId, id, key, since) =>
    findOwn(request, roomId, { me: userId, id, key }, { since, now: clock(), read })
  return {
    send: (sending) => inLane(sending.roomId, () => send(options, sending, findSent)),
    findSent,
    async fetchMessage(roomId, eventId) {
      const raw = await unlessRefused(sdk.getRawEvent(roomId, eventId))
      return raw === undefined ? undefined : toMessage(await read(roomId, raw), roomId, clock())
    },
    fetchFile: (file, maxBytes) => download(request, file, maxBytes),
  }
}

async function send({ client, seal }: Options, sending: Sending, findSent: Chat['findSent']): Promise<string> {
  const { id, roomId, triedSince } = sending
  const { type, content } = seal ? await seal(sending) : await inClear(client.request, sending)
  // The homeserver recognises an id together with its type only: what was tried before the room was encrypted would arrive twice.
  if (triedSince && type !== sending.type) {
    const found = await findSent(roomId, id, toText(sending.content[KEY]) ?? id, triedSince)
    if (found) return found
  }
  const answer = await client.request('PUT', roomPath(roomId, 'send', type, id), { body: content })
  return idIn('$', toObject(answer).event_id)
}

async function inClear(request: Request, { type, content }: Sending): Promise<Pick<Sending, 'type' | 'content'>> {
  return { type, content: await attach(request, content, { isHidden: false }) }
}

function rooms({
  client: { request, sdk },
  userId,
  seal,
  inLane,
}: Shared): Pick<Chat, 'createRoom' | 'findRoom' | 'setState' | 'join' | 'leave'> {
  const markOf = marks({ request, userId })
  return {
    async createRoom(spec) {
      const version = defaultVersion(await request('GET', '/_matrix/client/v3/capabilities'))
      return idIn('!', await sdk.createRoom(toCreation(spec, { userId, version })))
    },
    async findRoom(mark) {
      for (const roomId of await sdk.getJoinedRooms()) {
        if ((await markOf(roomId)) !== mark) continue
        const tombstone = await unlessMissing(sdk.getRoomStateEvent(roomId, 'm.room.tombstone', ''))
        if (tombstone === undefined) return roomId
      }
      return undefined
    },
    async setState(roomId, type, stateKey, content) {
      const set = () => sdk.sendStateEvent(roomId, type, stateKey, content)
      if (type !== 'm.room.encryption') await set()
      // Whatever its answer is: before anything else is sent there it is asked whether the room is encrypted now.
      else await inLane(roomId, () => set().finally(() => seal?.forget(roomId)))
    },
    async join(roomId, via) {
      // `via` is the newer name of the same.
      await request('POST', `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, {
        query: { server_name: via, via },
        body: {},
      })
    },
    leave: async (roomId) => void (await sdk.leaveRoom(roomId)),
  }
}

/** The mark in a room's creation, asked for once: it never changes. undefined where somebody else made the room. */
function marks({ request, userId }: { request: Request; userId: string }): (roomId: string) => Promise<unknown> {
  const known = new Map<string, unknown>()
  return async (roomId) => {
    if (known.has(roomId)) return known.get(roomId)
    const query = { format: 'event' } // with the sender: in a room of somebody else the mark proves nothing
    const creation = await unlessRefused(request('GET', roomPath(roomId, 'state', 'm.room.create', ''), { query }))
    if (creation === undefined) return undefined
    const { sender, content } = toObject(creation)
    known.set(roomId, sender === userId ? toObject(content)[MARK] : undefined)
    return known.get(roomId)
  }
}

function members({ client: { sdk } }: Options): Pick<Chat, 'invite' | 'remove' | 'membershipOf'> {
  const membershipOf = async (roomId: string, userId: string) => {
    const { membership } = toObject(await unlessMissing(sdk.getRoomStateEvent(roomId, 'm.room.member', userId)))
    return typeof membership === 'string' ? membership : undefined
  }
  /** A refusal of what is already so is none: the request may have been made before. */
  const unlessAlready = async (request: Promise<unknown>, isSo: () => Promise<boolean>) => {
    try {
      await request
    } catch (error) {
      if (!(error instanceof Refused) || !(await isSo())) throw error
    }
  }
  return {
    membershipOf,
    invite: (roomId, userId) =>
      unlessAlready(sdk.inviteUser(userId, roomId), async () => (await membershipOf(roomId, userId)) === 'join'),
    remove: (roomId, userId, reason) =>
      unlessAlready(sdk.kickUser(userId, roomId, reason), async () =>
        ['leave', 'ban', undefined].includes(await membershipOf(roomId, userId)),
      ),
  }
}

function directory({ client: { request, sdk }, userId }: Options): Pick<Chat, 'directRooms' | 'setDirectRooms'> {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(userId)}/account_data/m.direct`
  return {
    async directRooms() {
      const known = toObject(await unlessMissing(request('GET', path)))
      const joined = new Set(await sdk.getJoinedRooms())
      const standing = (list: unknown) =>
        toList(list)
          .flatMap((room) => toId('!', room) ?? [])
          .filter((id) => joined.has(id))
      return Object.fromEntries(Object.entries(known).map(([id, list]) => [id, standing(list)]))
    },
    setDirectRooms: async (known) => void (await request('PUT', path, { body: known })),
  }
}

/** The answer, or undefined where there is nothing of the kind. */
async function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return unlessRefused(answer, 404)
}

/** The answer, or undefined where the homeserver does not give it. */
async function unlessRefused<Answer>(answer: Promise<Answer>, status?: number): Promise<Answer | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Refused && (status === undefined || error.status === status)) return undefined
    throw error
  }
}

function idIn(sigil: '$' | '!', value: unknown): string {
  const id = toId(sigil, value)
  if (!id) throw new Error('The homeserver gave no id for what it has made.')
  return id
}
