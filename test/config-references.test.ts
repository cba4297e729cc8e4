import { expect, test } from 'vitest'
import { complaints, group, plus, second } from './config-files.ts'

const ags = 'the official key in quotes: 5 digits (county), 8 (municipality) or 9 (joint municipality)'

test.each<[string, string, string]>([
  [
    'without its quotes',
    'ags: 03353032',
    `administrations.1.ags (line 7): found 03353032 without quotes; allowed: ${ags}. Write "03353032".`,
  ],
  ['without its zero', 'ags: "3353032"', `administrations.1.ags (line 7): found "3353032"; allowed: ${ags}`],
  [
    'of the region, too short',
    'ars: "03353032"',
    'administrations.1.ars (line 7): found "03353032"; allowed: the regional key in quotes: 12 digits',
  ],
])('an official key %s is refused', (_, part, expected) => {
  expect(complaints(second(`key: stelle, name: Gemeinde Stelle, ${part}`))).toStrictEqual([expected])
})

test.each(['ags: "03353"', 'ags: "03353032"', 'ags: "033535401"', 'ars: "033530032032"'])(
  '%s is understood',
  (part) => {
    expect(complaints(second(`key: stelle, name: Gemeinde Stelle, ${part}`))).toStrictEqual([])
  },
)

test.each<[string, string, string]>([
  [
    'two administrations of one key',
    second('key: seevetal, name: Gemeinde Stelle'),
    'administrations.1.key (line 7): found "seevetal" again, first in administrations.0.key; allowed: each once',
  ],
  [
    'two administrations of one name',
    second('key: stelle, name: gemeinde seevetal'),
    'administrations.1.name (line 7): found "gemeinde seevetal" again, first in administrations.0.name; allowed: each once',
  ],
  [
    'a short name that is another’s key',
    second('key: stelle, name: Gemeinde Stelle, short: Seevetal'),
    'administrations.1.short (line 7): found "Seevetal" again, first in administrations.0.key; allowed: each once',
  ],
  [
    'two groups of one key',
    plus('  - { key: it, name: Andere }'),
    'groups.1.key (line 10): found "it" again, first in groups.0.key; allowed: each once',
  ],
  [
    'two groups of one name',
    plus('  - { key: it2, name: ag it-kooperation }'),
    'groups.1.name (line 10): found "ag it-kooperation" again, first in groups.0.name; allowed: each once',
  ],
  [
    'a group of an unknown administration',
    group('administrations: [seevtal]'),
    'groups.0.administrations.0 (line 9): found "seevtal", no such administration; allowed: seevetal, stelle. Did you mean "seevetal"?',
  ],
  [
    'an administration twice in a group',
    group('administrations: [stelle, stelle]'),
    'groups.0.administrations.1 (line 9): found "stelle" again, first in groups.0.administrations.0; allowed: each once',
  ],
  [
    'a member of an unknown administration',
    group('members: [{ id: "@anna:seevetal.example", administration: stele }]'),
    'groups.0.members.0.administration (line 9): found "stele", no such administration; allowed: seevetal, stelle. Did you mean "stelle"?',
  ],
  [
    'a member of an administration outside',
    group('administrations: [stelle], members: [{ id: "@anna:seevetal.example", administration: seevetal }]'),
    'groups.0.members.0.administration (line 9): found "seevetal", not an administration of this group; allowed: stelle',
  ],
  [
    'a member twice',
    group('members: [{ id: "@anna:seevetal.example" }, { id: "@anna:seevetal.example", role: deputy }]'),
    'groups.0.members.1.id (line 9): found "@anna:seevetal.example" again, first in groups.0.members.0.id; allowed: each once',
  ],
  [
    'a coordinator twice',
    group('coordinators: ["@k:a.example", "@k:a.example"]'),
    'groups.0.coordinators.1 (line 9): found "@k:a.example" again, first in groups.0.coordinators.0; allowed: each once',
  ],
  [
    'a person with two administrations',
    `${group('members: [{ id: "@anna:seevetal.example", administration: seevetal }]')}  - { key: hvb, name: HVB, members: [{ id: "@anna:seevetal.example", administration: stelle }] }`,
    'groups.1.members.0.administration (line 10): found "stelle", but "seevetal" in groups.0.members.0.administration; allowed: one administration for each person',
  ],
  [
    'the bot as an operator',
    plus('operators: ["@allmende:harburg.example"]'),
    'operators.0 (line 10): found the bot itself; allowed: the Matrix ids of people',
  ],
])('%s is a contradiction', (_, file, expected) => {
  expect(complaints(file)).toStrictEqual([expected])
})

test('one person may stand in several groups, for the same administration', () => {
  const members = 'members: [{ id: "@anna:seevetal.example", administration: seevetal }]'
  expect(complaints(`${group(members)}  - { key: hvb, name: HVB, ${members} }`)).toStrictEqual([])
})
