import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'
import { days, heard } from '../hearing.ts'

const { karin, anna, ben, dora, paul } = people
let bot: TestBot
// A Monday. Good Friday is 3 April, Easter Monday 6 April.
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

test('an administration is reached through its members, where it has none through its deputies, else through the author', async () => {
  await bot.ask(karin, '!aufgabe Bericht an Seevetal bis 20.3.')
  expect(await heard(bot, dora, '2026-03-17T08:00:00+01:00')).toEqual([])
  expect(await bot.said(anna)).toHaveLength(1)
  await bot.db.membership.updateMany({ where: { personId: anna }, data: { leftAt: bot.clock() } })
  expect(await heard(bot, dora, '2026-03-20T08:00:00+01:00')).toHaveLength(1)
  expect(await bot.said(anna)).toHaveLength(1)
  await bot.db.membership.updateMany({ where: { personId: dora }, data: { removedAt: bot.clock() } })
  expect(await heard(bot, karin, '2026-03-27T08:00:00+01:00')).toHaveLength(1)
  expect(await bot.said(dora)).toHaveLength(1)
})

test('whoever leads an administration is not reminded of its tasks', async () => {
  await bot.db.membership.updateMany({ where: { personId: ben }, data: { role: 'leitung' } })
  await bot.ask(karin, '!aufgabe Bericht an Neu Wulmstorf bis 20.3.')
  expect(await heard(bot, karin, '2026-03-17T08:00:00+01:00')).toHaveLength(1)
  expect(await bot.said(ben)).toEqual([])
})

test('of several administrations only those that are not done are reminded', async () => {
  await bot.ask(karin, '!aufgabe Bericht an alle bis 20.3.')
  await bot.ask(ben, '!erledigt A1')
  await heard(bot, anna, '2026-03-17T08:00:00+01:00')
  expect(await bot.said(ben)).toEqual([])
  expect(await bot.said(anna)).toHaveLength(1)
  expect((await bot.said(karin)).at(-1)).toContain('Guten Morgen')
})

test('a task for nobody reminds its author; one for somebody who has left reminds nobody', async () => {
  await bot.ask(anna, '!aufgabe Für niemanden bis 20.3.')
  await bot.ask(anna, '!aufgabe Für Ben @ben bis 20.3.')
  await bot.db.membership.updateMany({ where: { personId: ben }, data: { leftAt: bot.clock() } })
  expect(await heard(bot, anna, '2026-03-20T08:00:00+01:00')).toEqual([
    expect.stringContaining('A1 „Für niemanden“ (AG IT-Kooperation)'),
  ])
  expect(await bot.said(ben)).toEqual([])
})

test('lead time, zone and quiet hours are those of the person', async () => {
  await bot.db.person.update({
    where: { id: ben },
    data: { leadDays: 10, timeZone: 'Europe/Lisbon', quiet: '18-9', language: 'en' },
  })
  await bot.ask(anna, '!aufgabe Bericht @ben bis 20.3.')
  await bot.db.person.update({ where: { id: ben }, data: { quiet: '' } })
  expect(await heard(bot, ben, '2026-03-10T08:59:00+01:00')).toEqual([])
  expect(await heard(bot, ben, '2026-03-10T09:00:00+01:00')).toEqual([
    'Good morning, planned by Fri, 20 March 2026: A1 “Bericht” (AG IT-Kooperation). Reply with “done”, “by <date>” or “to <person>”.',
  ])
  await bot.db.person.update({ where: { id: ben }, data: { quiet: '18-9' } })
  expect(await heard(bot, ben, '2026-03-20T09:00:00+01:00', '2026-03-20T09:59:00+01:00')).toEqual([])
  expect(await heard(bot, ben, '2026-03-20T10:00:00+01:00')).toEqual([expect.stringMatching(/^Good morning/)])
})

test('another date brings new reminders; a new person gets none of the past', async () => {
  await bot.ask(anna, '!aufgabe Bericht @ben bis 20.3.')
  await heard(bot, ben, '2026-03-17T08:00:00+01:00')
  await bot.ask(ben, '!aufgabe A1 bis 25.3. an @karin')
  expect(await heard(bot, karin, '2026-03-17T10:00:00+01:00', '2026-03-19T08:00:00+01:00')).toEqual([])
  expect(await days(bot, karin, '2026-03-20', '2026-03-25')).toEqual(['2026-03-20', '2026-03-25'])
  expect(await bot.said(ben)).toHaveLength(1)
})

test('a task that was done meanwhile asks nothing about the past when it is opened again', async () => {
  await bot.ask(anna, '!aufgabe Bericht @ben bis 12.3.')
  await bot.ask(ben, '!erledigt A1')
  bot.travelTo('2026-03-20T11:00:00+01:00')
  await bot.ask(ben, '!aufgabe A1 öffnen')
  expect(await heard(bot, ben, '2026-03-20T12:00:00+01:00')).toEqual([])
  expect(await heard(bot, ben, '2026-03-26T08:00:00+01:00')).toHaveLength(1)
})

test('who has not joined the direct room is reminded in the room of each group, of what belongs there', async () => {
  await bot.ask(ben, '!aufgabe Erstens an Seevetal bis 20.3.')
  await bot.ask(ben, '!aufgabe Zweitens an Seevetal bis 10.3.')
  await bot.ask(paul, '!aufgabe Im Portal @anna bis 20.3.', { in: 'portale' })
  await heard(bot, anna, '2026-03-10T08:00:00+01:00')
  bot.homeserver.setMember(await bot.roomOf(anna), anna, 'leave')
  await bot.work()
  const inIt = (await bot.said('it')).length
  expect(await heard(bot, 'portale', '2026-03-17T08:00:00+01:00')).toEqual([
    'Erinnerung: bis Fr., 20.03.2026 ist vorgesehen: A3 „Im Portal“ (AG Kommunale Portale). Antworten Sie mit „erledigt“, „bis <Datum>“ oder „an <Person>“.',
  ])
  const said = (await bot.said('it')).slice(inIt)
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('A2 „Zweitens“ war bis Di., 10.03.2026 vorgesehen')
  expect(said[0]).not.toMatch(/Portal|Anna|Guten Morgen/)
  expect((await bot.events('it')).at(-1)?.content).toMatchObject({
    msgtype: 'm.text',
    'm.mentions': { user_ids: [anna] },
  })
})

test('archived groups, cancelled tasks and tasks without a date are silent', async () => {
  await bot.ask(anna, '!aufgabe Ohne Termin @ben')
  await bot.ask(anna, '!aufgabe Abgebrochen @ben bis 20.3.')
  await bot.ask(anna, '!aufgabe A2 abbrechen')
  await bot.ask(anna, '!aufgabe Archiviert @ben bis 20.3.')
  await bot.db.group.updateMany({ where: { key: 'it' }, data: { archivedAt: bot.clock() } })
  const before = (await bot.said(ben)).length
  await heard(bot, ben, '2026-03-17T08:00:00+01:00', '2026-03-20T08:00:00+01:00')
  expect(await bot.said(ben)).toHaveLength(before)
})
