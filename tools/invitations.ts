import type { ClientApi, Json } from './client-api.ts'

/** A room that somebody has asked this account into and that it has not answered. */
export interface Invitation {
  roomId: string
  name?: string
  sender?: string
}

/** The pending invitations of one account, followed from sync to sync as clients do. */
export interface Invitations {
  pending(): Promise<Invitation[]>
  /** Drops one that has just been answered. */
  forget(roomId: string): void
}

interface SyncAnswer {
  next_batch: string
  rooms?: {
    invite?: Record<string, { invite_state: { events: StateEvent[] } }>
    join?: Json
    leave?: Json
  }
}

interface StateEvent {
  type: string
  state_key: string
  sender: string
  content: Json
}

const nothing = { types: [] }
const FILTER = JSON.stringify({
  presence: nothing,
  account_data: nothing,
  room: { timeline: { limit: 1 }, state: { types: ['m.room.name'] }, ephemeral: nothing, account_data: nothing },
})

/** Opens the list of pending invitations; the server is asked at each `pending`. */
export function openInvitations(api: ClientApi): Invitations {
  const known = new Map<string, Invitation>()
  let since: string | undefined
  const sync = async () => {
    const query = new URLSearchParams({ filter: FILTER, timeout: '0', ...(since ? { since } : {}) })
    const answer = await api<SyncAnswer>('GET', `/_matrix/client/v3/sync?${query}`)
    since = answer.next_batch
    const { invite = {}, join = {}, leave = {} } = answer.rooms ?? {}
    for (const roomId of [...Object.keys(join), ...Object.keys(leave)]) known.delete(roomId)
    for (const [roomId, room] of Object.entries(invite))
      known.set(roomId, toInvitation(roomId, room.invite_state.events))
  }
  const follow = async () => {
    // Synapse may answer a first sync from a cache of two minutes: only the second one is up to date.
    if (!since) await sync()
    await sync()
    return [...known.values()]
  }
  let lane: Promise<unknown> = Promise.resolve()
  return {
    pending: () => {
      const answer = lane.then(follow)
      lane = answer.catch(() => {}) // the caller gets the error; the next one starts afresh
      return answer
    },
    forget: (roomId) => void known.delete(roomId),
  }
}

function toInvitation(roomId: string, events: StateEvent[]): Invitation {
  const name = events.find((event) => event.type === 'm.room.name')?.content.name
  const invite = events.findLast((event) => event.type === 'm.room.member' && event.content.membership === 'invite')
  return { roomId, name: typeof name === 'string' ? name : undefined, sender: invite?.sender }
}
