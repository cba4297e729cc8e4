import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from '../prisma/client.ts'
import type { Person } from '../tools/person.ts'
import { answerTo } from './answer.ts'
import { type Cast, SPACE } from './cast.ts'
import { openDirectRooms } from './direct-rooms.ts'
import { inTime, PATIENCE_MS, patiently, sayOnce, soon } from './patience.ts'
import { followRooms } from './room-names.ts'
import type { TimeKeeper } from './time-keeper.ts'
import type { Stage } from './writers.ts'

/** Those who are invited in the midst of it look more often. */
const ACCEPT_MS = { often: 1_000, seldom: 4_000 }

/** Lets everybody accept every invitation, all the time. */
export function acceptAll({ karin, olga, writers, movers }: Cast) {
  let isOver = false
  let seldom = ACCEPT_MS.often
  const accept = async (person: Person) => {
    const often = person === karin || movers.includes(person)
    for (; !isOver; await wait(often ? ACCEPT_MS.often : seldom)) {
      // Withdrawn meanwhile, or the homeserver is just dead: next time.
      await inTime(() => person.acceptInvites()).catch(() => {})
    }
  }
  for (const person of [karin, olga, ...writers, ...movers]) void accept(person)
  return {
    /** All have come in; what comes now is for a few. */
    relax: () => {
      seldom = ACCEPT_MS.seldom
    },
    stop: () => {
      isOver = true
    },
  }
}

/** Waits until everybody is where the configuration wants her, and in her direct room; Olga opens hers herself. */
export async function enterEverything(cast: Cast) {
  const { karin, olga, groups, me } = cast
  const direct = new Map<string, string>()
  const rooms = new Map<string, string>()
  const own = await patiently(() => olga.createDirectRoom(me.userId))
  direct.set(olga.userId, own)
  await must(`the bot is in ${own}`, async () =>
    (await olga.members(own)).some(({ userId, membership }) => userId === me.userId && membership === 'join'),
  )
  for (const person of new Set([karin, ...groups.flatMap(({ members }) => members)])) {
    const names = groups.filter(({ members }) => person === karin || members.includes(person)).map(({ name }) => name)
    const roomsOf = followRooms(person)
    await must(`${person.userId} is in all her rooms`, async () => {
      const joined = await roomsOf()
      for (const { roomId, name } of joined) {
        if (name && names.includes(name)) rooms.set(name, roomId)
        else if (name !== SPACE) direct.set(person.userId, roomId)
      }
      return direct.has(person.userId) && names.every((name) => joined.some((room) => room.name === name))
    })
  }
  return { rooms, direct: openDirectRooms(direct) }
}

async function must(what: string, isSo: () => Promise<boolean>): Promise<void> {
  if (!(await soon(async () => ((await isSo()) ? true : undefined)))) throw new Error(`It never came true: ${what}.`)
}

/** Asks something last of all and waits for the answer: by then the bot has heard all that was said before. */
export async function askLast({ cast, direct, diary }: Stage): Promise<void> {
  const { olga } = cast
  const [roomId, text, from] = [direct.of(olga.userId), 'heute', Date.now()]
  const eventId = await sayOnce(olga, roomId, 'last', { msgtype: 'm.text', body: text, 'm.mentions': {} })
  diary.sayings.push({
    ...{ eventId, roomId, text, from },
    sender: olga.userId,
    kind: 'look',
    word: 'last',
    to: Date.now(),
  })
  await answerTo(cast, olga, roomId, eventId)
}

/**
 * Waits until nothing waits any more, and stays so while the jobs look twice; gives up when nothing has come of it for long,
 * and then it is counted.
 */
export async function awaitSettled(db: Client, time: TimeKeeper, show: (line: string) => void): Promise<void> {
  let [left, limit] = [Number.POSITIVE_INFINITY, 0]
  for (let quiet = 0; quiet < 2; ) {
    const looked = time.lookedAt()
    const waiting = await leftIn(db)
    const sum = Object.values(waiting).reduce((all, one) => all + one, 0)
    if (sum < left) [left, limit] = [sum, performance.now() + PATIENCE_MS]
    if (performance.now() > limit) return show(`it never became quiet: ${JSON.stringify(waiting)}`)
    quiet = sum === 0 ? quiet + 1 : 0
    while (time.lookedAt() === looked && performance.now() < limit) await wait(50)
  }
}

const leftIn = async (db: Client) => ({
  events: await db.inboxEvent.count({ where: { handledAt: null, setAsideAt: null } }),
  messages: await db.outboxMessage.count({ where: { sentAt: null, setAsideAt: null } }),
  invitations: await db.invitation.count({ where: { doneAt: null } }),
  'groups without a room': await db.group.count({ where: { roomId: null } }),
})
