import { afterEach, beforeEach, expect, test } from 'vitest'
import { NotSent } from '../../bot/chat.ts'
import { type TestBot, testBot } from '../bot.ts'
import { openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, olga } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T08:00:00+01:00' })
  await openDirectRoom(bot, olga)
  await bot.says(anna, '!sitzung heute 10–12 Uhr Quartalsrunde')
})
afterEach(() => bot.close())

const reminders = async () => (await bot.said()).filter((text) => /Minuten?, Do\., 12\.03\.2026/.test(text))
const stored = () => bot.db.outboxMessage.findFirstOrThrow({ where: { notAfter: { not: null } } })

/** 15 minutes before the meeting begins its reminder is due, and cannot be sent. */
async function remindInVain(fault: () => Error) {
  bot.homeserver.before = (request) => {
    if (request === 'send') throw fault()
  }
  bot.travelTo('2026-03-12T09:45:00+01:00')
  await bot.tick('meeting-reminders')
}

async function homeserverIsBack(at: string) {
  bot.homeserver.before = () => {}
  bot.travelTo(at)
  await bot.restart()
}

test('a reminder that the homeserver could not take before the meeting began is not sent any more', async () => {
  await remindInVain(() => new NotSent('connection refused'))
  expect(await stored()).toMatchObject({ sentAt: null, setAsideAt: null, firstTriedAt: null })
  await homeserverIsBack('2026-03-12T10:05:00+01:00')
  expect(await reminders()).toEqual([])
  expect(await stored()).toMatchObject({
    sentAt: null,
    setAsideAt: bot.clock(),
    content: null,
    lastError: 'not worth saying any more',
  })
  await bot.tick('meeting-reminders')
  expect(await reminders()).toEqual([])
})

test('it holds up nobody, and is no fault: neither operators nor the log nor the status hear of it', async () => {
  await remindInVain(() => new NotSent('connection refused'))
  await homeserverIsBack('2026-03-12T10:05:00+01:00')
  expect(await bot.ask(anna, '!hilfe')).toContain('Das können Sie hier tun')
  await bot.tick('incidents')
  expect((await bot.said(olga)).filter((text) => text.startsWith('Hinweis für den Betrieb'))).toEqual([])
  expect(bot.log.filter(({ level }) => level === 'error')).toEqual([])
  expect(await bot.ask(olga, 'status', { in: olga })).toMatch(/: in Ordnung\n[\s\S]*0 Ereignisse, 0 Nachrichten/)
})

test('one that is back in time is sent', async () => {
  await remindInVain(() => new NotSent('connection refused'))
  await homeserverIsBack('2026-03-12T09:58:00+01:00')
  expect(await reminders()).toHaveLength(1)
})

test('one that may have arrived is followed up, also later', async () => {
  await remindInVain(() => new Error('timeout'))
  await homeserverIsBack('2026-03-12T10:05:00+01:00')
  expect(await reminders()).toHaveLength(1)
  expect(await stored()).toMatchObject({ sentAt: bot.clock(), setAsideAt: null })
})
