import { expect, test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const SECRET = 'k3Zp9QwX7'
const ADDRESS = `https://k.example/r_1?token=${SECRET}`
const SHOWN = 'https://k.example/r_1?token=***'

/** What is refused in each language, and says again what was typed. */
const calls = {
  de: [
    `!sitzung ${ADDRESS}`,
    `!sitzung Runde **online** ${ADDRESS}.`,
    `!sitzung S2 am ${ADDRESS} absagen krank`,
    `!aufgabe A1 später \`x ${ADDRESS} \`y`,
    `!aufgabe A1 an ${ADDRESS}`,
    `!aufgaben ${ADDRESS}`,
    `!aufgaben #${ADDRESS}`,
    `!erledigt A1 für ${ADDRESS}`,
    `!beschluss B1 ${ADDRESS}`,
    `!mitglied @anna ${ADDRESS}`,
  ],
  en: [
    `!meeting ${ADDRESS}`,
    `!meeting S2 on ${ADDRESS} cancel ill`,
    `!task A1 later ${ADDRESS}`,
    `!tasks ${ADDRESS}`,
    `!tasks #${ADDRESS}`,
    `!done A1 for ${ADDRESS}`,
    `!decision B1 ${ADDRESS}`,
  ],
} as const

test.each(['de', 'en'] as const)(
  'a refusal (%s) shows an address again without what is secret in it',
  async (language) => {
    const bot = await testBot({ at: '2026-03-09T10:00:00+01:00', installation: { language } })
    await bot.ask(people.karin, '!aufgabe Drucker prüfen')
    await bot.ask(people.karin, '!beschluss Drucker werden gemeinsam beschafft')
    await bot.ask(people.karin, '!sitzung 10.4. 10 Uhr Runde')
    await bot.ask(people.karin, '!sitzung Jour fixe jeden Montag 9 Uhr')
    for (const call of calls[language]) {
      const answer = await bot.ask(people.karin, call)
      const content = JSON.stringify((await bot.events()).at(-1)?.content)
      expect([call, answer]).toEqual([call, expect.stringContaining(SHOWN)])
      expect([call, content.includes(SECRET)]).toEqual([call, false])
    }
    await bot.close()
  },
)

test('what is not secret is shown as it was typed, and what is kept keeps its address', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  expect(await bot.ask(people.karin, '!sitzung https://konferenz.example/raum_1?utm_source=a`b')).toContain(
    '!sitzung 20.03. 10 Uhr https://konferenz.example/raum_1?utm_source=a b',
  )
  expect(await bot.ask(people.karin, `!sitzung 12.3. 10 Uhr Runde ${ADDRESS}`)).toContain(`token=${SECRET}`)
  await bot.close()
})

test('an address behind a # is no tag with the rest of an address behind it, and its secret is not kept', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.ask(people.karin, `!wissen Zugang: Raum #${ADDRESS} #raum`)
  expect(await bot.db.article.findMany({ select: { text: true } })).toEqual([{ text: `Raum #${SHOWN}` }])
  expect(await bot.db.tag.findMany({ select: { tag: true } })).toEqual([{ tag: 'raum' }])
  await bot.close()
})
