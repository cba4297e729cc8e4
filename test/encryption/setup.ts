import type { TestProject } from 'vitest/node'
import startHomeserver from '../e2e/setup.ts'
import { library } from './library.ts'

/** A homeserver where the stories can run; without the library they are skipped, and said to be. */
export default async function setup(project: TestProject) {
  if (library) return startHomeserver(project)
  console.log('\n*** SKIPPED *** encryption at a real homeserver: set ALLMENDE_CRYPTO_LIBRARY=<file>\n')
}
