import { storeSync } from '../../bot/matrix/sync-store.ts'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'
import type { FakeEvent } from '../homeserver.ts'
import { type Hostile, hostileEvent } from './events.ts'
import { errorsOf, longAnswers, serve, waiting } from './faults.ts'
import { randomOf } from './random.ts'
import { leftByRefused, traceChanges } from './traces.ts'
import { wellMeant } from './wellmeant.ts'
import { hostileGroups, lookAround, type Surroundings } from './world.ts'

/** Events that come in one answer of the homeserver. */
const BATCH = 100
/** Events after which somebody asks something, and after which the jobs look at what has come together. */
const SERVED_EVERY = 500
const JOBS_EVERY = 2500
/** How far apart events are. */
const PACE_MS = 2_400
const KEPT_EVENTS = 40
export type Findings = {
  /** Errors of the log, answers that are too long, traces of refused commands, people who were not served. */
  faults: string[]
  outcomes: Record<string, number>
  /** Per command: how often it ran and was refused. */
  commands: Map<string, { ran: number; refused: number }>
  answers: number
  longestAnswer: number
  /** Milliseconds, and those of the processor, from each answer of the homeserver until all in it is handled and answered. */
  times: { wall: number; cpu: number }[]
}

/** A whole bot among people who send it anything at all. */
export async function startTorment() {
  const bot = await testBot({ at: '2026-03-09T09:00:00+01:00', groups: hostileGroups })
  await beginWork(bot)
  const traces = await traceChanges(bot.db)
  return {
    bot,
    traces,
    async close() {
      await traces.stop()
      await bot.close()
    },
  }
}

/** A few of everything, so that ids and numbers mean something. */
async function beginWork(bot: TestBot) {
  for (let i = 1; i <= 4; i++) {
    await bot.ask(people.karin, `!aufgabe Angebot ${i} prüfen @anna bis 20.3.`)
    await bot.ask(people.karin, `!beschluss Drucker ${i} werden gemeinsam beschafft`)
    await bot.ask(people.anna, `!sitzung ${10 + i}.3. 10 Uhr Runde ${i}`)
    await bot.ask(people.ben, `!link https://seite${i}.example/muster Vorlage ${i}`)
    await bot.ask(people.paul, `!wissen Anleitung ${i}: So geht es mit dem Portal ${i}`, { in: 'portale' })
  }
}

type Torment = Awaited<ReturnType<typeof startTorment>>

/** Sends the events `from` up to `to` of this seed, `batch` at a time, and looks after each at what that has done. */
export async function torment(
  { bot, traces }: Torment,
  seed: number,
  { from, to, batch = BATCH }: { from: number; to: number; batch?: number },
): Promise<Findings> {
  const findings: Findings = { faults: [], outcomes: {}, commands: new Map(), answers: 0, longestAnswer: 0, times: [] }
  for (let start = from; start < to; start += batch) {
    const end = Math.min(start + batch, to)
    const called = await sendBatch(bot, seed, start, end, findings.times)
    const marks = await traces.drain()
    const faults = [...leftByRefused(marks), ...errorsOf(bot), ...longAnswers(bot, findings), ...(await waiting(bot))]
    forget(bot)
    findings.answers += marks.filter(({ what }) => what.startsWith('promised answer:')).length
    for (const { eventId, outcome } of marks) if (eventId) count(findings, outcome ?? 'none', called.get(eventId))
    if (passes(SERVED_EVERY, start, end)) faults.push(...(await serve(bot)))
    await heal(bot)
    if (passes(JOBS_EVERY, start, end)) faults.push(...(await liveOn(bot)))
    await traces.drain()
    findings.faults.push(...faults.map((fault) => `events ${start} to ${end - 1} of seed ${seed}: ${fault}`))
  }
  return findings
}

const passes = (every: number, start: number, end: number) => Math.floor(end / every) > Math.floor(start / every)

