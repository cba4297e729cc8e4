import { registerUser } from '../../tools/synapse.ts'
import { type E2eBot, FIRST, prepareBot, type Server } from '../e2e/bot.ts'
import { until } from '../e2e/listening.ts'
import { library } from './library.ts'
import type { Peer, PeerMessage } from './peers/peer.ts'
import { startStrictPeer } from './peers/strict-peer.ts'

type Name = keyof E2eBot['people']
type Options = NonNullable<Parameters<typeof prepareBot>[1]>

/** The whole bot with encryption, in a process of its own, that has not been started yet; and what is said with it. */
export async function prepareEncryptedBot(server: Server, { extra, ...options }: Options = {}) {
  const bot = await prepareBot(server, { ...options, extra: { encryption: { library }, ...extra } })
  /** A new log-in of somebody, for a client. */
  const logIn = async (userId: string) => ({
    url: server.url,
    ...(await registerUser(server, userId.slice(1).split(':')[0] ?? '', FIRST.ALLMENDE_PASSWORD)),
  })
  return {
    ...bot,
    ...conversation(bot),
    logIn,
    begin: () => bot.start(FIRST),
    /** A person's strict client, on a device of its own. */
    strict: async (name: Name) => startStrictPeer(await logIn(bot.people[name].userId)),
    /** The same person on another device, with another client. */
    other: async (name: Name, manner: 'unsigned' | 'withholding') =>
      startStrictPeer(await logIn(bot.people[name].userId), { manner }),
  }
}

export type EncryptedBot = Awaited<ReturnType<typeof prepareEncryptedBot>>

function conversation(bot: E2eBot) {
  /** What the bot has said there, encrypted, as this client can read it. */
  const own = async (peer: Peer, roomId: string) => (await peer.texts(roomId)).filter(({ sender }) => sender === bot.me)
  /** A message of the bot's, once it can be read. */
  async function hear(peer: Peer, roomId: string, wanted: string | ((message: PeerMessage) => boolean)) {
    const isIt = (one: PeerMessage) => (typeof wanted === 'string' ? (one.text ?? '').includes(wanted) : wanted(one))
    let found: PeerMessage | undefined
    await until(`the bot says „${wanted}“`, async () => {
      found = (await own(peer, roomId)).findLast((one) => one.text !== undefined && isIt(one))
      return found
    }).catch(async (cause) => {
      throw new Error(await whatBotKnows(bot, roomId), { cause })
    })
    return { ...found!, text: found?.text ?? '' }
  }
  const answer = (peer: Peer, roomId: string, eventId: string) =>
    hear(peer, roomId, ({ replyTo, editOf }) => replyTo === eventId && editOf === undefined)
  return {
    own,
    /** What is to be known of a room when something does not come. */
    explain: (roomId: string) => whatBotKnows(bot, roomId),
    listen: hear,
    answerTo: answer,
    /** Says something and gives the answer to it. */
    demand: async (peer: Peer, roomId: string, text: string) => answer(peer, roomId, await peer.send(roomId, text)),
    /** Texts of the bot that stand in the room in clear, for everybody at the homeserver; those after `after` only. */
    async clearTexts(roomId: string, after?: string): Promise<string[]> {
      const all = await bot.people.karin.messages(roomId)
      const from = after ? all.findIndex(({ eventId }) => eventId === after) + 1 : 0
      const said = all.slice(from).filter(({ sender, type }) => sender === bot.me && type === 'm.room.message')
      return said.map(({ body }) => body)
    },
    /** Accepts invitations of the bot to a room in which only the two are; its id. */
    async enterDirect(peer: Peer, name: Name): Promise<string> {
      const roomId = await bot.direct(bot.people[name])
      await until('the client is there', async () => (await peer.texts(roomId).catch(() => undefined)) !== undefined)
      return roomId
    },
  }
}

/** What a story that waits in vain needs to be understood. */
async function whatBotKnows(bot: E2eBot, roomId: string): Promise<string> {
  const { outboxMessage, unreadableEvent, inboxEvent } = await bot.db()
  const unsent = await outboxMessage.findMany({ where: { sentAt: null } })
  const unread = await unreadableEvent.findMany({ where: { roomId } })
  const events = await inboxEvent.findMany({ where: { roomId }, orderBy: { position: 'desc' }, take: 8 })
  const lines = [
    ...unsent.map(({ key, lastError }) => `not sent: ${key}: ${lastError}`),
    ...unread.map(({ eventId, withheld }) => `not read: ${eventId} ${withheld}`),
    ...events.map(({ eventId, type, sender, outcome }) => `seen: ${eventId} ${type} ${sender} ${outcome}`),
  ]
  return [...lines, `The log of the bot ends with:\n${bot.output().slice(-2000)}`].join('\n')
}
