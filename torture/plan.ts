import type { TortureOptions } from './arguments.ts'
import { type Moment, moments, type Sabotage, secretMoments } from './bot/settings.ts'
import type { Random } from './random.ts'

/** One blow. Delays in milliseconds. */
export type Blow =
  /** So long after the leading process had started. */
  | { kind: 'bot'; when: 'running'; delay: number }
  /** So long after a process was launched, whether it has come up or not. */
  | { kind: 'bot'; when: 'starting'; delay: number }
  /** So long after the bot has begun to ask the homeserver something about rooms. */
  | { kind: 'bot'; when: 'operation'; delay: number }
  /** At a moment that matters, the n-th of its kind. */
  | { kind: 'bot'; when: 'moment'; moment: Moment; skip: number }
  /** Killed, and started again so much later. */
  | { kind: 'homeserver' | 'database'; delay: number; down: number }
  /** The leading process is stopped until the other one leads, and goes on then; `anywhere`: in the middle of a write, too. */
  | { kind: 'stop'; delay: number; anywhere: boolean }
  | { kind: 'standby'; isOn: boolean }

const momentOf: Record<Sabotage, Moment> = { 'outbox-key': 'sent', transaction: 'marked', inbox: 'received' }

/** What is killed when: all of it from the seed. */
export function planBlows(options: TortureOptions, random: Random): Blow[] {
  const { botKills, homeserverKills, databaseKills, stops, sabotage } = options
  if (sabotage)
    return Array.from({ length: botKills }, (_, index) =>
      index === 0
        ? { kind: 'bot', when: 'running', delay: 0 }
        : { kind: 'bot', when: 'moment', moment: momentOf[sabotage], skip: random.between(0, 2) },
    )
  const blows: Blow[] = Array.from({ length: botKills }, (_, index) => botBlow(random, index))
  const spread = (kind: 'homeserver' | 'database', count: number) => {
    for (let i = 0; i < count; i++)
      insert(blows, (i + 0.5) / count, { kind, delay: random.between(0, 2000), down: random.between(0, 2500) })
  }
  spread('homeserver', homeserverKills)
  spread('database', databaseKills)
  if (botKills < 3) return blows
  // A standby in the middle of the run; moments are waited for where one process is alone.
  const [from, to] = [Math.floor(blows.length / 3), Math.ceil((blows.length * 2) / 3)]
  const middle = blows.slice(from, to).map((blow) => alongside(blow, random))
  for (let i = 0; i < stops; i++)
    insert(middle, (i + 0.5) / stops, { kind: 'stop', delay: random.between(500, 3000), anywhere: i % 2 === 1 })
  return withMoments(
    [
      ...blows.slice(0, from),
      { kind: 'standby', isOn: true },
      ...middle,
      { kind: 'standby', isOn: false },
      // The next process after a kill is told what to wait for: this one is none yet.
      ...blows.slice(to, to + 1).map((blow) => alongside(blow, random)),
      ...blows.slice(to + 1),
    ],
    options.library ? [...moments, ...secretMoments] : moments,
    random,
  )
}

function botBlow(random: Random, index: number): Blow {
  const delay = random.between(0, 6000)
  const kind = index === 0 ? 0 : random.next()
  if (kind < 0.25) return { kind: 'bot', when: 'running', delay }
  if (kind < 0.6) return { kind: 'bot', when: 'operation', delay: random.between(0, 300) }
  if (kind < 0.9) return { kind: 'bot', when: 'moment', moment: 'sent', skip: random.between(0, 3) }
  return { kind: 'bot', when: 'starting', delay: random.between(50, 1500) }
}

/** All kinds of moments in turn; those that come seldom at their first. */
function withMoments(blows: readonly Blow[], all: readonly Moment[], random: Random): Blow[] {
  let n = random.between(0, all.length - 1)
  return blows.map((blow) => {
    if (blow.kind !== 'bot' || blow.when !== 'moment') return blow
    const moment = all[n++ % all.length] ?? blow.moment
    return { ...blow, moment, skip: ['made', 'invited'].includes(moment) ? 0 : blow.skip }
  })
}

const alongside = (blow: Blow, random: Random): Blow =>
  blow.kind === 'bot' && (blow.when === 'moment' || blow.when === 'starting')
    ? { kind: 'bot', when: 'running', delay: random.between(0, 3000) }
    : blow

function insert(blows: Blow[], share: number, blow: Blow): void {
  blows.splice(Math.min(blows.length, Math.round(share * (blows.length + 1))), 0, blow)
}
