import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { findPostgres } from './postgres.ts'

type Results = Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number> & {
  success: boolean
  testResults: { name: string; message: string; assertionResults: { fullName: string; status: string }[] }[]
}

/** Runs the named test projects (default: all but the long ones), says loudly what is left out and why, names what failed, and ends with one line of counts. */
const wanted = process.argv.slice(2)
const projects = wanted.length > 0 ? wanted : ['fast', 'patient', 'postgresql', 'e2e', 'encryption', 'torture']
const results = '.cache/test-results.json'

const left: string[] = []
if (projects.includes('postgresql') && !findPostgres() && !process.env['TEST_POSTGRES_URL']) {
  left.push('postgresql: PostgreSQL is not installed (or set TEST_POSTGRES_URL); all stories ran on SQLite only')
}
const run = projects.filter((project) => !left.some((line) => line.startsWith(`${project}:`)))

mkdirSync('.cache', { recursive: true })
rmSync(results, { force: true })
const code = await vitest([
  'run',
  ...run.flatMap((project) => ['--project', project]),
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
])
for (const line of left) console.log(`\n*** LEFT OUT *** ${line}\n`)
const { numPassedTests, numFailedTests, numPendingTests, success, testResults } = JSON.parse(
  readFileSync(results, 'utf8'),
) as Results
for (const { name, message, assertionResults } of testResults) {
  const failed = assertionResults.filter(({ status }) => status === 'failed')
  for (const { fullName } of failed) console.log(`FAILED ${relative('.', name)}: ${fullName}`)
  if (failed.length === 0 && message) console.log(`FAILED ${relative('.', name)}: ${message.split('\n')[0]}`)
}
if (numPendingTests) console.log(`*** SKIPPED *** ${numPendingTests} tests; the report above says which`)
console.log(`${numPassedTests} passed, ${numFailedTests || (success && code === 0 ? 0 : 1)} failed`)
process.exit(code)

function vitest(args: string[]): Promise<number> {
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { stdio: 'inherit' })
  return new Promise((resolve) => child.once('exit', (exit) => resolve(exit ?? 1)))
}
