import { type Figure, isKept, tableOf } from './figures.ts'
import { benchHostile } from './hostile.ts'
import { benchMemory } from './memory.ts'
import { benchSearch } from './search.ts'
import { benchStart } from './start.ts'
import { benchSyncs } from './syncs.ts'
import { benchTalk } from './talk.ts'

type Bench = (args: string[]) => Promise<Figure[]>

/** What can be measured, in the order of a run of all. */
const subjects: Record<string, Bench> = {
  search: benchSearch,
  talk: benchTalk,
  start: benchStart,
  syncs: benchSyncs,
  memory: benchMemory,
  hostile: benchHostile,
}

/** `npm run bench -- [subject] [--json] [options of the subject]`; without a subject all of them, with their defaults. */
const asked = process.argv.slice(2)
const isJson = asked.includes('--json')
const [subject, ...args] = asked.filter((word) => word !== '--json')
if (subject !== undefined && !subjects[subject]) {
  console.error(`Usage: npm run bench -- [${Object.keys(subjects).join(' | ')}] [--json] [options]`)
  process.exit(64)
}
const results: Record<string, Figure[]> = {}
for (const [name, bench] of Object.entries(subjects)) {
  if (subject !== undefined && subject !== name) continue
  const figures = await bench(args)
  results[name] = figures
  if (!isJson) console.log(`\n${name}\n${tableOf(figures)}`)
}
if (isJson) console.log(JSON.stringify(results, null, 2))
process.exit(Object.values(results).flat().every(isKept) ? 0 : 1)
