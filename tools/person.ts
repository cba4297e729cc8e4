import { randomUUID } from 'node:crypto'
import { type ClientApi, type Json, openClientApi, optional } from './client-api.ts'
import { type Invitation, openInvitations } from './invitations.ts'
import { type RoomMessage, readMessages, type WaitOptions, type Wanted, waitForMessage } from './room-timeline.ts'

/** What a message is sent with beside its text; `html` makes it a formatted one. */
export interface SayOptions {
  replyTo?: string
  mentions?: string[]
  mentionsRoom?: boolean
  html?: string
}

/** Somebody in a room, or once in it: `membership` as the room's state says it (`join`, `invite`, `leave`, `ban`). */
export interface Member {
  userId: string
  membership: string
  displayName?: string
}

/**
 * A person at a Matrix client: acts in one account and sees what that account may see. Requests wait where the
 * server limits their rate.
 */
export interface Person extends Rooms, Talk {
  userId: string
  /** The plain client-server API, for what is not offered here. */
  api: ClientApi
}

/** Opens the account of a person; nothing is asked of the server yet. `api`: a way to it other than the plain one. */
export function openPerson(
  account: { url: string; userId: string; accessToken: string },
  api: ClientApi = openClientApi(account),
): Person {
  return { userId: account.userId, api, ...openRooms(api, account.userId), ...openTalk(api) }
}

interface Talk {
  say(roomId: string, text: string, options?: SayOptions): Promise<string>
  sayNotice(roomId: string, text: string, options?: SayOptions): Promise<string>
  react(roomId: string, eventId: string, key: string): Promise<string>
  redact(roomId: string, eventId: string, reason?: string): Promise<string>
  edit(roomId: string, eventId: string, newText: string): Promise<string>
  /** All events of the timeline, oldest first. */
  messages(roomId: string): Promise<RoomMessage[]>
  /** The first event that fits, now or within the time; throws with the room's last lines. */
  waitFor(roomId: string, wanted: Wanted, options?: WaitOptions): Promise<RoomMessage>
}

function openTalk(api: ClientApi): Talk {
  const send = (roomId: string, type: string, content: Json) =>
    put(api, roomId, `send/${type}/${randomUUID()}`, content)
  const sendText = (roomId: string, content: Json) => send(roomId, 'm.room.message', content)
  return {
    say: (roomId, text, options) => sendText(roomId, toContent('m.text', text, options)),
    sayNotice: (roomId, text, options) => sendText(roomId, toContent('m.notice', text, options)),
    react: (roomId, eventId, key) =>
      send(roomId, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key } }),
    redact: (roomId, eventId, reason) =>
      put(api, roomId, `redact/${encodeURIComponent(eventId)}/${randomUUID()}`, reason ? { reason } : {}),
    edit: (roomId, eventId, newText) =>
      sendText(roomId, {
        ...toContent('m.text', `* ${newText}`),
        'm.new_content': toContent('m.text', newText),
        'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
      }),
    messages: (roomId) => readMessages(api, roomId),
    waitFor: (roomId, wanted, options) => waitForMessage(api, roomId, wanted, options),
  }
}

interface Rooms {
  join(roomIdOrAlias: string): Promise<string>
  leave(roomId: string): Promise<void>
  invites(): Promise<Invitation[]>
  /** Joins every room with a pending invitation and gives their ids. */
  acceptInvites(): Promise<string[]>
  joinedRooms(): Promise<{ roomId: string; name?: string }[]>
  /** Opens a direct room and notes it in the account, as clients do. */
  createDirectRoom(userId: string): Promise<string>
  createRoom(spec?: Json): Promise<string>
  /** Gives the id of the room that replaces this one. */
  upgradeRoom(roomId: string, version: string): Promise<string>
  invite(roomId: string, userId: string): Promise<void>
  kick(roomId: string, userId: string, reason?: string): Promise<void>
  ban(roomId: string, userId: string, reason?: string): Promise<void>
  setState(roomId: string, type: string, content: Json, key?: string): Promise<string>
  /** The content of a state event, nothing where there is none. */
  state(roomId: string, type: string, key?: string): Promise<Json | undefined>
  members(roomId: string): Promise<Member[]>
}

