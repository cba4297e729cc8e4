import { rmSync } from 'node:fs'
import { findPostgres, startPostgres } from '../tools/postgres.ts'
import { scratchFolder } from './scratch.ts'

/** A throw-away PostgreSQL for all stories; TEST_POSTGRES_URL names one that is there already. */
export default async function setup() {
  if (process.env['TEST_POSTGRES_URL']) return
  if (!findPostgres()) throw new Error('PostgreSQL is not installed here')
  const dir = scratchFolder('allmende-postgres-')
  const server = await startPostgres({ dir })
  process.env['TEST_POSTGRES_URL'] = server.url('postgres')
  return async () => {
    await server.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
