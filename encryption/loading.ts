/** `node encryption/loading.ts <library>`: loads it in a process that may perish of it. See proof.ts for the exit codes. */
import { createRequire } from 'node:module'

try {
  const library = createRequire(import.meta.url)(process.argv[2] ?? '') as { OlmMachine?: unknown }
  process.exit(typeof library.OlmMachine === 'function' ? 0 : 3)
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exit(2)
}
