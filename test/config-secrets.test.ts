import { expect, test } from 'vitest'
import { complaints, group, plus, swap } from './config-files.ts'

test.each<[string, string, string, string]>([
  ['a password', plus('password: hunter2'), 'password (line 10)', 'ALLMENDE_PASSWORD'],
  ['a token, deep inside', group('accessToken: hunter2'), 'groups.0.accessToken (line 9)', 'ALLMENDE_ACCESS_TOKEN'],
  [
    'a passphrase',
    plus('encryption: { store_passphrase: hunter2 }'),
    'encryption.store_passphrase (line 10)',
    'ALLMENDE_STORE_PASSPHRASE',
  ],
  ['a recovery key', plus('recovery-key: hunter2'), 'recovery-key (line 10)', 'ALLMENDE_RECOVERY_KEY'],
  ['a shared secret', plus('secret: { a: hunter2 }'), 'secret (line 10)', 'ALLMENDE_ACCESS_TOKEN or ALLMENDE_PASSWORD'],
  [
    'a variable of the environment',
    plus('ALLMENDE_PASSWORD: hunter2'),
    'ALLMENDE_PASSWORD (line 10)',
    'ALLMENDE_PASSWORD',
  ],
  [
    'a database with its password',
    swap('file:./data/allmende.db', 'postgresql://bot:hunter2@db/allmende'),
    'database (line 3)',
    'PGPASSWORD',
  ],
  [
    'a database with its password as a parameter',
    swap('file:./data/allmende.db', 'postgresql://bot@db/allmende?password=hunter2'),
    'database (line 3)',
    'PGPASSWORD',
  ],
  ['a database’s password beside it', plus('databasePassword: hunter2'), 'databasePassword (line 10)', 'PGPASSWORD'],
  [
    'a token in the wrong place',
    swap('"@allmende:harburg.example"', 'syt_hunter2'),
    'user (line 2)',
    'ALLMENDE_ACCESS_TOKEN',
  ],
  [
    'a token as a member',
    group('members: [{ id: syt_hunter2 }]'),
    'groups.0.members.0.id (line 9)',
    'ALLMENDE_ACCESS_TOKEN',
  ],
  [
    'a password in the homeserver’s address',
    swap('https://', 'https://bot:hunter2@'),
    'homeserver (line 1)',
    'ALLMENDE_PASSWORD',
  ],
  ['a password that slipped into its key', plus('password=hunter2: x'), 'password (line 10)', 'ALLMENDE_PASSWORD'],
  ['a token that slipped into a key', plus('syt_hunter2: x'), '… (line 10)', 'ALLMENDE_ACCESS_TOKEN'],
])('%s is refused without being shown', (_, file, place, variable) => {
  expect(complaints(file)).toStrictEqual([
    `${place}: found a secret; allowed: nothing; secrets stand in the environment or in .env. Use ${variable} and change the secret if others could read the file.`,
  ])
})

test('a secret that contradicts something elsewhere is not shown there either', () => {
  const person = 'id: "@anna:seevetal.example", administration:'
  const file = `${group(`members: [{ ${person} syt_hunter2 }]`)}  - { key: hvb, name: HVB, members: [{ ${person} stelle }] }`
  expect(complaints(file)).toHaveLength(2)
  expect(complaints(file).join()).not.toContain('hunter2')
})

test.each([
  swap('file:./data/allmende.db', 'postgresql://bot@db:5432/allmende'),
  group('topic: "Dienstags: https://video.example/it?pwd=1234"'),
])('a file without secrets is no cause for alarm', (file) => {
  expect(complaints(file)).toStrictEqual([])
})
