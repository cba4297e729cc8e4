import { createApp } from '../bot/app.ts'
import { cards } from '../bot/cards/index.ts'
import type { Command } from '../bot/command.ts'
import { mustBeSigned } from '../bot/domain/trust.ts'
import type { Installation } from '../bot/installation.ts'
import type { Log } from '../bot/job.ts'
import { jobs } from '../bot/jobs/index.ts'
import { listeners } from '../bot/listeners/index.ts'
import { retryUnread } from '../bot/matrix/encryption/late.ts'
import { readShown } from '../bot/matrix/encryption/reading.ts'
import { createSeal } from '../bot/matrix/encryption/sealing.ts'
import { type Late, takeIn } from '../bot/matrix/sync.ts'
import { markRestored } from '../bot/restored/mark.ts'
import { commands } from '../commands/index.ts'
import type { TestDatabase } from './database.ts'
import { FakeEncryption, hide, shown, stateRequest } from './fake-encryption.ts'
import * as fixture from './fixture.ts'
import { FakeHomeserver } from './homeserver.ts'
import { dateAnew, settle } from './seed.ts'

type Options = {
  /** The moment at which the story begins, with its offset. */
  at: string
  installation?: Partial<Installation>
  groups?: fixture.FixtureGroup[]
  /** false: nothing but the configuration; the bot has to make the rooms. */
  rooms?: boolean
  /** Commands beside the real ones. */
  extra?: Command[]
  /** After it the bot begins nothing; read anew at every start. */
  signal?: AbortSignal
}

/** Where something is said: key of a group, a person for the direct room with her, or a room id. */
type Place = string

export type Backup = { database: TestDatabase; at: Date }

type Saying = {
  in?: Place
  replyTo?: string
  html?: string
  mentions?: string[]
  msgtype?: string
  at?: Date
  edits?: string
  /** Encrypted with this session, on this device. */
  session?: string
  device?: string
}

