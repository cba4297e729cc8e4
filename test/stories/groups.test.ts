import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, olga, paul, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await openDirectRoom(bot, olga)
})
afterEach(() => bot.close())

const roomNamed = (name: string) =>
  [...bot.homeserver.rooms.values()].filter(({ id }) => bot.homeserver.state(id, 'm.room.name')?.['name'] === name)

test('an operator makes a group: key shown, room made, coordinator appointed, nobody else in it', async () => {
  const answer = await bot.ask(olga, 'gruppe neu AG Digitale Schule für Seevetal, Stelle', { in: olga })
  expect(answer).toContain('AG Digitale Schule ist angelegt, Kürzel DIGITALE-SCHULE. Verwaltungen: Seevetal, Stelle.')
  await bot.tick('rooms')
  expect(roomNamed('AG Digitale Schule')).toHaveLength(1)
  const appointed = await bot.ask(olga, 'mitglied [digitale-schule] @anna:seevetal.example Seevetal Koordination', {
    in: olga,
  })
  expect(appointed).toBe(
    'Anna Meyer ist in der AG Digitale Schule: Koordination, Gemeinde Seevetal. Die Einladung folgt.',
  )
  await bot.tick('rooms')
  const room = await bot.roomOf('digitale-schule')
  expect(bot.homeserver.membership(room, anna)).toBe('invite')
  expect(bot.homeserver.membership(room, olga)).toBeUndefined()
  expect(bot.homeserver.state(room, 'm.room.power_levels')).toMatchObject({ users: { [anna]: 50 } })
})

test('what looks like an administration and is none is refused; other words with „für“ belong to the name', async () => {
  const refused = await bot.ask(olga, 'gruppe neu AG Archiv für Seevetal, Atlantis', { in: olga })
  expect(refused).toContain('Als Verwaltung kenne ich nicht: Atlantis. Möglich: ')
  expect(refused).toContain('Es wurde nichts gespeichert.')
  expect(await bot.ask(olga, 'gruppe neu AG Mittel für Vereine', { in: olga })).toContain(
    'AG Mittel für Vereine ist angelegt, Kürzel MITTEL-FUER-VEREINE. Verwaltungen: alle.',
  )
  expect(await bot.ask(olga, 'gruppe neu ag mittel fuer vereine', { in: olga })).toContain(
    'gibt es schon (Kürzel MITTEL-FUER-VEREINE)',
  )
  expect(await bot.db.group.count()).toBe(3)
})

test('the key can be changed until the first decision, and only of groups that a command made', async () => {
  await bot.ask(olga, 'gruppe neu AG Datenschutz', { in: olga })
  expect(await bot.ask(olga, 'gruppe [datenschutz] kürzel DS', { in: olga })).toBe(
    'AG Datenschutz hat jetzt das Kürzel DS.',
  )
  expect(await bot.ask(olga, 'gruppe ds kürzel it', { in: olga })).toContain('Das Kürzel IT ist vergeben.')
  expect(await bot.ask(olga, 'gruppe ds kürzel 2x', { in: olga })).toContain('beginnt mit einem Buchstaben')
  expect(await bot.ask(karin, '!gruppe kürzel informationstechnik')).toContain('steht in der Konfiguration')
})

test('a refusal names who may', async () => {
  expect(await bot.ask(anna, '!gruppe einladen @neu:stelle.example')).toBe(
    'Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(people.dora, 'gruppe thema Neu', { in: people.dora })).toContain(
    'Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel.',
  )
  expect(await bot.ask(karin, '!gruppe neu AG Archiv')).toBe(
    'Das kann nur der Betrieb: Olga Betrieb. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(anna, '!mitglied @ben Seevetal')).toContain(
    'Das kann nur die Koordination der AG IT-Kooperation',
  )
  expect(await bot.ask(karin, 'gruppe [portale] thema Neu', { in: karin })).toContain(
    'Eine Gruppe „portale“ kenne ich bei Ihnen nicht.',
  )
  expect(await bot.ask(karin, 'gruppe [gibtsnicht] thema Neu', { in: karin })).toContain(
    'Eine Gruppe „gibtsnicht“ kenne ich bei Ihnen nicht.',
  )
  expect(await bot.ask(olga, 'gruppe [it] einladen @neu:stelle.example', { in: olga })).toContain(
    'Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel.',
  )
  expect(await bot.db.membership.count({ where: { personId: '@neu:stelle.example' } })).toBe(0)
})

