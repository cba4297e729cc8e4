import { benchSearch } from './search.ts'

/** What can be measured, by the first argument of `npm run bench`. */
const subjects: Record<string, (args: string[]) => Promise<void>> = { search: benchSearch }

const [subject = '', ...args] = process.argv.slice(2)
const bench = subjects[subject]
if (bench) await bench(args)
else {
  console.error(`Usage: npm run bench -- <${Object.keys(subjects).join(' | ')}> [options]`)
  process.exitCode = 64
}