/** A whole bot without a homeserver: chat and clock are made up, all else is real. Stories close it in the end. */
export async function testBot(options: Options) {
  let now = new Date(options.at)
  const clock = () => now
  const installation: Installation = { ...fixture.installation, ...options.installation }
  const homeserver = new FakeHomeserver(installation.me, clock)
  for (const [id, name] of Object.entries(fixture.names)) homeserver.displayNames.set(id, name)
  const groups = options.groups ?? fixture.groups
  let database = await settle(homeserver, groups, options.rooms ?? true, now)
  const backups: TestDatabase[] = []
  let opened = await database.open()
  const log: { level: string; message: string; fields?: Record<string, unknown> }[] = []
  const note: Log = (level, message, fields) => void log.push({ level, message, ...(fields ? { fields } : {}) })
  /** In place of the library; used where the installation says `encryption: true`. */
  const encryption = new FakeEncryption()
  const request = stateRequest(homeserver)
  const sealing = () => {
    const seal = createSeal({ db: opened.prisma, request, encryption })
    return { seal, forget: seal.forget, read: (roomId: string, raw: unknown) => readShown(encryption, roomId, raw) }
  }
  const encrypted = installation.encryption && {
    ...{ encryption, log: note },
    mustBeSigned: (userId: string) => mustBeSigned(installation, userId),
  }
  const start = () =>
    createApp({
      db: opened.prisma,
      signal: options.signal,
      chat: homeserver.chat(encrypted ? sealing() : {}),
      commands: [...commands, ...(options.extra ?? [])],
      cards,
      listeners,
      installation,
      clock,
      log: note,
    })
  await dateAnew(opened.prisma, now)
  let app = start()

  let late: Late = { keys: [], rooms: [] }
  /** What a sync brings is taken in as the running bot does it. */
  const take = (response: unknown) =>
    takeIn(
      {
        ...{ request, db: opened.prisma, me: installation.me, encrypted: encrypted || undefined, clock },
        ...{ log: (line: string) => note('warn', line), signal: new AbortController().signal },
      },
      response,
      late,
    )

  /** What the bot's sync brings is stored and handled, until nothing new comes. */
  async function work() {
    for (let round = 0; round < 5 && (round === 0 || homeserver.hasNews()); round++) {
      const response = homeserver.isDown ? undefined : homeserver.sync()
      if (response) await take(response)
      const before = homeserver.requests.length
      await app.work()
      if (homeserver.requests.length === before) return
    }
  }
  await work()

  const roomOf = async (place: Place = 'it'): Promise<string> => {
    if (place.startsWith('!')) return place
    const found = place.startsWith('@')
      ? await opened.prisma.room.findFirst({
          where: { kind: 'direct', personId: place, membership: 'join', replacedBy: null },
        })
      : await opened.prisma.group
          .findUnique({ where: { key: place }, select: { roomId: true } })
          .then((group) => (group?.roomId ? { id: group.roomId } : null))
    if (!found) throw new Error(`there is no room for ${place}`)
    return found.id
  }

  async function put(
    person: string,
    text: string,
    { in: place, replyTo, html, mentions, msgtype = 'm.text', edits, session, device = 'PHONE' }: Saying = {},
  ) {
    const room = await roomOf(place)
    const shown = {
      msgtype,
      body: text,
      ...(html ? { format: 'org.matrix.custom.html', formatted_body: html } : {}),
      ...(mentions ? { 'm.mentions': { user_ids: mentions } } : {}),
    }
    const relates = edits
      ? { rel_type: 'm.replace', event_id: edits }
      : replyTo
        ? { 'm.in_reply_to': { event_id: replyTo } }
        : undefined
    const content = {
      ...(edits ? { ...shown, body: `* ${text}`, 'm.new_content': shown } : shown),
      ...(relates ? { 'm.relates_to': relates } : {}),
    }
    const type = 'm.room.message'
    if (!session) return homeserver.add(room, person, type, content)
    return homeserver.add(room, person, 'm.room.encrypted', hide(room, { type, content, by: person, session, device }))
  }

  const eventsIn = (roomId: string) =>
    homeserver
      .room(roomId)
      .timeline.map(shown)
      .filter((event) => event.sender === installation.me && event.type === 'm.room.message')
  const body = (event: { content: Record<string, unknown> }) => String(event.content['body'])

  return {
    homeserver,
    encryption,
    log,
    installation,
    /** The database, and the app as jobs and tests need them; both change at `restart`. */
    get db() {
      return opened.prisma
    },
    get app() {
      return app
    },
    clock,
    work,
    roomOf,
    /** Somebody writes; resolves with the event id when the bot has handled it. */
    async says(person: string, text: string, saying: Saying = {}) {
      const eventId = await put(person, text, saying)
      await work()
      return eventId
    },
    /** Somebody writes; resolves with the bot's answer, or '' when it keeps silent. */
    async ask(person: string, text: string, saying: Saying = {}) {
      const roomId = await roomOf(saying.in)
      const eventId = await put(person, text, saying)
      await work()
      const answers = eventsIn(roomId).filter(
        (event) =>
          (event.content['m.relates_to'] as { 'm.in_reply_to'?: { event_id: string } } | undefined)?.['m.in_reply_to']
            ?.event_id === eventId,
      )
      return answers.map(body).join('\n')
    },
    /** Puts a message without letting the bot work: for bursts and outages. */
    put,
    async react(person: string, eventId: string, key: string, place: Place = 'it') {
      const reaction = homeserver.add(await roomOf(place), person, 'm.reaction', {
        'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key },
      })
      await work()
      return reaction
    },
    async redact(person: string, eventId: string, place: Place = 'it') {
      homeserver.add(await roomOf(place), person, 'm.room.redaction', { redacts: eventId }, { redacts: eventId })
      await work()
    },
    /** All that the bot has said in a room, oldest first. */
    async said(place: Place = 'it') {
      return eventsIn(await roomOf(place)).map(body)
    },
    /** The events of the same, for type, mentions and HTML. */
    async events(place: Place = 'it') {
      return eventsIn(await roomOf(place))
    },
    /** The bot's latest message there that contains the text. */
    async find(text: string, place: Place = 'it') {
      const found = eventsIn(await roomOf(place)).findLast((event) => body(event).includes(text))
      if (!found)
        throw new Error(
          `nothing with „${text}“ among:\n${eventsIn(await roomOf(place))
            .map(body)
            .join('\n')}`,
        )
      return found
    },
    travelTo(at: string) {
      now = new Date(at)
    },
    /** Every job once (or the named ones), and what comes of it is sent. */
    async tick(...names: string[]) {
      for (const job of jobs) {
        if (names.length > 0 && !names.includes(job.name)) continue
        await app.tick(job)
        await work()
      }
    },
    /** The process ends without a word and starts again on the same database. */
    async restart() {
      await opened.close()
      opened = await database.open()
      app = start()
      late = { keys: [], rooms: [] }
      if (encrypted) await retryUnread({ ...encrypted, db: opened.prisma, me: installation.me, clock })
      await work()
    },
    /** What the bot's sync brings is stored, and not handled yet. */
    async hear() {
      await take(homeserver.sync())
    },
    /** A copy of the database as it is now. */
    async backup(): Promise<Backup> {
      await opened.close()
      const copy = await database.copy()
      backups.push(copy)
      opened = await database.open()
      app = start()
      return { database: copy, at: now }
    },
    /** The process ends without a word, and starts again on the database of a backup; it does nothing yet. */
    async restore(backup: Backup) {
      await opened.close()
      await database.drop()
      database = await backup.database.copy()
      opened = await database.open()
      await markRestored(opened.prisma, backup.at)
      const { syncToken } = await opened.prisma.account.findUniqueOrThrow({ where: { id: 1 } })
      homeserver.rewind(syncToken ?? '')
      app = start()
    },
    async close() {
      await opened.close()
      for (const one of [database, ...backups]) await one.drop()
    },
  }
}

export type TestBot = Awaited<ReturnType<typeof testBot>>
