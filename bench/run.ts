import { benchEncrypted } from './encrypted.ts'
import { type Figure, type Measurement, measurementOf } from './figures.ts'
import { benchHostile } from './hostile.ts'
import { benchMemory } from './memory.ts'
import { benchSearch } from './search.ts'
import { benchStart } from './start.ts'
import { benchSyncs } from './syncs.ts'
import { benchTalk } from './talk.ts'

type Bench = (args: string[]) => Promise<Measurement>

const promised =
  (measure: (args: string[]) => Promise<Figure[]>): Bench =>
  async (args) =>
    measurementOf(await measure(args))

/** What can be measured, in the order of a run of all. */
const subjects: Record<string, Bench> = {
  search: benchSearch,
  talk: promised(benchTalk),
  start: promised(benchStart),
  syncs: promised(benchSyncs),
  memory: promised(benchMemory),
  hostile: promised(benchHostile),
  encrypted: promised(benchEncrypted),
}

/**
 * `npm run bench -- [subject] [--json] [options of the subject]`; without a subject all of them, with their defaults, and
 * then their JSON by name. Exit code 1 when a promise is not kept.
 */
const asked = process.argv.slice(2)
const isJson = asked.includes('--json')
const [subject, ...args] = asked.filter((word) => word !== '--json')
if (subject !== undefined && !subjects[subject]) {
  console.error(`Usage: npm run bench -- [${Object.keys(subjects).join(' | ')}] [--json] [options]`)
  process.exit(64)
}
const results: Record<string, Measurement> = {}
for (const [name, bench] of Object.entries(subjects)) {
  if (subject !== undefined && subject !== name) continue
  const result = await bench(args)
  results[name] = result
  if (!isJson) console.log(subject === undefined ? `\n${name}\n${result.table}` : result.table)
}
const all = Object.fromEntries(Object.entries(results).map(([name, { json }]) => [name, json]))
if (isJson) console.log(JSON.stringify(subject === undefined ? all : all[subject]))
process.exit(Object.values(results).every((result) => result.isKept) ? 0 : 1)
