import { groups as county, type FixtureGroup, people } from '../fixture.ts'

const frida = '@frida:seevetal.example'
const petra = '@petra:seevetal.example'
const rita = '@rita:wulmstorf.example'

/**
 * Who speaks, by the letter of the column. Seen from the AG IT-Kooperation, whose entries the table is about:
 * o operator · k coordinator · a author of the entries, also a member of the other group · m member · d deputy ·
 * f member of the other group, of the author's administration · g coordinator of the other group ·
 * p known person without a group (she has left) · s stranger · r removed person
 */
export const persons = {
  o: people.olga,
  k: people.karin,
  a: people.anna,
  m: people.ben,
  d: people.dora,
  f: frida,
  g: people.paul,
  p: petra,
  s: people.stranger,
  r: rita,
} as const

export type Person = keyof typeof persons

/** Where they speak: the group's room, the room of the other group, a direct message. */
export const places = ['room', 'foreign', 'direct'] as const

export type Place = (typeof places)[number]

/** The small county, with those who are in it only here; two of them go before the story begins. */
export const groups: FixtureGroup[] = county.map((group) => ({
  ...group,
  members: [
    ...group.members,
    ...(group.key === 'it'
      ? [
          { id: petra, administration: 'seevetal' },
          { id: rita, administration: 'neu-wulmstorf' },
        ]
      : [{ id: frida, administration: 'seevetal' }]),
  ],
}))

/** The keys of both groups. */
export const keys = { room: 'it', foreign: 'portale' } as const
