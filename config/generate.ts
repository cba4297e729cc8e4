import { writeFileSync } from 'node:fs'
import { exampleFile } from './example-file.ts'
import { reference } from './reference.ts'

/** Writes the example file and the reference anew; both come from the schema alone. */
function generateConfigFiles(root: URL): void {
  writeFileSync(new URL('config/allmende.example.yaml', root), exampleFile())
  writeFileSync(new URL('docs/configuration.md', root), reference())
}

generateConfigFiles(new URL('../', import.meta.url))
