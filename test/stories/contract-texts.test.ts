import { expect, test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, karin } = people
const at = '2026-03-09T10:00:00+01:00'

test('what people type comes back as typed, in the plain body and in HTML', async () => {
  const bot = await testBot({ at })
  await bot.ask(anna, '!aufgabe Siehe https://example.org/a_b_c?x=1 und _unter_ __zwei__ `code` *stern* <b>&</b>')
  const { content } = await bot.find('A1')
  expect(content['body']).toBe(
    'Aufgabe A1 notiert: „Siehe https://example.org/a_b_c?x=1 und _unter_ __zwei__ `code` *stern* <b>&</b>“. Ändern: einfach hierauf antworten.',
  )
  expect(content['formatted_body']).toContain('a_b_c?x=1 und _unter_ __zwei__ `code` *stern* &lt;b&gt;&amp;&lt;/b&gt;')
  await bot.close()
})

test('a family of emoji stays one, and a tab parts words', async () => {
  const bot = await testBot({ at })
  expect(await bot.ask(anna, '!aufgabe 👨‍👩‍👧 Fest')).toContain('„👨‍👩‍👧 Fest“')
  expect(await bot.ask(anna, '!aufgabe Drucker\tzählen')).toContain('„Drucker zählen“')
  expect(await bot.ask(anna, '!auf\u200bgabe Un\u200dsichtbares')).toContain('„Unsichtbares“')
  await bot.close()
})

test('what follows a list is no part of its last entry', async () => {
  const bot = await testBot({ at })
  for (let n = 1; n <= 11; n++) await bot.says(anna, `!aufgabe Nummer ${n}`)
  await bot.says(anna, '!aufgaben')
  const list = await bot.find('… und 1 weitere')
  expect(list.content['formatted_body']).toContain('</li>\n</ul>\n<p>… und 1 weitere')
  expect(list.content['body']).toContain('„Nummer 10“\n… und 1 weitere: !aufgaben alle')
  await bot.says(anna, 'aufgabe Für wen', { in: anna })
  const refusal = await bot.find('Für welche Gruppe?', anna)
  expect(refusal.content['formatted_body']).toMatch(/<\/ul>\n<p>Es wurde nichts gespeichert.<\/p>$/)
  await bot.close()
})

test('a refusal that ends in something to type gets its full stop', async () => {
  const bot = await testBot({ at })
  expect(await bot.ask(anna, '!erledigt A99')).toBe('A99 gibt es nicht. Liste: !aufgaben. Es wurde nichts gespeichert.')
  expect(await bot.ask(anna, '!aufgabe Test bis Feitag')).toBe(
    '„bis Feitag“ habe ich nicht als Datum erkannt. Beispiel: „bis Freitag“ oder „bis 20.03.“ Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(anna, '!gruppe thema Neu')).toBe(
    'Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel. Es wurde nichts gespeichert.',
  )
  await bot.close()
})

test('asking to see what does not exist is no attempt to store anything', async () => {
  const bot = await testBot({ at })
  await bot.says(karin, '!beschluss Die Drucker werden gemeinsam ausgeschrieben')
  const says = async (text: string, place: string) => bot.ask(anna, text, { in: place })
  expect(await says('!beschluss B99', 'it')).toBe('B99 gibt es nicht. Liste: !beschlüsse')
  expect(await says('B99', anna)).toBe('B99 gibt es nicht. Liste: !beschlüsse')
  expect(await says('!B1', 'portale')).toBe('B1 gibt es nicht. Liste: !beschlüsse')
  expect(await says('!aufgabe A99', 'it')).toBe('A99 gibt es nicht. Liste: !aufgaben')
  expect(await says('!sitzung S99', 'it')).toBe('S99 gibt es nicht. Liste: !sitzungen')
  expect(await says('!link L99', 'it')).toBe('L99 gibt es nicht. Liste: !links')
  expect(await says('!wissen W99', 'it')).toBe('W99 gibt es nicht. Liste: !wissen')
  expect(await says('!aufgabe A99 bis Freitag', 'it')).toContain('Es wurde nichts gespeichert.')
  await bot.close()
})