function openRooms(api: ClientApi, self: string): Rooms {
  const invitations = openInvitations(api)
  const join = async (room: string) => {
    const { room_id } = await api<{ room_id: string }>('POST', `/_matrix/client/v3/join/${encodeURIComponent(room)}`)
    invitations.forget(room_id)
    return room_id
  }
  const createRoom = async (spec: Json = {}) =>
    (await api<{ room_id: string }>('POST', '/_matrix/client/v3/createRoom', spec)).room_id
  const act = async (roomId: string, action: string, body: Json = {}) => {
    await api('POST', roomPath(roomId, action), body)
  }
  const state: Rooms['state'] = (roomId, type, key = '') =>
    optional(api('GET', roomPath(roomId, `state/${type}/${encodeURIComponent(key)}`)))
  return {
    join,
    createRoom,
    state,
    leave: async (roomId) => {
      await act(roomId, 'leave')
      invitations.forget(roomId)
    },
    invites: () => invitations.pending(),
    acceptInvites: async () => Promise.all((await invitations.pending()).map(({ roomId }) => join(roomId))),
    joinedRooms: async () => {
      const { joined_rooms } = await api<{ joined_rooms: string[] }>('GET', '/_matrix/client/v3/joined_rooms')
      return Promise.all(
        joined_rooms.map(async (roomId) => ({ roomId, name: toName(await state(roomId, 'm.room.name')) })),
      )
    },
    createDirectRoom: async (userId) => {
      const roomId = await createRoom({ preset: 'trusted_private_chat', is_direct: true, invite: [userId] })
      await noteDirectRoom(api, self, userId, roomId)
      return roomId
    },
    upgradeRoom: async (roomId, version) =>
      (await api<{ replacement_room: string }>('POST', roomPath(roomId, 'upgrade'), { new_version: version }))
        .replacement_room,
    invite: (roomId, userId) => act(roomId, 'invite', { user_id: userId }),
    kick: (roomId, userId, reason) => act(roomId, 'kick', { user_id: userId, reason }),
    ban: (roomId, userId, reason) => act(roomId, 'ban', { user_id: userId, reason }),
    setState: (roomId, type, content, key = '') =>
      put(api, roomId, `state/${type}/${encodeURIComponent(key)}`, content),
    members: (roomId) => readMembers(api, roomId),
  }
}

function toContent(msgtype: string, body: string, options: SayOptions = {}): Json {
  const mentions = {
    ...(options.mentions ? { user_ids: options.mentions } : {}),
    ...(options.mentionsRoom ? { room: true } : {}),
  }
  return {
    ...{ msgtype, body, 'm.mentions': mentions },
    ...(options.html ? { format: 'org.matrix.custom.html', formatted_body: options.html } : {}),
    ...(options.replyTo ? { 'm.relates_to': { 'm.in_reply_to': { event_id: options.replyTo } } } : {}),
  }
}

function roomPath(roomId: string, rest: string): string {
  return `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/${rest}`
}

async function put(api: ClientApi, roomId: string, rest: string, content: Json): Promise<string> {
  return (await api<{ event_id: string }>('PUT', roomPath(roomId, rest), content)).event_id
}

async function noteDirectRoom(api: ClientApi, self: string, userId: string, roomId: string): Promise<void> {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(self)}/account_data/m.direct`
  const known = (await optional(api<Record<string, string[]>>('GET', path))) ?? {}
  await api('PUT', path, { ...known, [userId]: [...(known[userId] ?? []), roomId] })
}

async function readMembers(api: ClientApi, roomId: string): Promise<Member[]> {
  interface MemberEvent {
    state_key: string
    content: { membership: string; displayname?: string }
  }
  const { chunk } = await api<{ chunk: MemberEvent[] }>('GET', roomPath(roomId, 'members'))
  return chunk.map(({ state_key, content }) => ({
    userId: state_key,
    membership: content.membership,
    displayName: content.displayname,
  }))
}

function toName(content: Json | undefined): string | undefined {
  return typeof content?.name === 'string' && content.name ? content.name : undefined
}
