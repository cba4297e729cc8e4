import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { openPerson, type Person } from '../tools/person.ts'
import { registerUser } from '../tools/synapse.ts'

/** Who plays: staff of several administrations, and the operator. People are made up. */
export const roles = {
  karin: { name: 'Karin Beispiel', administration: 'landkreis' },
  anna: { name: 'Anna Meyer', administration: 'seevetal' },
  ben: { name: 'Ben Schulz', administration: 'neu-wulmstorf' },
  jana: { name: 'Jana Winter', administration: 'buchholz' },
  tom: { name: 'Tom Krüger', administration: 'winsen' },
  paul: { name: 'Paul Peters', administration: 'stelle' },
  betrieb: { name: 'Olga Betrieb', administration: undefined },
} as const

export type Role = keyof typeof roles
export const PASSWORD = 'demo-geheim'

type Server = { url: string; registrationSecret: string; serverName: string }
export type Cast = Record<Role, Person> & { suffix: string; userId(role: Role): string }

/** Registers everybody; on a server with a history under names that are new. */
export async function enlist(server: Server, suffix: string): Promise<Cast> {
  const people = {} as Record<Role, Person>
  for (const role of Object.keys(roles) as Role[]) {
    const account = await registerUser(server, `${role}${suffix}`, PASSWORD, { displayName: roles[role].name })
    people[role] = openPerson({ url: server.url, ...account })
  }
  await registerUser(server, `allmende${suffix}`, PASSWORD, { displayName: 'Allmende' })
  return { ...people, suffix, userId: (role) => people[role].userId }
}

const fixture = new URL('./landkreis-harburg.yaml', import.meta.url)

type Fixture = { space: string; land: string; timeZone: string; administrations: object[] }

/** Writes a configuration like a county's: all 13 administrations, one group; the database is a file beside it. */
export function writeConfiguration(server: Server, cast: Cast, folder: string): string {
  const { space, land, timeZone, administrations } = parse(readFileSync(fixture, 'utf8')) as Fixture
  const members = (Object.keys(roles) as Role[]).filter((role) => roles[role].administration)
  const config = {
    homeserver: server.url,
    user: `@allmende${cast.suffix}:${server.serverName}`,
    database: `file:${folder}/allmende.db`,
    data: folder,
    encryption: false,
    space,
    land,
    timeZone,
    operators: [cast.userId('betrieb')],
    administrations,
    groups: [
      {
        key: 'it',
        name: 'AG IT-Kooperation',
        topic: 'Gemeinsame IT der Städte und Gemeinden im Landkreis',
        administrations: 'all',
        coordinators: [cast.userId('karin')],
        members: members.map((role) => ({ id: cast.userId(role), administration: roles[role].administration })),
      },
      {
        key: 'portale',
        name: 'AG Kommunale Portale',
        administrations: 'all',
        coordinators: [cast.userId('paul')],
        members: [{ id: cast.userId('anna'), administration: 'seevetal' }],
      },
    ],
  }
  rmSync(`${folder}/allmende.db`, { force: true })
  const file = `${folder}/allmende.yaml`
  writeFileSync(file, stringify(config))
  return file
}
