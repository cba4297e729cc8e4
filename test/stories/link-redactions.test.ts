import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, paul } = people
const MUSTER = 'https://www.example.org/muster-leistungsverzeichnis'
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

const links = () =>
  bot.db.link.findMany({
    include: { shares: { orderBy: { id: 'asc' } }, item: true },
    orderBy: { item: { number: 'asc' } },
  })
const standing = async () => (await links()).filter(({ item }) => !item.cancelledAt)

test('a message that is taken back takes its share along, and the link when nobody else has to do with it', async () => {
  const first = await bot.says(anna, MUSTER)
  await bot.says(ben, MUSTER)
  await bot.redact(anna, first)
  const [link] = await standing()
  expect(link?.shares.map(({ personId }) => personId)).toEqual([ben])
  const second = await bot.says(anna, 'https://geheim.example/streng-vertraulich')
  await bot.redact(anna, second)
  expect((await standing()).map(({ id }) => id)).toEqual(['L1'])
  const left = JSON.stringify([
    await links(),
    await bot.db.searchDocument.findMany(),
    await bot.db.searchPosting.findMany(),
    await bot.db.historyEntry.findMany(),
  ])
  expect(left).not.toContain('vertraulich')
  expect(await bot.ask(ben, '!link L2')).toBe('L2 ist gelöscht.')
  await bot.says(ben, 'https://geheim.example/streng-vertraulich')
  expect((await standing()).map(({ id }) => id)).toEqual(['L1', 'L3'])
})

test('a link that somebody else has worked on stays when its message is taken back', async () => {
  const posted = await bot.says(anna, MUSTER)
  await bot.ask(ben, '!link L1 notiz Vorlage für alle')
  await bot.redact(anna, posted)
  expect(await standing()).toMatchObject([{ id: 'L1', note: 'Vorlage für alle', shares: [] }])
})

test('a redaction in another room takes nothing', async () => {
  const posted = await bot.says(anna, MUSTER)
  bot.homeserver.add(await bot.roomOf('portale'), paul, 'm.room.redaction', { redacts: posted }, { redacts: posted })
  await bot.work()
  expect(await standing()).toMatchObject([{ id: 'L1', shares: [{ personId: anna }] }])
})

test('what was taken back before it was handled is not captured', async () => {
  const posted = await bot.put(anna, MUSTER)
  await bot.redact(anna, posted)
  expect(await links()).toEqual([])
})

test('as a reply the link of that message is stored, for who posted it, and goes with that message', async () => {
  await bot.db.group.update({ where: { key: 'it' }, data: { captureLinks: false } })
  const posted = await bot.says(anna, `Unter ${MUSTER} liegt das Muster`)
  const command = await bot.ask(ben, '!link Muster #vergabe', { replyTo: posted })
  expect(command).toContain(`Link L1 notiert: ${MUSTER} · „Muster“ · #vergabe`)
  expect((await links())[0]?.shares).toMatchObject([{ personId: anna, eventId: posted }])
  await bot.redact(anna, posted)
  expect(await standing()).toEqual([])
})