test('several are invited at once, unknown ones become known; a wrong id refuses all', async () => {
  const answer = await bot.ask(karin, '!gruppe einladen @neu:seevetal.example, @fern:anderswo.example und @ben')
  expect(answer.split('\n')).toEqual([
    'neu (Seevetal) wird in die AG IT-Kooperation eingeladen.',
    'fern wird in die AG IT-Kooperation eingeladen.',
    'Ben Schulz (Neu Wulmstorf) ist bereits Mitglied der AG IT-Kooperation.',
    'Verwaltung von fern zuordnen: !mitglied [IT] @fern:anderswo.example <Verwaltung>',
  ])
  await bot.tick('rooms')
  const room = await bot.roomOf()
  expect(bot.homeserver.membership(room, '@neu:seevetal.example')).toBe('invite')
  expect(await bot.ask(karin, '!gruppe einladen @gut:stelle.example falsch')).toContain(
    '„falsch“ ist keine vollständige Matrix-Kennung.',
  )
  expect(await bot.db.person.count({ where: { id: '@gut:stelle.example' } })).toBe(0)
  expect(await bot.ask(karin, '!gruppe einladen')).toContain('So geht es: !gruppe einladen @…')
})

test('who is removed loses all rights at once, in direct messages too, and the room follows', async () => {
  expect(await bot.ask(karin, '!gruppe entfernen @ben')).toBe(
    'Ben Schulz: Mitgliedschaft in der AG IT-Kooperation beendet, auch für Direktnachrichten.',
  )
  expect(await bot.ask(ben, 'mitglieder', { in: ben })).toContain('Ich kenne Sie noch nicht.')
  const room = await bot.roomOf()
  expect(bot.homeserver.membership(room, ben)).toBe('join')
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(bot.homeserver.membership(room, ben)).toBe('leave')
  expect(bot.homeserver.requests.filter((request) => request === 'remove')).toHaveLength(2) // the group's room and the space, each once
  expect(await bot.ask(karin, '!gruppe entfernen @ben:wulmstorf.example @anna')).toContain(
    'Kein Mitglied der AG IT-Kooperation: Ben Schulz.',
  )
  expect(await bot.ask(anna, '!mitglieder')).toContain('Anna Meyer')
})

test('who was removed can be invited again, and nobody invited by hand is removed twice', async () => {
  await bot.says(karin, '!gruppe entfernen @ben')
  await bot.tick('rooms')
  const room = await bot.roomOf()
  bot.homeserver.setMember(room, ben, 'join', karin)
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(bot.homeserver.membership(room, ben)).toBe('join')
  bot.homeserver.setMember(room, ben, 'leave')
  await bot.work()
  bot.travelTo('2026-03-09T10:05:00+01:00')
  await bot.says(karin, `!gruppe einladen ${ben}`)
  await bot.tick('rooms')
  expect(bot.homeserver.membership(room, ben)).toBe('invite')
  bot.homeserver.setMember(room, ben, 'join')
  await bot.work()
  expect(await bot.ask(ben, '!mitglieder')).toContain('Ben Schulz')
})

test('the topic of a command is written into the room once; what people change by hand stays', async () => {
  expect(await bot.ask(karin, '!gruppe thema Gemeinsame  Beschaffung & <b>mehr</b>')).toBe(
    'Thema der AG IT-Kooperation: „Gemeinsame Beschaffung & <b>mehr</b>“',
  )
  await bot.tick('rooms')
  const room = await bot.roomOf()
  expect(bot.homeserver.state(room, 'm.room.topic')).toEqual({ topic: 'Gemeinsame Beschaffung & <b>mehr</b>' })
  bot.homeserver.add(room, karin, 'm.room.topic', { topic: 'Von Hand' }, { state_key: '' })
  bot.homeserver.add(room, karin, 'm.room.name', { name: 'Unsere IT' }, { state_key: '' })
  bot.homeserver.add(room, karin, 'm.room.avatar', { url: 'mxc://x/y' }, { state_key: '' })
  await bot.work()
  await bot.tick('rooms')
  await bot.restart()
  await bot.tick('rooms')
  expect(bot.homeserver.state(room, 'm.room.topic')).toEqual({ topic: 'Von Hand' })
  expect(bot.homeserver.state(room, 'm.room.name')).toEqual({ name: 'Unsere IT' })
  await bot.says(karin, '!gruppe thema -')
  await bot.tick('rooms')
  expect(bot.homeserver.state(room, 'm.room.topic')).toEqual({ topic: '' })
})

