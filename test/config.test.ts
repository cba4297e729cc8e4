import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig, readEnvFile, readEnvironment } from '../config/config.ts'
import { configOf, loadText, minimal } from './config-files.ts'

const section7 = `homeserver: http://127.0.0.1:8008
user: "@allmende:harburg.example"
database: file:./data/allmende.db     # or postgresql://user@host/db
language: de
timeZone: Europe/Berlin
land: NI                              # public holidays
data: ./data                          # database, encryption store, keys
encryption: true                      # or false, or { library: <file>, signedOnly: false }
space: Landkreis Harburg
operators: ["@betrieb:harburg.example"]
digests: { coordinators: Mo 8:00, groups: Do 9:00 }
quiet: 18-7                           # default quiet hours; 24.12. and 31.12. are free days too
decisions: { confirm: true, word: Beschluss }   # or Empfehlung, Verabredung; also per group
votes: { quorum: 1/2, majority: einfach, objection: true, silence: false, grace: 15, tie: abgelehnt }
links: { capture: true, fetch: "off", allowPrivate: false }
administrations:
  - { key: seevetal, name: Gemeinde Seevetal, short: SEV, ags: "03353031", servers: [seevetal.example] }
  - { key: neu-wulmstorf, name: Gemeinde Neu Wulmstorf, short: NWU }
  - { key: landkreis, name: Landkreis Harburg, short: LKH, ags: "03353" }
groups:
  - key: it
    name: AG IT-Kooperation
    administrations: [seevetal, neu-wulmstorf, landkreis]   # or: all
    join: invite                      # or space: whoever is in the space may come in
    coordinators: ["@koordination:harburg.example"]
    members:
      - { id: "@anna:seevetal.example", administration: seevetal }
      - { id: "@ben:seevetal.example", administration: seevetal, role: deputy }
`

test('a file with every key loads, and says the same as its defaults', () => {
  const result = loadText(section7)
  expect(result).toMatchObject({ ok: true, warnings: [] })
  const { language, timeZone, land, data, encryption, digests, quiet, decisions, votes, links } = configOf(section7)
  expect(configOf(minimal)).toMatchObject({
    language,
    timeZone,
    land,
    data,
    encryption,
    digests,
    quiet,
    decisions,
    votes,
    links,
  })
})

test('the smallest file gets every default', () => {
  expect(configOf(minimal)).toStrictEqual({
    homeserver: 'https://matrix.harburg.example',
    user: '@allmende:harburg.example',
    database: 'file:./data/allmende.db',
    space: 'Landkreis Harburg',
    language: 'de',
    timeZone: 'Europe/Berlin',
    land: 'NI',
    data: './data',
    encryption: { signedOnly: false },
    operators: [],
    digests: { coordinators: 'Mo 8:00', groups: 'Do 9:00' },
    quiet: '18-7',
    decisions: { confirm: true, word: 'Beschluss' },
    votes: { quorum: '1/2', majority: 'einfach', objection: true, silence: false, grace: 15, tie: 'abgelehnt' },
    meetings: {
      invite: 7,
      standardItems: ['Eröffnung und Beschlussfähigkeit', 'Genehmigung der letzten Niederschrift', 'Verschiedenes'],
    },
    links: { capture: true, fetch: 'off', allowPrivate: false },
    retention: {
      answers: { months: 3 },
      tasks: { years: 2 },
      polls: { days: 30 },
      drafts: { days: 90 },
      links: { years: 5 },
    },
    administrations: [
      { key: 'seevetal', name: 'Gemeinde Seevetal', short: 'Gemeinde Seevetal', servers: [] },
      { key: 'stelle', name: 'Gemeinde Stelle', short: 'STE', servers: [] },
    ],
    groups: [
      {
        key: 'it',
        name: 'AG IT-Kooperation',
        administrations: ['seevetal', 'stelle'],
        join: 'invite',
        coordinators: [],
        members: [],
        decisions: { confirm: true, word: 'Beschluss' },
        votes: { quorum: '1/2', majority: 'einfach', objection: true, silence: false, grace: 15, tie: 'abgelehnt' },
      },
    ],
  })
})

test('a group differs from the rules of the installation in what it names', () => {
  const file = `${minimal}    # one more
  - key: hvb
    name: Hauptverwaltungsbeamte
    topic: Was alle betrifft
    timeZone: Europe/Lisbon
    decisions: { word: Empfehlung }
    votes: { silence: true, quorum: 3 }
    links: { capture: false }
decisions: { confirm: false }
`
  expect(configOf(file).groups[1]).toMatchObject({
    topic: 'Was alle betrifft',
    timeZone: 'Europe/Lisbon',
    decisions: { confirm: false, word: 'Empfehlung' },
    votes: { quorum: '3', silence: true, majority: 'einfach' },
    links: { capture: false },
  })
  expect(configOf(file).groups[0]).toMatchObject({ decisions: { confirm: false, word: 'Beschluss' } })
})

