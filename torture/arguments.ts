import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type Sabotage, sabotages } from './bot/settings.ts'

/** What a run is to be like. */
export type TortureOptions = {
  botKills: number
  homeserverKills: number
  /** Only on PostgreSQL: SQLite lives in the bot's own process. */
  databaseKills: number
  /** How often the leading process is stopped until the standby has taken over. */
  stops: number
  rooms: number
  seed: number
  database: 'sqlite' | 'postgresql'
  /** Commands a second, in all rooms together. */
  rate: number
  /** The run goes on at least so long. */
  seconds: number
  sabotage?: Sabotage
  /** All rooms are encrypted, by this native library. */
  library?: string
}

const defaults = { 'bot-kills': 100, 'homeserver-kills': 10, 'database-kills': 10, rooms: 20, seconds: 60 } as const

/** Reads the command line; throws a sentence for what it cannot be. */
export function readArguments(args: string[]): TortureOptions {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      ...{ 'bot-kills': text, 'homeserver-kills': text, 'database-kills': text, stops: text, rooms: text },
      ...{ seed: text, database: text, rate: text, seconds: text, sabotage: text, encrypted: text },
    },
  })
  const number = (name: keyof typeof values, otherwise: number) => {
    const given = values[name]
    if (given !== undefined && !/^\d+(\.\d+)?$/.test(given))
      throw new Error(`--${name} needs a number, not "${given}".`)
    return given === undefined ? otherwise : Number(given)
  }
  const { database = 'sqlite', sabotage, encrypted: library } = values
  if (database !== 'sqlite' && database !== 'postgresql') throw new Error('--database is sqlite or postgresql.')
  if (sabotage !== undefined && !isSabotage(sabotage)) throw new Error(`--sabotage is ${sabotages.join(', ')}.`)
  const rooms = Math.max(1, number('rooms', defaults.rooms))
  const botKills = number('bot-kills', defaults['bot-kills'])
  return {
    botKills,
    homeserverKills: number('homeserver-kills', defaults['homeserver-kills']),
    databaseKills: database === 'sqlite' ? 0 : number('database-kills', defaults['database-kills']),
    // A process that is stopped keeps the encryption store, and then nobody takes over: that is a story of its own.
    stops: library ? 0 : number('stops', Math.round(botKills / 20)),
    rooms,
    seed: number('seed', randomInt(1_000_000)),
    database,
    rate: number('rate', Math.max(2, rooms / 10)),
    seconds: number('seconds', defaults.seconds),
    ...(sabotage ? { sabotage } : {}),
    ...(library ? { library } : {}),
  }
}

const isSabotage = (word: string): word is Sabotage => sabotages.some((one) => one === word)
