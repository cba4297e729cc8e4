import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fold } from '../bot/addressing.ts'
import { namesOf } from '../bot/lookup.ts'
import { commands } from '../commands/index.ts'
import { pages, pathOf, renderPage } from '../tools/reference.ts'

test.each(pages)('$file is what npm run generate writes', ({ file, lang }) => {
  const page = readFileSync(pathOf(file), 'utf8')
  expect(page).toBe(renderPage(page, lang))
})

test('every command has an example in both languages that calls it', () => {
  for (const command of commands) {
    for (const lang of ['de', 'en'] as const) {
      expect(command.examples[lang].length, `${command.name} ${lang}`).toBeGreaterThan(0)
      const calls = command.examples[lang].map((example) => fold(example.replace(/^!/, '').split(/[ .]/)[0] ?? ''))
      expect(
        calls.some((call) => namesOf(command).some((name) => fold(name) === call)),
        `${command.name}: ${command.examples[lang]}`,
      ).toBe(true)
    }
  }
})

test('no name belongs to two commands', () => {
  const names = commands.flatMap((command) => [...new Set(namesOf(command).map(fold))])
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})