test.each([
  ['encryption: false', { encryption: false }],
  ['encryption: {}', { encryption: { signedOnly: false } }],
  [
    'encryption: { library: ./crypto.node, signedOnly: true }',
    { encryption: { library: './crypto.node', signedOnly: true } },
  ],
  ['links: { fetch: off }', { links: { fetch: 'off' } }],
  ['links: { fetch: false }', { links: { fetch: 'off' } }],
  ['links: { fetch: titles }', { links: { fetch: 'titles' } }],
  ['meetings: { invite: false, standardItems: [] }', { meetings: { invite: false, standardItems: [] } }],
  ['votes: { quorum: 50 % }', { votes: { quorum: '50 %' } }],
  ['retention: { tasks: 1 year }', { retention: { tasks: { years: 1 } } }],
  ['land: BY', { land: 'BY' }],
])('%s is understood', (line, expected) => {
  expect(configOf(minimal + line)).toMatchObject(expected)
})

test('a coordinator who also stands under members gets an administration by that', () => {
  const people = `, coordinators: ["@karin:stelle.example"], members: [{ id: "@karin:stelle.example", administration: stelle }]`
  const [group] = configOf(minimal.replace('name: AG IT-Kooperation', `name: AG IT-Kooperation${people}`)).groups
  expect(group).toMatchObject({
    coordinators: ['@karin:stelle.example'],
    members: [{ id: '@karin:stelle.example', administration: 'stelle', role: 'member' }],
  })
})

test('what is allowed but probably not meant is a warning', () => {
  expect(loadText(minimal, { ALLMENDE_PASWORD: 'geheim', ALLMENDE_CONFIG: 'x' })).toMatchObject({
    ok: true,
    warnings: [
      'operators: empty; nobody is told when something fails',
      'groups.0: it has no coordinator; nobody can confirm decisions or invite',
      'environment: ALLMENDE_PASWORD is not known. Did you mean "ALLMENDE_PASSWORD"?',
    ],
  })
})

test('secrets come from the environment, and an empty one is none', () => {
  const env = { ALLMENDE_ACCESS_TOKEN: 'a', ALLMENDE_PASSWORD: '', ALLMENDE_RECOVERY_KEY: 'c', HOME: '/' }
  expect(loadText(minimal, env)).toMatchObject({
    secrets: { accessToken: 'a', password: undefined, storePassphrase: undefined, recoveryKey: 'c' },
  })
})

test('a .env file is read, and none is empty', () => {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-env-'))
  expect(readEnvFile(join(folder, '.env'))).toStrictEqual({})
  writeFileSync(join(folder, '.env'), '# first start\nALLMENDE_PASSWORD="mit Leerzeichen"\n')
  expect({ ...readEnvFile(join(folder, '.env')) }).toStrictEqual({ ALLMENDE_PASSWORD: 'mit Leerzeichen' })
  rmSync(folder, { recursive: true })
})

test('the environment stands above .env; the password of PostgreSQL goes on to where its driver looks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-env-'))
  const file = join(folder, '.env')
  writeFileSync(file, 'PGPASSWORD=geheim\nALLMENDE_LOG=debug\n')
  const own: Record<string, string | undefined> = { ALLMENDE_LOG: 'warn' }
  expect(readEnvironment(own, file)).toStrictEqual({ PGPASSWORD: 'geheim', ALLMENDE_LOG: 'warn' })
  expect(own).toStrictEqual({ PGPASSWORD: 'geheim', ALLMENDE_LOG: 'warn' })
  expect(readEnvironment({ PGPASSWORD: 'eigenes' }, file)).toMatchObject({ PGPASSWORD: 'eigenes' })
  rmSync(folder, { recursive: true })
})

test('the demonstration’s county loads once it has a homeserver, a user and a database', () => {
  const county = readFileSync(new URL('../demo/landkreis-harburg.yaml', import.meta.url), 'utf8')
  const start = minimal.split('\n').slice(0, 3).join('\n')
  const config = configOf(`${start}\n${county}`)
  expect(config.administrations).toHaveLength(13)
  expect(config.groups.map(({ key, administrations }) => [key, administrations.length])).toStrictEqual([
    ['it', 3],
    ['portale', 13],
    ['egov', 13],
    ['hvb', 13],
  ])
})

test('a file that is not there is one problem', () => {
  expect(loadConfig('/nowhere/allmende.yaml', {})).toStrictEqual({
    ok: false,
    problems: [
      { path: '/nowhere/allmende.yaml', found: 'no such file', allowed: 'a file as in config/allmende.example.yaml' },
    ],
  })
})
