import {
  type Chat,
  FileRefused,
  NotSent,
  type RoomMessage,
  type RoomSpec,
  type Sending,
  Undeliverable,
} from '../bot/chat.ts'
import type { Read } from '../bot/matrix/history.ts'
import { attach, download, toFile } from '../bot/matrix/media.ts'
import { Refused, type Request } from '../bot/matrix/request.ts'

export type FakeEvent = {
  event_id: string
  type: string
  sender: string
  room_id: string
  state_key?: string
  content: Record<string, unknown>
  origin_server_ts: number
  redacts?: string
  unsigned: { age?: number; transaction_id?: string }
}

type FakeRoom = {
  id: string
  timeline: FakeEvent[]
  state: Map<string, FakeEvent>
  sentIds: Map<string, string>
  told: number
  /** The event of the invitation that was told last: each is told once. */
  invitation?: string
}

/** What encrypted rooms need. `forget`: the bot has switched a room's encryption on itself. */
export type Sealing = {
  seal?: (sending: Sending) => Promise<Pick<Sending, 'type' | 'content'>>
  forget?: (roomId: string) => void
  read?: Read
}

/**
 * A homeserver in memory: rooms, members, transaction ids, and /sync in the shape of the specification.
 * It can be down, refuse, limit, or lose an answer after it accepted.
 */
export class FakeHomeserver {
  readonly me: string
  isDown = false
  /** Called before and after every request of the bot, which waits for what comes before it; what it throws, the request throws. */
  before: (request: string, roomId: string) => void | Promise<void> = () => {}
  after: (request: string, roomId: string) => void = () => {}
  readonly requests: string[] = []
  readonly rooms = new Map<string, FakeRoom>()
  readonly displayNames = new Map<string, string>()
  direct: Record<string, string[]> = {}
  /** What was uploaded, by its address. */
  readonly media = new Map<string, { type: string; bytes: Buffer }>()
  /** Messages between devices that the next sync tells. */
  toDevice: Record<string, unknown>[] = []
  readonly #clock: () => Date
  #numbers = 0
  #token = 0
  /** What was told in each room up to a token. */
  readonly #told = new Map<string, Map<string, number>>()

  constructor(me: string, clock: () => Date) {
    this.me = me
    this.#clock = clock
  }

  /** All that it knows, for another one that begins where this one stands. */
  snapshot() {
    return structuredClone({
      rooms: this.rooms,
      displayNames: this.displayNames,
      direct: this.direct,
      numbers: this.#numbers,
      token: this.#token,
    })
  }

  /** Begins where a snapshot stands; what happened before counts as happened now. */
  restore(snapshot: ReturnType<FakeHomeserver['snapshot']>) {
    const { rooms, displayNames, direct, numbers, token } = structuredClone(snapshot)
    for (const [id, room] of rooms) {
      for (const event of room.timeline) event.origin_server_ts = +this.#clock()
      this.rooms.set(id, room)
    }
    for (const [id, name] of displayNames) this.displayNames.set(id, name)
    this.direct = direct
    this.#numbers = numbers
    this.#token = token
    this.#remember()
  }

