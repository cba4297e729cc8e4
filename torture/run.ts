import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readArguments, type TortureOptions } from './arguments.ts'
import { isClean, reportOf } from './report.ts'
import { torture } from './torture.ts'

/** What is left of the last run for those who look for a cause: log, database, clock. */
const LEFT = join(import.meta.dirname, '..', '.cache', 'torture')

const begun = performance.now()
const show = (line: string) =>
  console.log(`${String(Math.round((performance.now() - begun) / 1000)).padStart(4)} s  ${line}`)
const options = read(process.argv.slice(2))
console.log(`Torture, seed ${options.seed}`)
const result = await torture(options, { show, keep })
for (const line of reportOf(options, result)) console.log(line)
console.log(`${Math.round((performance.now() - begun) / 1000)} s in all`)
process.exit(isClean(result.counts) ? 0 : 1)

function read(args: string[]): TortureOptions {
  try {
    return readArguments(args)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(2)
  }
}

function keep(folder: string): void {
  const left = join(LEFT, String(options.seed))
  rmSync(left, { recursive: true, force: true })
  mkdirSync(left, { recursive: true })
  for (const name of ['bot.log', 'clock.json', 'allmende.db', 'allmende.db-wal', 'allmende.yaml'])
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(left, name))
  show(`log and database are kept in ${left}`)
}
