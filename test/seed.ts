import { newMarkSecret } from '../bot/matrix/own-mark.ts'
import { storeSync } from '../bot/matrix/sync-store.ts'
import type { Client } from '../prisma/client.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { administrations, type FixtureGroup, names } from './fixture.ts'
import { FakeHomeserver } from './homeserver.ts'

type World = { database: TestDatabase; homeserver: ReturnType<FakeHomeserver['snapshot']> }
const worlds = new Map<string, Promise<World>>()

/** A database and a homeserver with the small county; made once for each kind, then copied. */
export async function settle(homeserver: FakeHomeserver, groups: FixtureGroup[], withRooms: boolean, now: Date) {
  const key = JSON.stringify([process.env['TEST_DATABASE'], homeserver.me, groups, withRooms])
  const world = await (worlds.get(key) ?? remember(key, make(homeserver.me, groups, withRooms, now)))
  homeserver.restore(world.homeserver)
  return world.database.copy()
}

function remember(key: string, world: Promise<World>) {
  worlds.set(key, world)
  return world
}

async function make(me: string, groups: FixtureGroup[], withRooms: boolean, now: Date): Promise<World> {
  const homeserver = new FakeHomeserver(me, () => now)
  for (const [id, name] of Object.entries(names)) homeserver.displayNames.set(id, name)
  const database = await testDatabase()
  const { prisma, close } = await database.open()
  await seed(prisma, homeserver, { groups, withRooms, now })
  await close()
  return { database, homeserver: homeserver.snapshot() }
}

/** Everything in a copied database begins now. */
export async function dateAnew(db: Client, now: Date) {
  await db.administration.updateMany({ data: { createdAt: now } })
  await db.person.updateMany({ data: { createdAt: now } })
  await db.group.updateMany({ data: { createdAt: now } })
  await db.membership.updateMany({ data: { createdAt: now, joinedAt: now, welcomedAt: now } })
  await db.account.updateMany({ data: { syncedAt: now, obeyFrom: now } })
}

/** Stores the small county, and with `withRooms` its rooms with everybody in them, direct rooms too. */
async function seed(
  db: Client,
  homeserver: FakeHomeserver,
  { groups, withRooms, now }: { groups: FixtureGroup[]; withRooms: boolean; now: Date },
) {
  await db.account.create({
    data: {
      ...{ homeserver: 'http://fake', userId: homeserver.me, deviceId: 'TEST', accessToken: 'none' },
      markSecret: newMarkSecret(),
    },
  })
  for (const { key, name, short, servers } of administrations) {
    await db.administration.create({
      data: { key, name, short, servers: JSON.stringify(servers), fromConfig: true, createdAt: now },
    })
  }
  for (const group of groups) await seedGroup(db, group, now)
  if (!withRooms) return
  homeserver.displayNames.set(homeserver.me, 'Allmende')
  const rooms = [...(await groupRooms(db, homeserver)), ...(await directRooms(db, homeserver))]
  await storeSync(db, homeserver.sync(), { receivedAt: now, me: homeserver.me })
  for (const { id, ...what } of rooms) await db.room.update({ where: { id }, data: what })
}

async function seedGroup(db: Client, { key, name, administrations: own, members }: FixtureGroup, now: Date) {
  const group = await db.group.create({
    data: { key, name, prefix: key.toUpperCase(), fromConfig: true, createdAt: now },
  })
  for (const administrationKey of own)
    await db.groupAdministration.create({ data: { groupId: group.id, administrationKey } })
  for (const { id, administration, role = 'member' } of members) {
    await db.person.upsert({
      where: { id },
      create: { id, displayName: names[id] ?? null, createdAt: now },
      update: {},
    })
    await db.membership.create({
      data: {
        groupId: group.id,
        personId: id,
        role,
        administrationKey: administration,
        fromConfig: true,
        createdAt: now,
        joinedAt: now,
        welcomedAt: now,
      },
    })
  }
}

type Made = { id: string; kind: string; personId?: string }

async function groupRooms(db: Client, homeserver: FakeHomeserver): Promise<Made[]> {
  const made: Made[] = [
    {
      id: await homeserver.chat().createRoom({
        mark: 'space',
        name: 'Landkreis Harburg',
        kind: 'space',
        joinRule: 'invite',
        encrypted: false,
        moderators: [],
      }),
      kind: 'space',
    },
  ]
  for (const group of await db.group.findMany({ include: { members: true }, orderBy: { key: 'asc' } })) {
    const moderators = group.members.filter(({ role }) => role === 'coordinator').map(({ personId }) => personId)
    const id = await homeserver
      .chat()
      .createRoom({ mark: group.id, name: group.name, kind: 'group', joinRule: 'invite', encrypted: false, moderators })
    for (const { personId } of group.members) homeserver.setMember(id, personId, 'join')
    await db.group.update({ where: { id: group.id }, data: { roomId: id } })
    made.push({ id, kind: 'group' })
  }
  return made
}

async function directRooms(db: Client, homeserver: FakeHomeserver): Promise<Made[]> {
  const made: Made[] = []
  for (const { id: personId } of await db.person.findMany()) {
    const id = await homeserver.chat().createRoom({
      mark: `direct:${personId}`,
      name: 'Allmende',
      kind: 'direct',
      joinRule: 'invite',
      encrypted: false,
      moderators: [],
    })
    homeserver.setMember(id, personId, 'join')
    made.push({ id, kind: 'direct', personId })
  }
  return made
}
