import type { Installation } from '../bot/installation.ts'

/** A small county for the stories. Names are those of real administrations; people are made up. */
export const people = {
  karin: '@karin:landkreis.example',
  anna: '@anna:seevetal.example',
  ben: '@ben:wulmstorf.example',
  dora: '@dora:seevetal.example',
  paul: '@paul:stelle.example',
  olga: '@olga:betrieb.example',
  stranger: '@fremd:anderswo.example',
} as const

export const names: Record<string, string> = {
  [people.karin]: 'Karin Beispiel',
  [people.anna]: 'Anna Meyer',
  [people.ben]: 'Ben Schulz',
  [people.dora]: 'Dora Lang',
  [people.paul]: 'Paul Peters',
  [people.olga]: 'Olga Betrieb',
  [people.stranger]: 'Fremde Person',
}

export const administrations = [
  { key: 'landkreis', name: 'Landkreis Harburg', short: 'LKH', servers: ['landkreis.example'] },
  { key: 'seevetal', name: 'Gemeinde Seevetal', short: 'SEV', servers: ['seevetal.example'] },
  { key: 'neu-wulmstorf', name: 'Gemeinde Neu Wulmstorf', short: 'NWU', servers: ['wulmstorf.example'] },
  { key: 'stelle', name: 'Gemeinde Stelle', short: 'STE', servers: ['stelle.example'] },
] as const

type Member = { id: string; administration: string; role?: 'member' | 'deputy' | 'coordinator' | 'leitung' }

export type FixtureGroup = { key: string; name: string; administrations: string[]; members: Member[] }

/** Group it: Karin coordinates, Anna (Seevetal), Ben (Neu Wulmstorf), Dora (deputy, Seevetal). Group portale: Paul coordinates, Anna is in it too. */
export const groups: FixtureGroup[] = [
  {
    key: 'it',
    name: 'AG IT-Kooperation',
    administrations: ['landkreis', 'seevetal', 'neu-wulmstorf'],
    members: [
      { id: people.karin, administration: 'landkreis', role: 'coordinator' },
      { id: people.anna, administration: 'seevetal' },
      { id: people.ben, administration: 'neu-wulmstorf' },
      { id: people.dora, administration: 'seevetal', role: 'deputy' },
    ],
  },
  {
    key: 'portale',
    name: 'AG Kommunale Portale',
    administrations: ['landkreis', 'seevetal', 'neu-wulmstorf', 'stelle'],
    members: [
      { id: people.paul, administration: 'stelle', role: 'coordinator' },
      { id: people.anna, administration: 'seevetal' },
    ],
  },
]

export const installation: Installation = {
  me: '@allmende:fake.example',
  space: 'Landkreis Harburg',
  language: 'de',
  timeZone: 'Europe/Berlin',
  land: 'NI',
  operators: [people.olga],
  digests: { coordinators: 'Mo 8:00', groups: 'Do 9:00' },
  quiet: '18-7',
  encryption: false,
  signedOnly: false,
  decisions: { confirm: true, word: 'Beschluss' },
  links: { capture: true, fetch: 'off', allowPrivate: false },
  version: '0.0.0',
  database: 'sqlite',
}
