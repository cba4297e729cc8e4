import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startSynapse } from '../../tools/synapse.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    synapse: { url: string; registrationSecret: string; serverName: string }
  }
}

/** One Synapse for all stories that do not restart it; installs it at the first run. */
export default async function setup(project: TestProject) {
  const dir = mkdtempSync(join(tmpdir(), 'allmende-synapse-'))
  const synapse = await startSynapse({ dir, log: (line) => console.log(line) })
  project.provide('synapse', {
    url: synapse.url,
    registrationSecret: synapse.registrationSecret,
    serverName: synapse.serverName,
  })
  return async () => {
    await synapse.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
