import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { describeFault } from '../bot/fault.ts'

const run = promisify(execFile)

const LEVELS = {
  debug: ['of debug', 'of info', 'of warn', 'of error'],
  info: ['of info', 'of warn', 'of error'],
  warn: ['of warn', 'of error'],
  error: ['of error'],
  silent: [],
  lauter: ['of info', 'of warn', 'of error'],
}

/** Logs once at each level for every setting; a line of its own says which. */
const TALK = `
  const { createLog } = await import('./bot/log.ts')
  for (const setting of process.argv.slice(1)) {
    console.log(JSON.stringify({ setting }))
    const log = createLog(setting)
    for (const level of ['debug', 'info', 'warn', 'error'])
      log(level, 'of ' + level, { eventId: '$1', password: 'geheim', token: 'geheim', accessToken: 'geheim' })
  }
`

test('a log holds what its level says, a JSON line each with its time, without what is secret; an unknown level is info', async () => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', TALK, ...Object.keys(LEVELS)])
  expect(stdout).not.toContain('geheim')
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>)
  const found: Record<string, string[]> = {}
  for (const { setting, msg, time } of lines) {
    if (setting) found[setting] = []
    else {
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      Object.values(found)
        .at(-1)
        ?.push(msg ?? '')
    }
  }
  expect(found).toEqual(LEVELS)
})

/** What the bot itself writes that cannot open its database, and is warned about its configuration before. */
async function startLog(level: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'allmende.yaml')
  writeFileSync(join(folder, 'occupied'), '')
  writeFileSync(
    file,
    `homeserver: http://127.0.0.1:9
user: "@allmende:fake.example"
database: "file:${join(folder, 'occupied', 'allmende.db')}"
encryption: false
space: Landkreis
administrations: [{ key: stelle, name: Gemeinde Stelle, short: STE, servers: [stelle.example] }]
groups: [{ key: it, name: AG IT, administrations: all, coordinators: ["@k:stelle.example"] }]
`,
  )
  const env = {
    ...process.env,
    ALLMENDE_CONFIG: file,
    ALLMENDE_LOG: level,
    ALLMENDE_PASSWORD: 'Kennwort',
  }
  const ended = await run(process.execPath, ['bot/main.ts'], { env }).catch((error: { stdout: string }) => error)
  expect(ended.stdout).not.toContain('Kennwort')
  return ended.stdout.trim().split('\n').filter(Boolean)
}

test('ALLMENDE_LOG sets the level of the process', async () => {
  const [warned = '', ended = ''] = await startLog('warn')
  expect(warned).toContain('operators: empty')
  expect(ended).toContain('ends because of an error')
  expect(await startLog('error')).toEqual([expect.stringContaining('ends because of an error')])
  expect(await startLog('silent')).toEqual([])
})

test('an error is described without its message, unless system or database have worded it', () => {
  expect(describeFault(new SyntaxError('Unexpected token in "Geheim"'))).toMatch(/^SyntaxError( at |$)/)
  expect(describeFault(Object.assign(new Error('connect ECONNREFUSED ::1:8008'), { code: 'ECONNREFUSED' }))).toMatch(
    /^Error \(ECONNREFUSED connect ECONNREFUSED ::1:8008\)/,
  )
  expect(describeFault('Geheim')).toBe('string')
})
