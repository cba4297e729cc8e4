import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { openPerson, type Person } from '../tools/person.ts'
import { type Account, registerUser } from '../tools/synapse.ts'
import type { TortureOptions } from './arguments.ts'
import { openEncryptedPerson } from './encrypted-person.ts'

/** A homeserver at which people and bot can be registered. */
export type Server = { url: string; registrationSecret: string; serverName: string }

/** A group of the configuration: its key, its name, and who is in it beside the coordinator. */
export type Group = { key: string; name: string; members: Person[] }

export type Cast = {
  me: Account
  /** Coordinates all groups and reads all their rooms in the end. */
  karin: Person
  /** Operates, and makes groups. */
  olga: Person
  /** Sees the list of all rooms of the server. */
  supervisor: Person
  /** Write commands. */
  writers: Person[]
  /** Are removed and invited again. */
  movers: Person[]
  groups: Group[]
}

export const PASSWORD = 'torture-secret'
export const SPACE = 'Landkreis Harburg'
const WRITERS = ['anna', 'ben', 'jana', 'tom', 'paul', 'mia', 'lars']
const MEMBERS_EACH = 3

const administrations = [
  { key: 'landkreis', name: 'Landkreis Harburg', short: 'LKH', ags: '03353' },
  { key: 'seevetal', name: 'Gemeinde Seevetal', short: 'SEV', ags: '03353031' },
]

/** Registers everybody under names that nobody else has, and spreads the writers over the groups. */
export async function enlist(
  server: Server,
  suffix: string,
  { rooms, library }: Pick<TortureOptions, 'rooms' | 'library'>,
): Promise<Cast> {
  const register = async (name: string, admin = false) => {
    const account = await registerUser(server, `${name}-${suffix}`, PASSWORD, { displayName: titleOf(name), admin })
    const about = { url: server.url, ...account }
    return library && !admin ? openEncryptedPerson(about) : openPerson(about)
  }
  const me = await registerUser(server, `allmende-${suffix}`, PASSWORD, { displayName: 'Allmende' })
  const [karin, olga, supervisor] = [await register('karin'), await register('olga'), await register('aufsicht', true)]
  const writers = await Promise.all(WRITERS.map((name) => register(name)))
  const movers = await Promise.all(['eva', 'uwe'].map((name) => register(name)))
  const groups = Array.from({ length: rooms }, (_, index) => ({
    key: `k${index + 1}`,
    name: groupName(index),
    members: [
      ...Array.from({ length: MEMBERS_EACH }, (_one, k) => writers[(index + 2 * k) % writers.length] as Person),
      // So that they stay known when they are removed elsewhere.
      ...(index === 0 ? movers : []),
    ],
  }))
  return { me, karin, olga, supervisor, writers, movers, groups }
}

/** No name is a part of another one. */
export const groupName = (index: number) => `AG Nord ${String(index + 1).padStart(2, '0')}`
const titleOf = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)} Beispiel`

type Installed = { database: string; folder: string; library?: string | undefined }

/** Writes the bot's configuration; digests fall on the second day of a week so that a short run has one. */
export function writeConfiguration(server: Server, cast: Cast, { database, folder, library }: Installed): string {
  const file = join(folder, 'allmende.yaml')
  const { karin, olga, me, groups } = cast
  const configuration = {
    ...{ homeserver: server.url, user: me.userId, database, data: folder, space: SPACE },
    encryption: library ? { library } : false,
    operators: [olga.userId],
    digests: { coordinators: 'Di 8:00', groups: 'Di 9:00' },
    administrations,
    groups: groups.map(({ key, name, members }) => ({
      ...{ key, name, administrations: 'all', coordinators: [karin.userId] },
      members: [
        { id: karin.userId, administration: 'landkreis' },
        ...members.map(({ userId }) => ({ id: userId, administration: 'seevetal' })),
      ],
    })),
  }
  writeFileSync(file, stringify(configuration))
  return file
}
