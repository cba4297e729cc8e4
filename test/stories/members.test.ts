import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, olga, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

test('members are listed by administration, with roles and pending invitations', async () => {
  await bot.says(karin, '!gruppe einladen @neu:wulmstorf.example')
  expect((await bot.ask(anna, '!mitglieder')).split('\n')).toEqual([
    'Mitglieder · AG IT-Kooperation',
    '- Gemeinde Neu Wulmstorf: Ben Schulz, neu (eingeladen)',
    '- Gemeinde Seevetal: Anna Meyer, Dora Lang (Stellvertretung)',
    '- Landkreis Harburg: Karin Beispiel (Koordination)',
  ])
  expect(await bot.ask(anna, 'members [portale]', { in: anna })).toContain(
    'Nur über die Koordination erreichbar: Gemeinde Neu Wulmstorf, Landkreis Harburg',
  )
})

test('a coordinator assigns administration and role, in any order of words people use', async () => {
  expect(await bot.ask(karin, '!mitglied @ben Seevetal Stellvertretung')).toBe(
    'Ben Schulz ist in der AG IT-Kooperation: Stellvertretung, Gemeinde Seevetal.',
  )
  expect(await bot.ask(karin, `!mitglied ${ben} für Gemeinde Neu Wulmstorf`)).toBe(
    'Ben Schulz ist in der AG IT-Kooperation: Stellvertretung, Gemeinde Neu Wulmstorf.',
  )
  expect(await bot.ask(karin, '!mitglied @ben NWU als Mitglied')).toBe(
    'Ben Schulz ist in der AG IT-Kooperation: Mitglied, Gemeinde Neu Wulmstorf.',
  )
  expect(await bot.ask(karin, '!mitglied @ben NWU Mitglied')).toBe(
    'Ben Schulz ist in der AG IT-Kooperation bereits: Mitglied, Gemeinde Neu Wulmstorf.',
  )
  expect(await bot.ask(karin, '!mitglied @ben Leitung')).toContain('Leitung, Gemeinde Neu Wulmstorf')
})

test('what cannot be understood is said with what is possible', async () => {
  expect(await bot.ask(karin, '!mitglied @ben Stelle')).toBe(
    '„Stelle“ ist keine Verwaltung der AG IT-Kooperation. Möglich: Landkreis Harburg, Neu Wulmstorf, Seevetal. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(karin, '!mitglied')).toContain('So geht es: !mitglied @wer')
  expect(await bot.ask(karin, '!mitglied @ben')).toContain('So geht es: !mitglied @wer')
  expect(await bot.ask(karin, '!mitglied @niemand Seevetal')).toContain(
    '„@niemand“ ist keine vollständige Matrix-Kennung.',
  )
  expect(await bot.ask(karin, `!mitglied ${bot.installation.me} Seevetal`)).toContain('Das bin ich')
})

test('who is in the room without a membership becomes a member without an invitation', async () => {
  const room = await bot.roomOf()
  bot.homeserver.setMember(room, stranger, 'join')
  await bot.work()
  expect(await bot.ask(karin, '!mitglied @fremd Seevetal')).toBe(
    'Fremde Person ist in der AG IT-Kooperation: Mitglied, Gemeinde Seevetal.',
  )
  expect(await bot.ask(stranger, '!mitglieder')).toContain('Fremde Person')
})

test('operators appoint, and read nothing', async () => {
  await openDirectRoom(bot, olga)
  expect(await bot.ask(olga, 'mitglied [it] @anna:seevetal.example Seevetal Koordination', { in: olga })).toContain(
    'Koordination, Gemeinde Seevetal',
  )
  expect(await bot.ask(olga, 'mitglieder [it]', { in: olga })).toContain(
    'Das können nur Mitglieder einer Arbeitsgruppe.',
  )
  expect(await bot.ask(anna, '!gruppe thema Neu')).toContain('„Neu“')
})

test('leaving the room ends the rights, declining an invitation too; coming back by invitation restores them', async () => {
  const room = await bot.roomOf()
  bot.homeserver.setMember(room, ben, 'leave')
  await bot.work()
  expect(await bot.ask(ben, 'mitglieder', { in: ben })).toContain('Ich kenne Sie noch nicht.')
  expect(await bot.ask(karin, '!mitglieder')).not.toContain('Ben')
  bot.homeserver.setMember(room, ben, 'join')
  await bot.work()
  expect(await bot.ask(ben, '!mitglieder')).toContain('Ben Schulz')
  await bot.says(karin, '!gruppe einladen @neu:wulmstorf.example')
  await bot.tick('rooms')
  bot.travelTo('2026-03-09T11:00:00+01:00')
  bot.homeserver.setMember(room, '@neu:wulmstorf.example', 'leave')
  await bot.work()
  expect(await bot.ask(karin, '!mitglieder')).not.toContain('neu')
})

test('who joined or left while the bot could not see it is known all the same', async () => {
  const group = await bot.db.group.findUniqueOrThrow({ where: { key: 'it' } })
  await bot.db.membership.updateMany({ where: { groupId: group.id, personId: anna }, data: { joinedAt: null } })
  await bot.db.roomMember.updateMany({
    where: { roomId: group.roomId ?? '', userId: ben },
    data: { membership: 'leave' },
  })
  await bot.tick('rooms')
  expect(await bot.ask(karin, '!mitglieder')).toContain('- Gemeinde Seevetal: Anna Meyer, Dora Lang')
  expect(await bot.ask(karin, '!mitglieder')).not.toContain('Ben Schulz')
})

test('in English', async () => {
  await bot.says(anna, '!settings language en')
  expect(await bot.ask(anna, '!members')).toContain('- Landkreis Harburg: Karin Beispiel (coordinator)')
  expect(await bot.ask(anna, '!member @ben Seevetal deputy')).toBe(
    'Only the coordinators of AG IT-Kooperation can do that: Karin Beispiel. Nothing was stored.',
  )
})

test('ten administrations are listed, the others on demand', async () => {
  const group = await bot.db.group.findUniqueOrThrow({ where: { key: 'it' } })
  for (let n = 1; n <= 12; n++) {
    const key = `ort${n}`
    await bot.db.administration.create({
      data: { key, name: `Gemeinde Ort ${n}`, short: key, servers: '[]', fromConfig: true, createdAt: bot.clock() },
    })
    await bot.db.groupAdministration.create({ data: { groupId: group.id, administrationKey: key } })
    await bot.says(karin, `!mitglied @p${n}:anderswo.example Ort ${n}`)
  }
  const short = await bot.ask(anna, '!mitglieder')
  expect(short.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(10)
  expect(short).toContain('… und 5 weitere: !mitglieder alle')
  expect((await bot.ask(anna, '!mitglieder alle')).split('\n').filter((line) => line.startsWith('- '))).toHaveLength(15)
})
