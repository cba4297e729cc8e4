import { setTimeout as wait } from 'node:timers/promises'
import type { Person } from '../tools/person.ts'
import type { Cast } from './cast.ts'
import type { Kind } from './diary.ts'
import { makeRoomOnce, patiently, sayOnce, soon } from './patience.ts'
import type { Random } from './random.ts'
import type { Stage } from './writers.ts'

type Operation = 'group' | 'move' | 'direct'

export type Operations = ReturnType<typeof operateRooms>

/** Groups are made and direct rooms opened, and beside that people are invited and removed, until the signal comes. */
export function operateRooms(stage: Stage, random: Random, signal: AbortSignal) {
  const present = new Set<Operation>()
  let begun = Promise.withResolvers<void>()
  let count = 0

  /** One after the other, since each builds on what the one before has left. */
  async function run(own: Random, operations: readonly Operation[]): Promise<void> {
    for (let n = 0; !signal.aborted; n++) {
      const operation = own.pick(operations)
      const pause = own.between(100, 1500)
      const begin = () => {
        present.add(operation)
        begun.resolve()
        begun = Promise.withResolvers<void>()
      }
      if (operation === 'group') await makeGroup(stage, n, begin)
      else if (operation === 'direct')
        await openDirect(stage, own.pick(own.pick(stage.cast.groups).members.slice(0, 3)), n, begin)
      else await move(stage, own, n, begin)
      if (present.delete(operation)) count++
      await wait(pause)
    }
  }
  const done = Promise.all([
    run(random.fork('making'), ['group', 'group', 'direct']),
    run(random.fork('moving'), ['move']),
  ])
  return {
    done,
    /** What is under way: said, and nobody has seen the effect yet. */
    underWay: () => [...present],
    /** Resolves when the next one has just been asked for. */
    next: () => begun.promise,
    count: () => count,
  }
}

async function makeGroup(stage: Stage, n: number, begin: () => void): Promise<void> {
  const { cast, diary } = stage
  const name = `AG Sommer ${String(n + 1).padStart(3, '0')}`
  const roomId = stage.direct.get(cast.olga.userId) ?? ''
  diary.groupsMade.push(name)
  diary.invitations.push({ group: name, userId: cast.karin.userId })
  const said = await command(stage, cast.olga, roomId, `gruppe neu ${name}`, `group-${n}`)
  begin()
  const answer = await answerTo(cast, cast.olga, roomId, said)
  const key = /Kürzel (\S+?)\./.exec(answer ?? '')?.[1]
  if (!key) return
  await command(stage, cast.olga, roomId, `mitglied [${key}] ${cast.karin.userId} LKH Koordination`, `appoint-${n}`)
  await soon(async () => (await cast.karin.joinedRooms()).find((room) => room.name === name))
}

/** Whoever is in the room is removed, whoever is not is invited. The first group keeps them, so that they stay known. */
async function move(stage: Stage, random: Random, n: number, begin: () => void): Promise<void> {
  const { cast, diary, rooms } = stage
  const group = random.pick(cast.groups)
  const mover = random.pick(cast.movers)
  const roomId = rooms.get(group.name) ?? ''
  if (group === cast.groups[0]) return
  const isThere = async () =>
    (await cast.karin.members(roomId)).some((one) => one.userId === mover.userId && one.membership === 'join')
  const about = { group: group.name, userId: mover.userId }
  const present = await patiently(isThere)
  if (present) diary.removed.push(about)
  else {
    diary.invitations.push(about)
    diary.removed = diary.removed.filter((one) => one.group !== about.group || one.userId !== about.userId)
  }
  await command(stage, cast.karin, roomId, `!gruppe ${present ? 'entfernen' : 'einladen'} ${mover.userId}`, `move-${n}`)
  begin()
  await soon(async () => ((await isThere()) !== present ? true : undefined))
}

async function openDirect(stage: Stage, person: Person, n: number, begin: () => void): Promise<void> {
  const { cast } = stage
  begin()
  const roomId = await makeRoomOnce(person, `Direkt ${n + 1}`, {
    preset: 'trusted_private_chat',
    is_direct: true,
    invite: [cast.me.userId],
  })
  stage.direct.set(person.userId, roomId)
  const said = await command(stage, person, roomId, 'heute', `direct-${n}`, 'look')
  await answerTo(cast, person, roomId, said)
}

async function command(
  { diary }: Stage,
  person: Person,
  roomId: string,
  text: string,
  transaction: string,
  kind: Kind = 'rooms',
): Promise<string> {
  const from = Date.now()
  const eventId = await sayOnce(person, roomId, transaction, { msgtype: 'm.text', body: text, 'm.mentions': {} })
  diary.sayings.push({ eventId, roomId, sender: person.userId, kind, text, word: transaction, from, to: Date.now() })
  return eventId
}

/** Waits for an answer; undefined when none came, which is counted later on. */
async function answerTo({ me }: Cast, person: Person, roomId: string, eventId: string): Promise<string | undefined> {
  const found = await soon(async () =>
    (await person.messages(roomId)).find(
      ({ sender, relatesTo }) => sender === me.userId && relatesTo?.inReplyTo === eventId,
    ),
  )
  return found?.body
}
