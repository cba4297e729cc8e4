import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** Imports of a file as paths from the project's root; packages by their names. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const named = [
    ...text.matchAll(/(?:^|\s)(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]/g),
    ...text.matchAll(/import\(\s*['"]([^'"]+)['"]\s*\)/g),
  ]
  return named.map(([, name = '']) => (name.startsWith('.') ? normalize(join(dirname(file), name)) : name))
}

type Rule = { name: string; files: string[]; allowed: RegExp; except?: string[] }

const rules: Rule[] = [
  { name: 'templates know only each other', files: ['templates/**/*.ts'], allowed: /^(templates\/|marked$)/ },
  {
    name: 'config knows only itself, zod and YAML',
    files: ['config/**/*.ts'],
    allowed: /^(config\/|zod$|yaml$|node:)/,
  },
  {
    name: 'the domain knows neither Matrix nor wording',
    files: ['bot/domain/**/*.ts'],
    allowed:
      /^(bot\/domain\/|prisma\/(?:client|lean)\.ts$|node:|temporal-polyfill$|rrule-temporal$|date-holidays$|ical\.js$|snowball-stemmers$|html-entities$)/,
  },
  {
    name: 'commands know context, domain and templates',
    files: ['commands/**/*.ts'],
    allowed: /^(commands\/|bot\/(domain|answers)\/|templates\/|bot\/[a-z-]+\.ts$)/,
  },
  {
    name: 'answers know no command, card or job',
    files: ['bot/answers/*.ts'],
    allowed: /^(bot\/(domain|answers)\/|templates\/|bot\/[a-z-]+\.ts$|prisma\/client\.ts$)/,
  },
  {
    name: 'getting the encryption library knows nothing of the bot',
    files: ['encryption/!(crypto*).ts'],
    allowed: /^(encryption\/|backup\/command-line\.ts$|undici$|zod$|node:)/,
  },
  {
    name: 'the database layer knows nothing of ours',
    files: ['prisma/*.ts'],
    allowed: /^(prisma\/|@prisma\/|pg$|node:)/,
  },
]

test.each(rules)('$name', ({ files, allowed }) => {
  const offenders = globSync(files).flatMap((file) =>
    importsOf(file)
      .filter((name) => !allowed.test(name))
      .map((name) => `${file} -> ${name}`),
  )
  expect(offenders).toEqual([])
})

test('commands reach Matrix, outbox and database through their context only', () => {
  const offenders = globSync('commands/**/*.ts').flatMap((file) =>
    importsOf(file)
      .filter((name) => /^(bot\/(matrix|jobs|cards|listeners|outbox|posting|handling|app)|prisma\/)/.test(name))
      .map((name) => `${file} -> ${name}`),
  )
  expect(offenders).toEqual([])
})

test('the SDK is imported in bot/matrix alone, bot/matrix from run and main alone, config from main, run and status alone', () => {
  const files = globSync(['bot/**/*.ts', 'commands/**/*.ts', 'templates/**/*.ts'])
  const offenders = files.flatMap((file) =>
    importsOf(file)
      .filter(
        (name) =>
          (/^(matrix-bot-sdk|@matrix-org)/.test(name) && !file.startsWith('bot/matrix/')) ||
          (name.startsWith('bot/matrix/') &&
            !file.startsWith('bot/matrix/') &&
            !['bot/main.ts', 'bot/run.ts'].includes(file)) ||
          (name.startsWith('config/') && !['bot/main.ts', 'bot/run.ts', 'bot/status.ts'].includes(file)),
      )
      .map((name) => `${file} -> ${name}`),
  )
  expect(offenders).toEqual([])
})

test('the clock is injected, the environment is read in one place', () => {
  const files = globSync(['bot/**/*.ts', 'commands/**/*.ts', 'templates/**/*.ts', 'config/**/*.ts'])
  const clock = /new Date\(\)|Date\.now\(\)|Temporal\.Now/
  const clocks = files.filter(
    (file) =>
      !['bot/main.ts', 'bot/status.ts', 'bot/clocks.ts'].includes(file) && clock.test(readFileSync(file, 'utf8')),
  )
  const environment = files.filter(
    (file) => !['bot/main.ts', 'bot/status.ts'].includes(file) && readFileSync(file, 'utf8').includes('process.env'),
  )
  expect([clocks, environment]).toEqual([[], []])
})

test('every command, job, card and listener file is in its list', () => {
  for (const [folder, list] of [
    ['commands', 'commands/index.ts'],
    ['bot/jobs', 'bot/jobs/index.ts'],
    ['bot/cards', 'bot/cards/index.ts'],
    ['bot/listeners', 'bot/listeners/index.ts'],
  ] as const) {
    const listed = importsOf(list)
    expect(
      globSync(`${folder}/*.ts`).filter((file) => file !== list && !listed.includes(file)),
      folder,
    ).toEqual([])
  }
})