test('an archived group can only be read, is silent, and is opened again from a direct message', async () => {
  const item = await bot.db.item.create({
    data: {
      id: 'A1',
      letter: 'A',
      number: 1,
      groupId: (await bot.db.group.findUniqueOrThrow({ where: { key: 'it' } })).id,
      authorId: anna,
      createdAt: bot.clock(),
    },
  })
  await bot.db.task.create({ data: { id: item.id, text: 'Bericht abgeben', statusAt: bot.clock() } })
  const answer = await bot.ask(karin, '!gruppe archivieren')
  expect(answer).toContain('AG IT-Kooperation ist archiviert')
  expect(answer).toContain('- A1 „Bericht abgeben“')
  await bot.tick('rooms')
  const room = await bot.roomOf()
  expect(bot.homeserver.state(room, 'm.room.power_levels')).toMatchObject({
    events_default: 50,
    events: { 'm.reaction': 50 },
  })
  expect(await bot.ask(karin, '!gruppe thema Neu')).toContain('ist archiviert und wird nicht mehr verändert')
  expect(await bot.ask(karin, '!gruppe archivieren')).toContain('ist bereits archiviert')
  expect(await bot.ask(karin, 'gruppe [it] öffnen', { in: karin })).toBe('AG IT-Kooperation ist wieder geöffnet.')
  await bot.tick('rooms')
  expect(bot.homeserver.state(room, 'm.room.power_levels')).toMatchObject({
    events_default: 0,
    events: { 'm.reaction': 0 },
    users: { [karin]: 50 },
  })
})

test('capturing of links is switched off and on', async () => {
  const captured = async () => (await bot.db.group.findUniqueOrThrow({ where: { key: 'it' } })).captureLinks
  expect(await bot.ask(karin, '!gruppe links aus')).toContain(
    'Gepostete Links merke ich mir in der AG IT-Kooperation nicht mehr.',
  )
  expect(await captured()).toBe(false)
  await bot.says(karin, '!group links on')
  expect(await captured()).toBe(true)
  expect(await bot.ask(karin, '!gruppe links vielleicht')).toContain('So geht es: !gruppe links aus')
})

test('without a word it says what is possible, and for which group is asked back', async () => {
  expect(await bot.ask(karin, '!gruppe')).toContain('So geht es: !gruppe einladen @…')
  expect(await bot.ask(karin, '!group', {})).toContain('einladen')
  await bot.ask(olga, 'mitglied [portale] @karin:landkreis.example Landkreis Harburg Koordination', { in: olga })
  expect(await bot.ask(karin, 'gruppe thema Neu', { in: karin })).toContain('Für welche Gruppe? gruppe thema [IT] …')
  expect(await bot.ask(karin, 'gruppe thema [portale] Neu', { in: karin })).toContain(
    'Thema der AG Kommunale Portale: „Neu“',
  )
})

test('a group that loses its last coordinator goes on; members and operators are told once', async () => {
  await bot.tick()
  expect(await bot.ask(paul, '!gruppe entfernen @paul', { in: 'portale' })).toContain(
    'Die Gruppe hat damit keine Koordination mehr.',
  )
  await bot.tick()
  await bot.tick()
  expect((await bot.said('portale')).filter((line) => line.includes('zurzeit keine Koordination'))).toHaveLength(1)
  expect(
    (await bot.said(olga)).filter((line) => line.includes('Die AG Kommunale Portale hat keine Koordination mehr.')),
  ).toHaveLength(1)
  expect(await bot.ask(anna, '!mitglieder', { in: 'portale' })).toContain('Anna Meyer')
  bot.travelTo('2026-03-10T10:00:00+01:00')
  await bot.ask(olga, 'mitglied [portale] @anna:seevetal.example Koordination', { in: olga })
  await bot.tick()
  expect(await bot.ask(anna, '!mitglied @anna Mitglied', { in: 'portale' })).toContain(
    'Die Gruppe hat damit keine Koordination mehr.',
  )
  await bot.tick()
  expect(
    (await bot.said(olga)).filter((line) => line.includes('Die AG Kommunale Portale hat keine Koordination mehr.')),
  ).toHaveLength(2)
})

test('a stranger in the room has no rights, and is named once to the coordinators with the cure', async () => {
  const room = await bot.roomOf()
  bot.homeserver.setMember(room, stranger, 'join')
  await bot.work()
  expect(await bot.ask(stranger, '!mitglieder')).toContain('Das können nur Mitglieder der AG IT-Kooperation.')
  await bot.tick('rooms')
  await bot.restart()
  await bot.tick('rooms')
  const told = (await bot.said(karin)).filter((line) => line.includes('ohne Mitgliedschaft'))
  expect(told).toEqual([
    'Im Raum der AG IT-Kooperation ist Fremde Person ohne Mitgliedschaft: mitlesen geht, Befehle bleiben ohne Wirkung. Aufnehmen: !mitglied [IT] @fremd:anderswo.example <Verwaltung>',
  ])
  expect(bot.homeserver.membership(room, stranger)).toBe('join')
})
