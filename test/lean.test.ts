import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Client, Prisma } from '../prisma/client.ts'
import { changeWhere, query, rowsWhere, rowWhere, transact } from '../prisma/lean.ts'
import { wayOf } from '../prisma/ways.ts'
import { openTestDb } from './database.ts'

const at = new Date('2026-03-12T10:00:00.123+01:00')
const event = { eventId: '$1', roomId: '!a:x', sender: '@a:x', type: 'm.room.message', sentAt: at, payload: '{}' }
const room = { id: '!a:x', membership: 'join', encrypted: true, updatedAt: at }

let db: Client
let close: () => Promise<void>
beforeEach(async () => {
  ;({ db, close } = await openTestDb())
})
afterEach(() => close())

test('what is read on the short way is what Prisma gives: moments, truth values, numbers, nothing', async () => {
  await db.room.create({ data: room })
  await db.inboxEvent.createMany({ data: [event, { ...event, eventId: '$2', handledAt: at }] })
  expect(wayOf(db)).toBeDefined()
  expect(await rowWhere(db, 'Room', { id: '!a:x' })).toEqual(await db.room.findUnique({ where: { id: '!a:x' } }))
  expect(await rowsWhere(db, 'InboxEvent', { roomId: '!a:x', handledAt: null })).toEqual(
    await db.inboxEvent.findMany({ where: { roomId: '!a:x', handledAt: null } }),
  )
  expect(await rowWhere(db, 'Room', { id: '!b:x' })).toBeUndefined()
  expect(await query(db, Prisma.sql`SELECT COUNT(*) AS "n", MAX("sentAt") AS "last" FROM "InboxEvent"`)).toMatchObject([
    { n: 2 },
  ])
})

test('what is changed on the short way is given as it is now; what does not fit is left alone', async () => {
  await db.inboxEvent.createMany({ data: [event, { ...event, eventId: '$2' }] })
  const [changed, ...others] = await changeWhere(
    db,
    'InboxEvent',
    { eventId: '$1', handledAt: null },
    { handledAt: at },
  )
  expect([changed?.handledAt, others]).toEqual([at, []])
  expect(await changeWhere(db, 'InboxEvent', { eventId: '$1', handledAt: null }, { outcome: 'ran' })).toEqual([])
  const select = { eventId: true, handledAt: true, outcome: true }
  expect(await db.inboxEvent.findMany({ select, orderBy: { eventId: 'asc' } })).toEqual([
    { eventId: '$1', handledAt: at, outcome: null },
    { eventId: '$2', handledAt: null, outcome: null },
  ])
})

test('both ways are one transaction: it is seen, kept, and taken back as one', async () => {
  const both = async (ids: [string, string], end: () => void) =>
    transact(db, async (tx) => {
      expect(wayOf(tx)).toBeDefined()
      await tx.inboxEvent.create({ data: { ...event, eventId: ids[0] } })
      await query(tx, insertion(ids[1]))
      expect(await rowsWhere(tx, 'InboxEvent', { roomId: '!a:x' })).toHaveLength(2)
      expect(await tx.inboxEvent.count()).toBe(2)
      end()
    })
  const fail = () => {
    throw new Error('taken back')
  }
  await expect(both(['$1', '$2'], fail)).rejects.toThrow('taken back')
  expect(await db.inboxEvent.count()).toBe(0)
  await both(['$3', '$4'], () => {})
  expect(await db.inboxEvent.count()).toBe(2)
})

test('a transaction that is over writes nothing more', async () => {
  let late: Prisma.TransactionClient | undefined
  await transact(db, async (tx) => {
    late = tx
  })
  await expect(query(late ?? db, insertion('$late'))).rejects.toThrow('the transaction is over')
  expect(await db.inboxEvent.count()).toBe(0)
})

test('two transactions side by side keep to their own', async () => {
  const one = async (eventId: string, isKept: boolean) =>
    transact(db, async (tx) => {
      await query(tx, insertion(eventId))
      await tx.inboxEvent.count()
      if (!isKept) throw new Error('taken back')
    }).catch(() => {})
  await Promise.all([one('$1', true), one('$2', false), one('$3', true), one('$4', false)])
  const kept = await db.inboxEvent.findMany({ orderBy: { eventId: 'asc' } })
  expect(kept.map(({ eventId }) => eventId)).toEqual(['$1', '$3'])
})

const insertion = (eventId: string) => Prisma.sql`
  INSERT INTO "InboxEvent" ("eventId", "roomId", "sender", "type", "sentAt")
  VALUES (${eventId}, ${'!a:x'}, ${'@a:x'}, ${'m.room.message'}, ${at})`