  #remember(): string {
    const token = `s${this.#token}`
    this.#told.set(token, new Map([...this.rooms].map(([id, { told }]) => [id, told])))
    return token
  }

  /** Who syncs from an older token hears again what came after it, without the contents that were taken back since. */
  rewind(token: string) {
    const told = this.#told.get(token)
    if (!told) throw new Error(`no token ${token}`)
    for (const room of this.rooms.values()) {
      room.told = told.get(room.id) ?? 0
      delete room.invitation
      const gone = new Set(room.timeline.flatMap(({ redacts }) => redacts ?? []))
      for (const event of room.timeline) if (gone.has(event.event_id)) event.content = {}
    }
  }

  /** Adds an event as its sender's homeserver would. */
  add(
    roomId: string,
    sender: string,
    type: string,
    content: Record<string, unknown>,
    more: Partial<FakeEvent> = {},
  ): string {
    const room = this.room(roomId)
    const event = {
      event_id: `$e${++this.#numbers}`,
      type,
      sender,
      room_id: roomId,
      content,
      origin_server_ts: +this.#clock(),
      unsigned: {},
      ...more,
    }
    room.timeline.push(event)
    if (event.state_key !== undefined) room.state.set(`${type}|${event.state_key}`, event)
    return event.event_id
  }

  setMember(roomId: string, userId: string, membership: string, by = userId) {
    const displayname = this.displayNames.get(userId)
    this.add(
      roomId,
      by,
      'm.room.member',
      { membership, ...(displayname ? { displayname } : {}) },
      { state_key: userId },
    )
  }

  membership(roomId: string, userId: string): string | undefined {
    return this.rooms.get(roomId)?.state.get(`m.room.member|${userId}`)?.content['membership'] as string | undefined
  }

  state(roomId: string, type: string, key = '') {
    return this.rooms.get(roomId)?.state.get(`${type}|${key}`)?.content
  }

  room(roomId: string): FakeRoom {
    const room = this.rooms.get(roomId)
    if (!room) throw new Undeliverable(`no room ${roomId}`)
    return room
  }

  /** A room that somebody made. */
  makeRoom(creator: string, content: Record<string, unknown> = {}, version = '12'): string {
    const id = `!r${++this.#numbers}:fake.example`
    this.rooms.set(id, { id, timeline: [], state: new Map(), sentIds: new Map(), told: 0 })
    this.add(id, creator, 'm.room.create', { room_version: version, ...content }, { state_key: '' })
    this.setMember(id, creator, 'join')
    return id
  }

  /** Whether a sync would tell more than what the bot has just said itself; that comes with the next one. */
  hasNews(): boolean {
    const said = ['m.room.message', 'm.room.encrypted']
    const isEcho = ({ sender, type }: FakeEvent) => sender === this.me && said.includes(type)
    if (this.toDevice.length > 0) return true
    return [...this.rooms.values()].some(({ timeline, told }) => timeline.slice(told).some((event) => !isEcho(event)))
  }

  /** What /sync answers: everything since the last call, in the rooms that the bot is in or invited to. */
  sync(): Record<string, unknown> {
    const join: Record<string, unknown> = {}
    const invite: Record<string, unknown> = {}
    const leave: Record<string, unknown> = {}
    for (const room of this.rooms.values()) {
      const membership = this.membership(room.id, this.me)
      const events = room.timeline
        .slice(room.told)
        .map((event) => ({ ...event, unsigned: { age: +this.#clock() - event.origin_server_ts, ...event.unsigned } }))
      if (!membership || events.length === 0) continue
      room.told = room.timeline.length
      if (membership === 'invite') {
        room.told = 0
        const last = room.timeline.at(-1)
        if (last?.state_key !== this.me || room.invitation === last.event_id) continue
        room.invitation = last.event_id
        invite[room.id] = { invite_state: { events: [...room.state.values()] } }
      } else
        (membership === 'join' ? join : leave)[room.id] = {
          state: { events: [] },
          timeline: { events, limited: false, prev_batch: 'p' },
        }
    }
    this.#token += 1
    const to_device = { events: this.toDevice.splice(0) }
    return { next_batch: this.#remember(), rooms: { join, invite, leave }, to_device }
  }

  /** The port that the bot gets; with encryption it seals what it sends, and reads what it fetches. */
  chat({ seal = this.#clear, read = async (_roomId, raw) => raw, forget }: Sealing = {}): Chat {
    const request = <Result>(name: string, work: () => Result, roomId = '') => this.#request(name, work, roomId)
    return {
      userId: this.me,
      send: async (sending) => {
        const { id, roomId } = sending
        const { type, content } = await seal(sending)
        return request('send', () => this.#send(id, roomId, type, content), roomId)
      },
      findSent: (roomId, id, key) => request('findSent', () => this.#findSent(roomId, id, key)),
      fetchMessage: async (roomId, eventId) => {
        const find = () => this.rooms.get(roomId)?.timeline.find(({ event_id }) => event_id === eventId)
        const raw = await request('fetchMessage', find)
        return this.#message(roomId, raw && ((await read(roomId, raw)) as FakeEvent))
      },
      fetchFile: (file, maxBytes) => download(this.request, file, maxBytes),
      createRoom: (spec) => request('createRoom', () => this.#create(spec)),
      findRoom: (mark) => request('findRoom', () => this.#findRoom(mark)),
      invite: (roomId, userId) => request('invite', () => this.setMember(roomId, userId, 'invite', this.me)),
      membershipOf: (roomId, userId) => request('membershipOf', () => this.membership(roomId, userId)),
      remove: (roomId, userId) => request('remove', () => this.setMember(roomId, userId, 'leave', this.me)),
      setState: (roomId, type, key, content) =>
        request(
          'setState',
          () => {
            this.add(roomId, this.me, type, content, { state_key: key })
            if (type === 'm.room.encryption') forget?.(roomId)
          },
          roomId,
        ),
      join: (roomId) => request('join', () => this.setMember(roomId, this.me, 'join')),
      leave: (roomId) => request('leave', () => this.setMember(roomId, this.me, 'leave')),
      directRooms: () => request('directRooms', () => this.direct),
      setDirectRooms: (rooms) =>
        request('setDirectRooms', () => {
          this.direct = rooms
        }),
    }
  }

  /** What goes out as it is but for its file. */
  readonly #clear = async ({ type, content }: Sending) => ({
    type,
    content: await attach(this.request, content, { isHidden: false }),
  })

  /** Requests that are made below the port: whether a room is encrypted, and what lies in files. */
  readonly request: Request = async (method, path, { body, contentType = '', maxBytes = 0 } = {}) => {
    const name = `${method} ${path}`
    if (path === '/_matrix/media/v3/upload')
      return this.#request('upload', () => ({ content_uri: this.keep(body as Uint8Array, contentType) }), '')
    const [, server, id] = /^\/_matrix\/client\/v1\/media\/download\/([^/]+)\/([^/]+)$/.exec(path) ?? []
    if (id) return this.#request('download', () => this.#bytes(name, `mxc://${server}/${id}`, maxBytes), '')
    const [, roomId = ''] = /\/rooms\/([^/]+)\/state\/m\.room\.encryption\/$/.exec(path) ?? []
    const content = await this.askState(decodeURIComponent(roomId), 'm.room.encryption')
    if (content === undefined) throw new Refused(name, 404, 'M_NOT_FOUND', 'Event not found.')
    return content
  }

  /** Keeps what somebody uploads; its address. */
  keep(bytes: Uint8Array, type: string): string {
    const address = `mxc://fake.example/m${++this.#numbers}`
    this.media.set(address, { type, bytes: Buffer.from(bytes) })
    return address
  }

  #bytes(name: string, address: string, maxBytes: number): Buffer {
    const found = this.media.get(address)
    if (!found) throw new Refused(name, 404, 'M_NOT_FOUND', 'Not found')
    if (found.bytes.length > maxBytes) throw new FileRefused('too-large')
    return found.bytes
  }

  async #request<Result>(name: string, work: () => Result, roomId: string): Promise<Result> {
    if (this.isDown) throw new NotSent('connection refused')
    await this.before(name, roomId)
    this.requests.push(name)
    const result = work()
    this.after(name, roomId)
    return result
  }

  #send(id: string, roomId: string, type: string, content: Record<string, unknown>): string {
    const room = this.room(roomId)
    if (this.membership(roomId, this.me) !== 'join') throw new Undeliverable('not in the room')
    const known = room.sentIds.get(id)
    if (known) return known
    const { rel_type, event_id } = (content['m.relates_to'] ?? {}) as { rel_type?: string; event_id?: string }
    if (rel_type && !room.timeline.some((event) => event.event_id === event_id))
      throw new Undeliverable("400 Can't send relation to unknown event")
    const eventId = this.add(roomId, this.me, type, content, { unsigned: { transaction_id: id } })
    room.sentIds.set(id, eventId)
    return eventId
  }

  /** Nobody syncs from an older token any more. */
  forgetTokens() {
    this.#told.clear()
  }

  /** As after 24 hours: ids of earlier requests mean nothing any more. */
  forgetTransactionIds() {
    for (const room of this.rooms.values()) room.sentIds.clear()
  }

  #findSent(roomId: string, id: string, key: string) {
    return this.room(roomId).timeline.find(
      (event) => event.unsigned.transaction_id === id || event.content['de.allmende.key'] === key,
    )?.event_id
  }

  /** What a state event says, as a request of its own; undefined: there is none. */
  askState(roomId: string, type: string) {
    return this.#request('state', () => this.state(roomId, type), roomId)
  }

  /** A room that is not there is refused, and that counts as a message that is not there. */
  #message(roomId: string, event: FakeEvent | undefined): RoomMessage | undefined {
    if (!event || typeof event.content['body'] !== 'string') return undefined
    const file = toFile(event.content)
    return {
      eventId: event.event_id,
      roomId,
      sender: event.sender,
      text: event.content['body'].replaceAll('\0', '').toWellFormed(),
      sentAt: new Date(event.origin_server_ts),
      ...(file ? { file } : {}),
    }
  }

  #create(spec: RoomSpec): string {
    const id = this.makeRoom(this.me, {
      'de.allmende.group': spec.mark,
      ...(spec.kind === 'space' ? { type: 'm.space' } : {}),
    })
    const state = (type: string, content: Record<string, unknown>) =>
      this.add(id, this.me, type, content, { state_key: '' })
    state('m.room.name', { name: spec.name })
    if (spec.topic) state('m.room.topic', { topic: spec.topic })
    state(
      'm.room.join_rules',
      spec.joinRule === 'restricted'
        ? { join_rule: 'restricted', allow: [{ type: 'm.room_membership', room_id: spec.spaceId }] }
        : { join_rule: 'invite' },
    )
    state('m.room.history_visibility', { history_visibility: 'shared' })
    state('m.room.power_levels', {
      users: Object.fromEntries(spec.moderators.map((user) => [user, 50])),
      users_default: 0,
      events_default: 0,
      state_default: 50,
    })
    if (spec.encrypted) state('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' })
    for (const user of spec.invite ?? []) this.setMember(id, user, 'invite', this.me)
    return id
  }

  #findRoom(mark: string) {
    return [...this.rooms.values()].find(
      (room) =>
        this.state(room.id, 'm.room.create')?.['de.allmende.group'] === mark &&
        this.membership(room.id, this.me) === 'join' &&
        !this.state(room.id, 'm.room.tombstone'),
    )?.id
  }
}
