// Starts a TypeScript file of the project: `node run.mjs bot/main.ts …`. Plain JavaScript, so that an older Node can say what is wrong.
import module from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 15)) {
  console.error(`Allmende needs Node 24.15 or newer, this is ${process.versions.node}: run it through npm after "npm ci", or install a newer Node.`)
  process.exit(78)
}
// A start takes half the processor time when what was compiled is kept.
module.enableCompileCache(fileURLToPath(new URL('.cache/compiled', import.meta.url)))
const { generateIfOld } = await import('./prisma/generate.ts')
generateIfOld()
const [file, ...args] = process.argv.slice(2)
if (file) {
  process.argv.splice(1, process.argv.length - 1, file, ...args)
  await import(pathToFileURL(file).href)
}
