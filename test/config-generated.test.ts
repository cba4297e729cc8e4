import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatProblems } from '../config/config.ts'
import { exampleFile } from '../config/example-file.ts'
import { reference } from '../config/reference.ts'
import { loadText } from './config-files.ts'

const committed = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

test('the example file and the reference are what the schema generates', () => {
  expect(committed('config/allmende.example.yaml')).toBe(exampleFile())
  expect(committed('docs/configuration.md')).toBe(reference())
})

test('the example file is a good configuration, without a warning', () => {
  expect(loadText(exampleFile())).toMatchObject({ ok: true, warnings: [] })
})

test('every key of the reference has a meaning, and each that is not needed can be left out', () => {
  const rows = reference()
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  expect(rows.filter((row) => row.endsWith('|  |'))).toStrictEqual([])
  const needed = rows.filter((row) => row.includes('**needed**')).map((row) => row.split('`')[1])
  expect(needed.filter((path) => !path?.includes('[]'))).toStrictEqual([
    'homeserver',
    'user',
    'database',
    'space',
    'administrations',
    'groups',
  ])
})

const pieces = [
  '[',
  ']',
  '{',
  '}',
  ':',
  '- ',
  '&a ',
  '*a',
  '"',
  '\n',
  '\t',
  '  ',
  '#',
  '!',
  '@',
  'null',
  '__proto__: 1',
  '<<: *a',
  '0x1',
  '~',
  '---\n',
  'ü',
]
const mutilation = fc.record({
  at: fc.nat(),
  drop: fc.nat({ max: 40 }),
  put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })),
})

test('a mutilated file is refused with lines or loaded, and never ends in a crash', () => {
  const whole = exampleFile().replaceAll(/^#.*\n/gm, '')
  fc.assert(
    fc.property(fc.array(mutilation, { minLength: 1, maxLength: 4 }), (mutilations) => {
      const file = mutilations.reduce((text, { at, drop, put }) => {
        const start = at % (text.length + 1)
        return text.slice(0, start) + put + text.slice(start + drop)
      }, whole)
      const result = loadText(file)
      if (!result.ok) expect(formatProblems(result.problems).split('\n')).toHaveLength(result.problems.length)
      if (!result.ok) expect(result.problems).not.toHaveLength(0)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['an alias inside itself', 'operators: &a [*a]'],
  [
    'aliases without end',
    `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'.replaceAll(/./g, (letter) => `${letter}: &${letter} [${`*${String.fromCharCode(letter.charCodeAt(0) - 1)}, `.repeat(9)}]\n`)}`,
  ],
  ['nesting without end', '['.repeat(50_000)],
])('%s is refused', (_, file) => {
  expect(loadText(file).ok).toBe(false)
})
