import { expect, test } from 'vitest'
import { complaints, group, loadText, minimal, plus, second, swap } from './config-files.ts'

const id = 'a full Matrix id such as "@anna:seevetal.example"'
const topKeys =
  'homeserver, user, database, language, timeZone, land, data, encryption, space, operators, digests, quiet, decisions, votes, meetings, links, retention, administrations, groups'
const key = 'lowercase letters, digits and hyphens, beginning with a letter'
const weekly = 'a weekday (Mo, Di, Mi, Do, Fr, Sa, So) and a time, such as Mo 8:00'

test.each<[string, string, string]>([
  ['a mistyped key', plus('sapce: x'), `sapce (line 10): unknown key; allowed: ${topKeys}. Did you mean "space"?`],
  ['two mistakes in a short key', plus('lxxd: NI'), `lxxd (line 10): unknown key; allowed: ${topKeys}`],
  [
    'two mistakes in a long key',
    plus('oqeratros: []'),
    `oqeratros (line 10): unknown key; allowed: ${topKeys}. Did you mean "operators"?`,
  ],
  ['three mistakes in a long key', plus('oqexatros: []'), `oqexatros (line 10): unknown key; allowed: ${topKeys}`],
  ['a key that nothing resembles', plus('colour: red'), `colour (line 10): unknown key; allowed: ${topKeys}`],
  [
    'a mistyped key inside',
    plus('digests: { gruops: Do 9:00 }'),
    'digests.gruops (line 10): unknown key; allowed: coordinators, groups. Did you mean "groups"?',
  ],
  [
    'a mistyped key of encryption',
    plus('encryption: { libary: a.node }'),
    'encryption.libary (line 10): unknown key; allowed: library, signedOnly. Did you mean "library"?',
  ],
  [
    'a mistyped key of a group’s rules',
    group('decisions: { confrim: true }'),
    'groups.0.decisions.confrim (line 9): unknown key; allowed: confirm, word. Did you mean "confirm"?',
  ],
  [
    'a needed key left out',
    swap('space: Landkreis Harburg\n', ''),
    'space: missing; allowed: a text of one line, up to 255 characters',
  ],
  [
    'a needed key without a value',
    swap('space: Landkreis Harburg', 'space:'),
    'space (line 4): found nothing; allowed: a text of one line, up to 255 characters',
  ],
  [
    'a name left out inside',
    second('key: stelle'),
    'administrations.1.name (line 7): missing; allowed: a text of one line, up to 255 characters',
  ],

  [
    'a homeserver without http',
    swap('https://matrix.harburg.example/', 'matrix.harburg.example'),
    'homeserver (line 1): found "matrix.harburg.example"; allowed: an http or https address such as https://matrix.harburg.example',
  ],
  [
    'a user without server',
    swap('"@allmende:harburg.example"', 'allmende'),
    `user (line 2): found "allmende"; allowed: ${id}`,
  ],
  [
    'a database of an unknown kind',
    swap('file:./data/allmende.db', 'mysql://db/allmende'),
    'database (line 3): found "mysql://db/allmende"; allowed: file:<path> or postgresql://<user>@<host>/<database>',
  ],
  ['a language that there is not', plus('language: fr'), 'language (line 10): found "fr"; allowed: de, en'],
  [
    'a mistyped time zone',
    plus('timeZone: Europe/Berln'),
    'timeZone (line 10): found "Europe/Berln"; allowed: a time zone such as Europe/Berlin',
  ],
  [
    'an offset for a time zone',
    plus('timeZone: "+01:00"'),
    'timeZone (line 10): found "+01:00"; allowed: a time zone such as Europe/Berlin',
  ],
  [
    'a Land that there is not',
    plus('land: XX'),
    'land (line 10): found "XX"; allowed: BW, BY, BE, BB, HB, HH, HE, MV, NI, NW, RP, SL, SN, ST, SH, TH',
  ],
  [
    'an English weekday',
    plus('digests: { groups: Mon 8:00 }'),
    `digests.groups (line 10): found "Mon 8:00"; allowed: ${weekly}`,
  ],
  [
    'an hour that no day has',
    plus('digests: { groups: Mo 24:00 }'),
    `digests.groups (line 10): found "Mo 24:00"; allowed: ${weekly}`,
  ],
  [
    'quiet hours of one number',
    plus('quiet: 18'),
    'quiet (line 10): found 18 without quotes; allowed: two different full hours such as 18-7',
  ],
  [
    'quiet hours around the clock',
    plus('quiet: 8-08'),
    'quiet (line 10): found "8-08"; allowed: two different full hours such as 18-7',
  ],
  [
    'a quorum above one',
    plus('votes: { quorum: 3/2 }'),
    'votes.quorum (line 10): found "3/2"; allowed: a number (3), a share (2/3) or a percentage (50 %)',
  ],
  [
    'a quorum of nobody',
    plus('votes: { quorum: 0 }'),
    'votes.quorum (line 10): found 0; allowed: a number (3), a share (2/3) or a percentage (50 %)',
  ],
  [
    'a mistyped majority',
    plus('votes: { majority: einfahc }'),
    'votes.majority (line 10): found "einfahc"; allowed: einfach, absolut, 2/3, 3/4, einstimmig. Did you mean "einfach"?',
  ],
  [
    'a yes that is no YAML',
    plus('links: { capture: ja }'),
    'links.capture (line 10): found "ja"; allowed: true or false',
  ],
  [
    'a number among keys',
    group('administrations: [stelle, 3]'),
    `groups.0.administrations.1 (line 9): found 3 without quotes; allowed: ${key}`,
  ],
  [
    'a text for encryption',
    plus('encryption: "yes"'),
    'encryption (line 10): found "yes"; allowed: true, false or a mapping with library, signedOnly',
  ],
  [
    'a library that is none',
    plus('encryption: { library: crypto.so }'),
    'encryption.library (line 10): found "crypto.so"; allowed: a file whose name ends in .node',
  ],
  [
    'minutes with a fraction',
    plus('votes: { grace: 1.5 }'),
    'votes.grace (line 10): found 1.5; allowed: a whole number from 0 to 1440',
  ],
  [
    'an invitation on the same day',
    plus('meetings: { invite: 0 }'),
    'meetings.invite (line 10): found 0; allowed: a whole number from 1 to 60, or false',
  ],
  [
    'a span in other words',
    plus('retention: { tasks: soon }'),
    'retention.tasks (line 10): found "soon"; allowed: a span such as 30 days, 3 months or 2 years',
  ],
  [
    'a text where a list belongs',
    plus('operators: "@betrieb:harburg.example"'),
    'operators (line 10): found "@betrieb:harburg.example"; allowed: a list of Matrix ids',
  ],
  [
    'a list where a mapping belongs',
    plus('digests: [Mo 8:00]'),
    'digests (line 10): found a list; allowed: a mapping with coordinators, groups',
  ],
  [
    'a server with https',
    second('key: stelle, name: Gemeinde Stelle, servers: ["https://stelle.example"]'),
    'administrations.1.servers.0 (line 7): found "https://stelle.example"; allowed: a Matrix server name such as seevetal.example',
  ],
  [
    'a role that there is not',
    group('members: [{ id: "@anna:seevetal.example", role: deputi }]'),
    'groups.0.members.0.role (line 9): found "deputi"; allowed: member, deputy, coordinator, leitung. Did you mean "deputy"?',
  ],
  [
    'a key with a capital',
    second('key: Stelle, name: Gemeinde Stelle'),
    `administrations.1.key (line 7): found "Stelle"; allowed: ${key}`,
  ],
  [
    'one administration without a list',
    group('administrations: stelle'),
    'groups.0.administrations (line 9): found "stelle"; allowed: all, or a list of keys of administrations',
  ],
  [
    'a name of two lines',
    second('key: stelle, name: "Gemeinde\\nStelle"'),
    'administrations.1.name (line 7): found "Gemeinde\\nStelle"; allowed: a text of one line, up to 255 characters',
  ],
])('%s is told with its place', (_, file, expected) => {
  expect(complaints(file)).toStrictEqual([expected])
})

test('all problems are told at once, in the order of the file, what is missing last', () => {
  const file = minimal
    .replace('space: Landkreis Harburg', 'land: Bayern\nspcae: Landkreis Harburg\npassword: hunter2')
    .replace('name: AG IT-Kooperation', 'administrations: [stele], members: [{ id: anna }]')
  const result = loadText(file)
  expect(result.ok ? [] : result.problems.map(({ path, line }) => [path, line])).toStrictEqual([
    ['land', 4],
    ['spcae', 5],
    ['password', 6],
    ['groups.0.name', 11],
    ['groups.0.members.0.id', 11],
    ['groups.0.administrations.0', 11],
    ['space', undefined],
  ])
})