/** What the homeserver tells at once, stored and handled as the bot does it. Returns the command that each event calls. */
async function sendBatch(bot: TestBot, seed: number, start: number, end: number, times: Findings['times']) {
  const around = await lookAround(bot)
  const events = Array.from({ length: end - start }, (_, i) => eventOf(seed, start + i, around))
  const called = addTo(bot, events)
  const response = bot.homeserver.sync()
  putAmong(response, events, randomOf(seed, -1 - start))
  const [before, spent] = [performance.now(), process.cpuUsage()]
  await storeSync(bot.db, response, { receivedAt: bot.clock(), me: bot.installation.me })
  await bot.app.work()
  const { user, system } = process.cpuUsage(spent)
  times.push({ wall: performance.now() - before, cpu: (user + system) / 1000 })
  await bot.work()
  bot.travelTo(new Date(+bot.clock() + PACE_MS * (end - start)).toISOString())
  return called
}

const eventOf = (seed: number, index: number, around: Surroundings): Hostile =>
  wellMeant(index, around) ?? hostileEvent(randomOf(seed, index), around)

/** Puts those that a homeserver can hold into their rooms. */
function addTo(bot: TestBot, events: readonly Hostile[]): Map<string, string> {
  const called = new Map<string, string>()
  for (const event of events) {
    if (event.kind === 'raw') continue
    const eventId = bot.homeserver.add(
      event.roomId,
      event.sender,
      event.type,
      event.content,
      event.more as Partial<FakeEvent>,
    )
    if (event.command) called.set(eventId, event.command)
  }
  return called
}

type Rooms = Record<string, { timeline?: { events?: unknown[] } }>

/** The others stand among them, and in rooms that there are not. */
function putAmong(response: Record<string, unknown>, events: readonly Hostile[], random: ReturnType<typeof randomOf>) {
  const { join } = response['rooms'] as { join: Rooms }
  for (const event of events) {
    if (event.kind === 'sent') continue
    const timeline = (Object.hasOwn(join, event.roomId) ? join[event.roomId] : undefined)?.timeline?.events
    if (timeline) timeline.splice(random.below(timeline.length + 1), 0, event.raw)
    else Object.defineProperty(join, event.roomId, { value: roomWith(event.raw), enumerable: true, configurable: true })
  }
}

const roomWith = (raw: unknown) => ({ timeline: { events: [raw], limited: false } })

/** A homeserver holds for ever what it was told; here it would look as if the bot did. */
function forget({ homeserver, installation }: TestBot): void {
  for (const room of homeserver.rooms.values()) {
    const surplus = Math.max(0, room.timeline.length - KEPT_EVENTS)
    room.timeline.splice(0, surplus)
    room.told = Math.max(0, room.told - surplus)
    for (const event of room.state.values())
      if (event.sender !== installation.me) event.content = onlyShort(event.content)
  }
  homeserver.forgetTransactionIds()
  homeserver.forgetTokens()
  homeserver.requests.splice(0)
}

const onlyShort = (content: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(content).filter(([, value]) => typeof value === 'string' && value.length < 100))

/** A morning comes and the jobs look. */
async function liveOn(bot: TestBot): Promise<string[]> {
  bot.travelTo(new Date(+bot.clock() + 11 * 3_600_000).toISOString())
  await bot.tick()
  return errorsOf(bot)
}

/** Groups that somebody has ended go on, and who was removed is back: else soon everything would be refused. */
async function heal(bot: TestBot): Promise<void> {
  await bot.db.group.updateMany({ where: { archivedAt: { not: null } }, data: { archivedAt: null } })
  await bot.db.membership.updateMany({
    where: { OR: [{ removedAt: { not: null } }, { leftAt: { not: null } }] },
    data: { removedAt: null, leftAt: null },
  })
}

function count({ outcomes, commands }: Findings, outcome: string, command: string | undefined) {
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  if (!command || (outcome !== 'ran' && outcome !== 'refused')) return
  const counted = commands.get(command) ?? { ran: 0, refused: 0 }
  counted[outcome]++
  commands.set(command, counted)
}
