import { setTimeout as wait } from 'node:timers/promises'
import type { Person } from '../tools/person.ts'
import { answerTo } from './answer.ts'
import type { Kind } from './diary.ts'
import { ANSWER_MS, makeRoomOnce, patiently, sayOnce, soon } from './patience.ts'
import type { Random } from './random.ts'
import { followRooms } from './room-names.ts'
import type { Stage } from './writers.ts'

/** `group`: made; `move`: somebody invited or removed; `direct`: a direct room opened. */
export type Operation = 'group' | 'move' | 'direct'

export type Operations = ReturnType<typeof operateRooms>

/** Does something about rooms for the n-th time; calls `begin` when it is said, and resolves when its effect was seen. */
type Act = (n: number, begin: () => void) => Promise<void>

/** Something of a kind that is done again and again, with pauses of up to so many milliseconds. */
type Lane = { operation: Operation; random: Random; longest: number; act: Act }

/** Groups are made, direct rooms opened, people invited and removed, all side by side, until the signal comes. */
export function operateRooms(stage: Stage, random: Random, signal: AbortSignal) {
  const present = new Set<Lane>()
  let count = 0

  /** One after the other, since each builds on what the one before has left. */
  async function run(lane: Lane): Promise<void> {
    for (let n = 0; !signal.aborted; n++) {
      const pause = lane.random.between(100, lane.longest)
      await lane.act(n, () => present.add(lane))
      if (present.delete(lane)) count++
      await wait(pause, undefined, { signal }).catch(() => {}) // it is over
    }
  }
  const done = Promise.all(lanesOf(stage, random).map(run))
  return {
    done,
    /** What is under way: said, and nobody has seen the effect yet. */
    underWay: () => [...present].map(({ operation }) => operation),
    count: () => count,
  }
}

function lanesOf(stage: Stage, random: Random): Lane[] {
  const [opening, moving] = [random.fork('opening'), random.fork('moving')]
  return [
    { operation: 'group', random: random.fork('making'), longest: 4_000, act: makeGroups(stage) },
    { operation: 'direct', random: opening, longest: 4_000, act: openDirect(stage, opening) },
    ...stage.cast.movers.map((mover, index): Lane => {
      const own = moving.fork(`${index}`)
      return { operation: 'move', random: own, longest: 1_500, act: move(stage, mover, own, index) }
    }),
  ]
}

function makeGroups(stage: Stage): Act {
  const { cast, diary, direct } = stage
  const rooms = followRooms(cast.karin)
  return async (n, begin) => {
    const name = `AG Sommer ${String(n + 1).padStart(3, '0')}`
    const roomId = direct.of(cast.olga.userId)
    diary.groupsMade.push(name)
    const said = await command(stage, cast.olga, roomId, `gruppe neu ${name}`, `group-${n}`)
    begin()
    const answer = await answerTo(cast, cast.olga, roomId, said)
    const key = /Kürzel (\S+?)\./.exec(answer ?? '')?.[1]
    if (!key) return
    diary.invitations.push({ group: name, userId: cast.karin.userId })
    await command(stage, cast.olga, roomId, `mitglied [${key}] ${cast.karin.userId} LKH Koordination`, `appoint-${n}`)
    await soon(async () => (await rooms()).find((room) => room.name === name), ANSWER_MS)
  }
}

/** Is removed where she is, and invited where she is not. The first group keeps everybody, so that they stay known. */
function move(stage: Stage, mover: Person, random: Random, lane: number): Act {
  const { cast, diary, rooms } = stage
  return async (n, begin) => {
    const group = random.pick(cast.groups)
    const roomId = rooms.get(group.name) ?? ''
    if (group === cast.groups[0]) return
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/joined_members`
    const isThere = async () =>
      mover.userId in (await cast.karin.api<{ joined: Record<string, unknown> }>('GET', path)).joined
    const about = { group: group.name, userId: mover.userId }
    const present = await patiently(isThere)
    if (present) diary.removed.push(about)
    else {
      diary.invitations.push(about)
      diary.removed = diary.removed.filter((one) => one.group !== about.group || one.userId !== about.userId)
    }
    const text = `!gruppe ${present ? 'entfernen' : 'einladen'} ${mover.userId}`
    await command(stage, cast.karin, roomId, text, `move-${lane}-${n}`)
    begin()
    await soon(async () => ((await isThere()) !== present ? true : undefined), ANSWER_MS)
  }
}

function openDirect(stage: Stage, random: Random): Act {
  const { cast, direct } = stage
  return async (n, begin) => {
    const person = random.pick(random.pick(cast.groups).members.slice(0, 3))
    begin()
    const spec = { preset: 'trusted_private_chat', is_direct: true, invite: [cast.me.userId] }
    const roomId = await direct.open(person.userId, () => makeRoomOnce(person, `Direkt ${n + 1}`, spec))
    const said = await command(stage, person, roomId, 'heute', `direct-${n}`, 'look')
    await answerTo(cast, person, roomId, said)
  }
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
