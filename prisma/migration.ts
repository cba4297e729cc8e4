import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drift } from './schema-engine.ts'
import { postgresShadow, sqliteShadow } from './shadow.ts'

/**
 * `migration.ts check [postgresql://…]` fails when the migrations do not give what the models say;
 * `migration.ts new <name> postgresql://…` writes what is missing, for both databases. No engine binary is needed.
 */
const [task, ...rest] = process.argv.slice(2)
const url = rest.find((word) => word.startsWith('postgresql://'))
const name = task === 'new' ? rest[0] : undefined
if (task === 'new' && (!name || !url)) throw new Error('migration.ts new <name> postgresql://user@host/postgres')

const shadows = { sqlite: sqliteShadow, ...(url ? { postgresql: postgresShadow(url) } : {}) }
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)

for (const [provider, shadow] of Object.entries(shadows)) {
  const sql = await drift(provider as keyof typeof shadows, shadow)
  if (!sql) console.log(`${provider}: migrations and models agree`)
  else if (name) write(provider, sql)
  else fail(provider, sql)
}

// The engine leaves its scratch connections open.
process.exit()

function write(provider: string, sql: string) {
  const folder = join(import.meta.dirname, 'migrations', provider, `${stamp}_${name}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'migration.sql'), sql)
  console.log(`wrote ${folder}`)
}

function fail(provider: string, sql: string) {
  console.error(`${provider}: the models have changed, write a migration:\n${sql}`)
  process.exitCode = 1
}
