import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, karin, paul } = people
const neu = '@neu:seevetal.example'
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** Somebody is invited to a group and comes. */
async function joins(group = 'it', coordinator: string = karin) {
  await bot.says(coordinator, `!gruppe einladen ${neu}`, { in: group })
  await bot.tick()
  bot.homeserver.setMember(await bot.roomOf(group), neu, 'join')
  await bot.work()
}

async function fillGroup() {
  const { id: groupId } = await bot.db.group.findUniqueOrThrow({ where: { key: 'it' } })
  const item = (letter: string, number: number, cancelledAt: Date | null = null) =>
    bot.db.item.create({
      data: { id: `${letter}${number}`, letter, number, groupId, authorId: anna, createdAt: bot.clock(), cancelledAt },
    })
  for (const [number, status] of (['open', 'doing', 'done'] as const).entries()) {
    const { id } = await item('A', number + 1)
    await bot.db.task.create({ data: { id, text: 'etwas', status, statusAt: bot.clock() } })
  }
  const { id } = await item('B', 1)
  await bot.db.decision.create({
    data: {
      id,
      groupId,
      text: 'Drucker',
      day: '2026-03-02',
      year: 2026,
      sequence: 14,
      register: 'IT-2026/014',
      status: 'valid',
    },
  })
  const start = new Date('2026-03-31T10:00:00+02:00')
  const meeting = await item('S', 1)
  await bot.db.meeting.create({
    data: { id: meeting.id, title: 'Runde', startsAt: start, minutes: 60, timeZone: 'Europe/Berlin' },
  })
  await bot.db.meetingDate.create({
    data: { meetingId: meeting.id, originalStart: start, startsAt: start, minutes: 60 },
  })
}

test('who joins is welcomed once, in person, with how the group stands', async () => {
  await fillGroup()
  await joins()
  for (let tick = 0; tick < 3; tick++) await bot.tick()
  await bot.restart()
  await bot.tick()
  expect((await bot.said(neu)).filter((line) => line.startsWith('Guten Tag'))).toEqual([
    'Guten Tag, ich bin Allmende, der Assistent der AG IT-Kooperation (kein Mensch). Ich merke mir Aufgaben, Beschlüsse, Termine und Links dieser Gruppe und erinnere daran. Andere Nachrichten speichere ich nicht. Sie vertreten: Gemeinde Seevetal. Zuletzt beschlossen: IT-2026/014. Offen: 2 Aufgaben. Nächste Sitzung: Di., 31.03.2026, 10:00 Uhr. Zum Ausprobieren: „heute“ oder „hilfe“.',
  ])
  expect((await bot.said()).some((line) => line.includes('Guten Tag, ich bin'))).toBe(false)
})

test('in a new group only what there is is told; a second group gets its own welcome', async () => {
  await joins('portale', paul)
  await bot.tick()
  await bot.tick()
  const [first] = (await bot.said(neu)).filter((line) => line.startsWith('Guten Tag'))
  expect(first).toContain('Sie vertreten: Gemeinde Seevetal. Zum Ausprobieren')
  await joins('it')
  await bot.tick()
  await bot.tick()
  expect((await bot.said(neu)).filter((line) => line.startsWith('Guten Tag'))).toHaveLength(2)
})

test('who was invited and has not come is not welcomed', async () => {
  await bot.says(karin, `!gruppe einladen ${neu}`)
  await bot.tick()
  await bot.tick()
  await expect(bot.said(neu)).rejects.toThrow('there is no room')
})
