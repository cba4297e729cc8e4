import { test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'
import { openDirectRoom } from '../direct-room.ts'
const { anna, ben, karin, paul, olga, stranger } = people
const at = '2026-03-09T10:00:00+01:00'
test('x', { timeout: 100000 }, async () => {
  const bot = await testBot({ at })
  const out: string[] = []
  const seen = new Set<string>()
  const dump = () => {
    for (const room of bot.homeserver.rooms.values()) for (const e of room.timeline) {
      if (e.sender !== bot.installation.me || e.type !== 'm.room.message' || seen.has(e.event_id)) continue
      seen.add(e.event_id)
      out.push(`   <${room.id}> [${e.content['msgtype']} ${JSON.stringify(e.content['m.mentions'])} ${JSON.stringify(e.content['m.relates_to'])}] ${e.content['body']}`)
    }
  }
  const step = async (label: string, f: () => Promise<unknown>) => { out.push(`> ${label}`); try { await f() } catch (e) { out.push(`!!! ${e}`) } dump() }
  const it = await bot.roomOf('it')
  // thread
  await step('thread', async () => {
    const root = bot.homeserver.add(it, anna, 'm.room.message', { msgtype: 'm.text', body: 'Wurzel' })
    bot.homeserver.add(it, anna, 'm.room.message', { msgtype: 'm.text', body: '!aufgabe Im Faden bis Freitag', 'm.relates_to': { rel_type: 'm.thread', event_id: root, is_falling_back: true, 'm.in_reply_to': { event_id: root } } })
    await bot.work()
  })
  await step('thread real reply', async () => {
    const root = bot.homeserver.add(it, ben, 'm.room.message', { msgtype: 'm.text', body: 'Drucker defekt' })
    bot.homeserver.add(it, anna, 'm.room.message', { msgtype: 'm.text', body: '!aufgabe', 'm.relates_to': { rel_type: 'm.thread', event_id: root, is_falling_back: false, 'm.in_reply_to': { event_id: root } } })
    await bot.work()
  })
  await step('pill', () => bot.says(anna, '!aufgabe Test Ben Schulz bis Freitag', { html: '!aufgabe Test <a href="https://matrix.to/#/@ben:wulmstorf.example">Ben Schulz</a> bis Freitag', mentions: [ben] }))
  await step('pill encoded', () => bot.says(anna, '!aufgabe Test2 Ben Schulz bis Freitag', { html: '!aufgabe Test2 <a href="https://matrix.to/#/%40ben%3Awulmstorf.example">Ben Schulz</a> bis Freitag', mentions: [ben] }))
  await step('pill bot', () => bot.says(anna, 'Allmende aufgabe Mit Pille', { html: '<a href="https://matrix.to/#/@allmende:fake.example">Allmende</a> aufgabe Mit Pille', mentions: [bot.installation.me] }))
  await step('pill bot colon', () => bot.says(anna, 'Allmende: aufgabe Mit Pille 2', { html: '<a href="https://matrix.to/#/@allmende:fake.example">Allmende</a>: aufgabe Mit Pille 2', mentions: [bot.installation.me] }))
  await step('pill bot middle', () => bot.says(anna, 'Frag doch Allmende mal', { html: 'Frag doch <a href="https://matrix.to/#/@allmende:fake.example">Allmende</a> mal', mentions: [bot.installation.me] }))
  await step('reply fallback', async () => {
    const m = await bot.says(ben, 'Bitte **Toner** bestellen <b> & so')
    await bot.says(anna, `> <@ben:wulmstorf.example> Bitte **Toner** bestellen\n\n!aufgabe bis Freitag`, { replyTo: m })
  })
  await step('html bold command', () => bot.says(anna, '!aufgabe **fett** _kursiv_', { html: '!aufgabe <strong>fett</strong> <em>kursiv</em>' }))
  await step('emote', () => bot.says(anna, '!aufgabe emote', { msgtype: 'm.emote' }))
  await step('notice', () => bot.says(anna, '!aufgabe notice', { msgtype: 'm.notice' }))
  await step('old age', async () => { bot.homeserver.add(it, anna, 'm.room.message', { msgtype: 'm.text', body: '!aufgabe Alt bis morgen' }, { origin_server_ts: Date.parse('2020-01-01'), unsigned: { age: 86400000 } }); await bot.work() })
  await step('two annas', async () => {
    bot.homeserver.displayNames.set('@anna:stelle.example', 'Anna Meyer')
    await bot.says(karin, '!gruppe einladen @anna:stelle.example')
    await bot.tick('rooms')
    bot.homeserver.setMember(it, '@anna:stelle.example', 'join')
    await bot.work(); await bot.tick()
    await bot.says(ben, '!aufgabe Wer denn @Anna Meyer bis Freitag')
    await bot.says(ben, '!aufgabe Wer denn @anna bis Freitag')
    await bot.says(ben, '!aufgabe Wer denn an Anna Meyer bis Freitag')
    await bot.says(ben, '!aufgabe Wer denn @anna:stelle.example bis Freitag')
    await bot.says(ben, '!mitglieder')
  })
  await step('stranger joins', async () => { bot.homeserver.setMember(it, stranger, 'join'); await bot.work(); await bot.tick(); await bot.says(stranger, '!aufgabe x'); await bot.says(stranger, '!hilfe') })
  await step('operator in DM', async () => { const r = await openDirectRoom(bot, olga); await bot.says(olga, 'hilfe', { in: r }); await bot.says(olga, 'status', { in: r }); await bot.says(olga, 'aufgaben', { in: r }); await bot.says(olga, 'A1', { in: r }); await bot.says(olga, 'suche Test', { in: r }); await bot.says(olga, 'heute', { in: r }); await bot.says(olga, 'mitglieder [IT]', { in: r }); await bot.says(olga, 'gruppe neu AG Datenschutz für Seevetal, Stelle', { in: r }); await bot.says(olga, 'gruppe neu AG Datenschutz', { in: r }); await bot.says(olga, 'gruppe neu X für Quatsch', { in: r }); await bot.says(olga, 'mitglied [IT] @ben Neu Wulmstorf Koordination', { in: r }); await bot.says(olga, 'gruppe [IT] thema x', { in: r }); await bot.says(olga, 'digest [IT]', { in: r }); await bot.says(olga, 'überblick', { in: r }); await bot.says(olga, 'einstellungen', { in: r }); await bot.tick() })
  await step('stranger DM', async () => { const r = await openDirectRoom(bot, stranger); out.push(`bot member: ${bot.homeserver.membership(r, bot.installation.me)}`) })
  await step('leave', async () => { bot.homeserver.setMember(it, ben, 'leave'); await bot.work(); await bot.tick(); await bot.says(ben, 'A1', { in: ben }); await bot.says(ben, 'aufgaben', { in: ben }); await bot.says(ben, 'hilfe', { in: ben }) ; await bot.says(karin, '!mitglieder') })
  await step('kick', async () => { bot.homeserver.setMember(it, anna, 'leave', karin); await bot.work(); await bot.tick(); await bot.says(anna, 'A1', { in: anna }); await bot.says(anna, 'suche Test', { in: anna }) })
  await step('rejoin', async () => { bot.homeserver.setMember(it, ben, 'join'); await bot.work(); await bot.tick(); await bot.says(ben, 'A1', { in: ben }) })
  await step('paul in room it', async () => { bot.homeserver.setMember(it, paul, 'join'); await bot.work(); await bot.tick(); await bot.says(paul, '!aufgaben') })
  console.log(out.join('\n'))
  console.log(JSON.stringify(bot.log.filter((l) => l.level !== 'info'), null, 1))
  await bot.close()
})
