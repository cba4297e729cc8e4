import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyConfiguration, type Configured } from '../../bot/domain/configured.ts'
import type { OpenDb } from '../../prisma/client.ts'
import { openTestDb } from '../database.ts'

const now = new Date('2026-03-09T10:00:00+01:00')
const decisions = { confirm: true, word: 'Beschluss' }
const anna = '@anna:seevetal.example'
const karin = '@karin:landkreis.example'

const administration = (key: string, name: string, ...servers: string[]) => ({
  key,
  name,
  short: key.slice(0, 3).toUpperCase(),
  servers,
})
const group = (more: Partial<Configured['groups'][number]> = {}): Configured['groups'][number] => ({
  ...{
    key: 'it',
    name: 'AG IT-Kooperation',
    administrations: ['seevetal', 'landkreis'],
    join: 'invite',
    coordinators: [karin],
    decisions,
  },
  members: [{ id: anna, role: 'member' }],
  ...more,
})
const configured = (more: Partial<Configured> = {}): Configured => ({
  operators: ['@olga:betrieb.example'],
  administrations: [
    administration('seevetal', 'Gemeinde Seevetal', 'seevetal.example'),
    administration('landkreis', 'Landkreis Harburg', 'landkreis.example', 'geteilt.example'),
    administration('stelle', 'Gemeinde Stelle', 'geteilt.example'),
  ],
  groups: [group()],
  ...more,
})

let db: OpenDb['prisma']
let close: () => Promise<void>
beforeEach(async () => {
  ;({ db, close } = await openTestDb())
})
afterEach(() => close())

const apply = async (more?: Partial<Configured>) => (await applyConfiguration(db, configured(more), now)).warnings
const memberships = () => db.membership.findMany({ orderBy: { personId: 'asc' } })

test('the file becomes administrations, groups and members; doing it again changes nothing and warns of nothing', async () => {
  expect(await apply()).toEqual([])
  const everything = async () =>
    JSON.stringify([
      await db.administration.findMany({ orderBy: { key: 'asc' } }),
      await db.group.findMany({ orderBy: { id: 'asc' } }),
      await db.groupAdministration.findMany({ orderBy: [{ groupId: 'asc' }, { administrationKey: 'asc' }] }),
      await memberships(),
      await db.person.findMany({ orderBy: { id: 'asc' } }),
    ])
  const first = await everything()
  expect(await apply()).toEqual([])
  expect(await everything()).toBe(first)
  expect(await db.group.findFirst()).toMatchObject({
    key: 'it',
    prefix: 'IT',
    name: 'AG IT-Kooperation',
    confirm: true,
    fromConfig: true,
    roomId: null,
  })
  expect(await memberships()).toMatchObject([
    { personId: anna, role: 'member', administrationKey: 'seevetal' },
    { personId: karin, role: 'coordinator', administrationKey: 'landkreis' },
  ])
  expect(await db.person.findUnique({ where: { id: '@olga:betrieb.example' } })).not.toBeNull()
})

test('the administration is the membership’s, else the one that alone lists the server, else none', async () => {
  const members = [
    { id: '@eins:irgendwo.example', administration: 'seevetal', role: 'member' as const },
    { id: '@zwei:geteilt.example', role: 'member' as const },
    { id: '@drei:SEEVETAL.example', role: 'deputy' as const },
    { id: karin, administration: 'seevetal', role: 'member' as const },
  ]
  await apply({ groups: [group({ members })] })
  expect(
    (await memberships()).map(({ personId, role, administrationKey }) => [personId, role, administrationKey]),
  ).toEqual([
    ['@drei:SEEVETAL.example', 'deputy', 'seevetal'],
    ['@eins:irgendwo.example', 'member', 'seevetal'],
    [karin, 'coordinator', 'seevetal'],
    ['@zwei:geteilt.example', 'member', null],
  ])
})

test('a changed file changes names, rules, roles; what disappeared from it is kept with a warning', async () => {
  await apply({ groups: [group(), group({ key: 'egov', name: 'AG E-Government', coordinators: [] })] })
  const { administrations } = configured()
  const warnings = await apply({
    administrations: administrations
      .slice(0, 2)
      .map((one) => ({ ...one, name: one.name.replace('Gemeinde', 'Stadt') })),
    groups: [
      group({
        name: 'AG Digitales',
        administrations: ['seevetal'],
        join: 'space',
        members: [{ id: '@ben:seevetal.example', role: 'member' }],
        coordinators: [karin],
      }),
    ],
  })
  expect(warnings).toEqual([
    'administrations: stelle is no longer in the file and is kept',
    'groups: landkreis is no longer in it in the file and is kept',
    'groups: it, @anna:seevetal.example is no longer in the file and stays a member; !gruppe entfernen removes',
    'groups: egov is no longer in the file and is kept; !gruppe archivieren ends it',
  ])
  expect(await db.group.findUnique({ where: { key: 'it' } })).toMatchObject({ name: 'AG Digitales', join: 'space' })
  expect(await db.administration.findUnique({ where: { key: 'seevetal' } })).toMatchObject({ name: 'Stadt Seevetal' })
  expect(await db.membership.count()).toBe(4)
})

test('what a command did to a person stands against the file, with a warning', async () => {
  await apply()
  const where = (personId: string) => ({ personId })
  await db.membership.updateMany({ where: where(anna), data: { removedAt: now, fromConfig: false } })
  await db.membership.updateMany({ where: where(karin), data: { role: 'deputy', fromConfig: false } })
  expect(await apply()).toEqual([
    `groups: it, ${anna} was removed by a command and stays so; !gruppe einladen takes them back`,
    `groups: it, ${karin} was changed by a command and stays as it is`,
  ])
  expect(await memberships()).toMatchObject([
    { personId: anna, removedAt: now },
    { personId: karin, role: 'deputy' },
  ])
})

test('topic, links and archiving by command stay; names that others have never stop a start', async () => {
  await apply({ groups: [group({ topic: 'Alt', links: { capture: true } })] })
  await db.group.update({ where: { key: 'it' }, data: { topic: 'Neu', captureLinks: false, archivedAt: now } })
  await db.group.create({
    data: { key: 'ds', name: 'AG Datenschutz', prefix: 'DS', fromConfig: false, createdAt: now },
  })
  const warnings = await apply({
    administrations: [...configured().administrations, { ...administration('neu', 'Gemeinde Stelle'), short: 'X' }],
    groups: [group({ topic: 'Alt', links: { capture: true } }), group({ key: 'neu', name: 'AG Datenschutz' })],
  })
  expect(warnings).toEqual([
    'administrations: neu has a name of stelle; it is left out',
    'groups: it was archived by a command and stays so; !gruppe öffnen takes it up again',
    'groups: the topic of it differs from the file; the one that is set stays, !gruppe thema changes it',
    'groups: capturing of links in it differs from the file; what is set stays, !gruppe links changes it',
    'groups: neu has the name of ds; it is left out',
  ])
  expect(await db.group.findUnique({ where: { key: 'it' } })).toMatchObject({
    topic: 'Neu',
    captureLinks: false,
    archivedAt: now,
  })
})

test('a problem in the middle leaves nothing behind', async () => {
  const members = [{ id: anna, administration: 'gibtsnicht', role: 'member' as const }]
  await db.$executeRawUnsafe('DROP TABLE "Membership"')
  await expect(apply({ groups: [group({ members })] })).rejects.toThrow()
  expect(await db.administration.count()).toBe(0)
})
