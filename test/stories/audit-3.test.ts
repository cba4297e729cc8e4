import { test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'
const { anna, ben, dora, karin, paul } = people
const at = '2026-03-09T10:00:00+01:00'
test('x', { timeout: 100000 }, async () => {
  const bot = await testBot({ at })
  const out: string[] = []
  const seen = new Set<string>()
  const names = new Map<string, string>()
  for (const [n, p] of [['it', 'it'], ['portale', 'portale'], ['dm-anna', anna], ['dm-ben', ben], ['dm-karin', karin], ['dm-paul', paul], ['dm-dora', dora]] as const) names.set(await bot.roomOf(p), n)
  const dump = () => {
    for (const room of bot.homeserver.rooms.values()) for (const e of room.timeline) {
      if (e.sender !== bot.installation.me || e.type !== 'm.room.message' || seen.has(e.event_id)) continue
      seen.add(e.event_id)
      const men = (e.content['m.mentions'] as { user_ids?: string[] }).user_ids
      out.push(`   <${names.get(room.id) ?? room.id}> [${String(e.content['msgtype']).slice(2)}${men ? ` ${men}` : ''}] ${e.content['body']}`)
    }
  }
  dump()
  const step = async (label: string, f: () => Promise<unknown>) => { out.push(`> ${label}`); try { await f() } catch (e) { out.push(`!!! ${e}`) } dump() }
  await step('redact task command', async () => { const e = await bot.says(anna, '!aufgabe Weg damit'); await bot.redact(anna, e); await bot.says(anna, '!A1') })
  await step('redact after change by other', async () => { const e = await bot.says(anna, '!aufgabe Bleibt'); await bot.says(ben, '!A2 notiz hallo'); await bot.redact(anna, e); await bot.says(anna, '!A2') })
  await step('redact source', async () => { const e = await bot.says(ben, 'Quelltext XYZ'); await bot.says(anna, '!aufgabe', { replyTo: e }); await bot.says(anna, '!merken', { replyTo: e }); await bot.redact(ben, e); await bot.says(anna, '!A3'); await bot.says(anna, '!W1'); await bot.says(anna, '!suche Quelltext') })
  await step('redact link', async () => { const e = await bot.says(ben, 'https://weg.example/'); await bot.redact(ben, e); await bot.says(anna, '!links'); await bot.says(anna, '!link L1') })
  await step('many tasks today', async () => { for (let i = 0; i < 13; i++) await bot.says(ben, `!aufgabe Nummer ${i} @anna bis 12.3.`); out.push('…'); seen.clear(); })
  const mark = () => { for (const room of bot.homeserver.rooms.values()) for (const e of room.timeline) seen.add(e.event_id) }
  mark()
  await step('heute', () => bot.says(anna, 'heute', { in: anna }))
  await step('aufgaben', () => bot.says(anna, 'aufgaben meine', { in: anna }))
  await step('aufgaben', () => bot.says(anna, '!aufgaben Seevetal'))
  await step('aufgaben', () => bot.says(anna, '!aufgaben @anna'))
  await step('reminder', async () => { bot.travelTo('2026-03-12T08:00:00+01:00'); await bot.tick() })
  await step('digest daily', async () => { await bot.says(anna, 'einstellungen digest täglich', { in: anna }); bot.travelTo('2026-03-13T08:00:00+01:00'); await bot.tick() })
  await step('reply to summary', async () => { const e = await bot.find('hier die Aufgaben', anna); await bot.says(anna, 'erledigt', { in: anna, replyTo: e.event_id }); await bot.says(anna, 'bis Freitag', { in: anna, replyTo: e.event_id }); await bot.react(anna, e.event_id, '✅', anna) })
  await step('talk', async () => { await bot.says(anna, 'hallo', { in: anna }); await bot.says(anna, 'Danke', { in: anna }); await bot.says(anna, 'erledigt A4', { in: anna }) })
  await step('quiet', async () => { bot.travelTo('2026-03-13T20:00:00+01:00'); await bot.says(ben, '!aufgabe Nachts @anna bis 20.3.'); await bot.says(ben, '!A17 notiz x'); await bot.tick() })
  await step('quiet end', async () => { bot.travelTo('2026-03-16T07:00:00+01:00'); await bot.tick() })
  await step('leitung', async () => { await bot.says(karin, '!mitglied @dora Seevetal Leitung'); await bot.says(dora, 'heute', { in: dora }); await bot.says(dora, 'aufgaben', { in: dora }); await bot.says(dora, 'A4', { in: dora }) })
  await step('deputy', async () => { await bot.says(ben, '!aufgabe Für Verwaltung an Seevetal bis 31.3.'); await bot.says(dora, '!erledigt A18') ; await bot.says(karin, '!gruppe entfernen @anna:seevetal.example') })
  await step('orphan', async () => { bot.travelTo('2026-03-23T08:00:00+01:00'); await bot.tick() })
  console.log(out.join('\n'))
  console.log(JSON.stringify(bot.log.filter((l) => l.level !== 'info'), null, 1))
  await bot.close()
})
