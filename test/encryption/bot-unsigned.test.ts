import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'
import type { StrictPeer } from './peers/strict-peer.ts'

const REFUSED = /^Diese Nachricht kam von einem Gerät, das nicht bestätigt ist;.*schreiben Sie den Befehl noch einmal\./
const REFUSED_IN_ENGLISH = /^This message came from a device that is not verified,.*write the command once more\./

describe.skipIf(!library)('devices that their owners have not signed', () => {
  let bot: EncryptedBot
  let peers: Record<'karin' | 'karinsTablet' | 'anna' | 'annasTablet', StrictPeer>
  let room: string
  const tasks = async () => (await (await bot.db()).task.findMany()).map(({ text }) => text)

  beforeAll(async () => {
    bot = await prepareEncryptedBot(inject('synapse'))
    bot.configure({ operators: [bot.people.karin.userId] })
    await bot.begin()
    const [karin, anna] = [await bot.strict('karin'), await bot.strict('anna')]
    const [karinsTablet, annasTablet] = [await bot.other('karin', 'unsigned'), await bot.other('anna', 'unsigned')]
    peers = { karin, anna, karinsTablet, annasTablet }
    room = await bot.room('it', [bot.people.karin, bot.people.anna])
  })
  afterAll(async () => {
    await Promise.all(Object.values(peers ?? {}).map((peer) => peer.stop()))
    await bot?.close()
  })

  test('a member’s is obeyed, an operator’s is not; on her signed one she is', async () => {
    expect((await bot.demand(peers.annasTablet, room, '!aufgabe Vom Tablet')).text).toContain('„Vom Tablet“')
    expect((await bot.demand(peers.karinsTablet, room, '!aufgabe Unbestätigt')).text).toMatch(REFUSED)
    expect((await bot.demand(peers.karin, room, '!aufgabe Bestätigt')).text).toContain('„Bestätigt“')
    expect(await tasks()).toEqual(['Vom Tablet', 'Bestätigt'])
  })

  test('where the configuration wants signed ones a member’s is not obeyed either, and she is told in her language', async () => {
    await bot.stop()
    bot.configure({ operators: [bot.people.karin.userId], encryption: { library, signedOnly: true } })
    await bot.begin()
    // Such a device does not read the bot either: her signed one does.
    const refused = await bot.answerTo(peers.anna, room, await peers.annasTablet.send(room, '!aufgabe Noch eine'))
    expect(refused.text).toMatch(REFUSED)
    expect(refused.text).toMatch(/Es wurde nichts gespeichert\.$/)
    await bot.demand(peers.anna, room, '!einstellungen sprache en')
    const english = await bot.answerTo(peers.anna, room, await peers.annasTablet.send(room, '!task One more'))
    expect(english.text).toMatch(REFUSED_IN_ENGLISH)
    expect(english.text).toMatch(/Nothing was stored\.$/)
    expect((await bot.demand(peers.anna, room, '!task From her signed device')).text).toContain(
      '“From her signed device”',
    )
    expect(await tasks()).toEqual(['Vom Tablet', 'Bestätigt', 'From her signed device'])
  })
})
