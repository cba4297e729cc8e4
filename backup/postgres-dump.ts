import pg from 'pg'
import { Ending } from './command-line.ts'
import { findPrograms } from './postgres-programs.ts'

/** Writes a dump of a database that may be in use, of one moment, and checks that it can be read. */
export async function dumpPostgres(
  url: string,
  to: string,
  env: Record<string, string | undefined>,
): Promise<{ migration: string; user: string; device: string }> {
  const programs = findPrograms(env)
  const about = await readAbout(url, env)
  await programs.run('pg_dump', ['--format=custom', '--schema=public', '--no-owner', `--file=${to}`, `--dbname=${url}`])
  const contents = await programs.run('pg_restore', ['--list', to])
  if (!contents.includes('TABLE DATA public Account')) throw new Ending(`The dump ${to} lacks the account.`)
  return about
}

/** The last migration, and the bot's user and device. */
async function readAbout(url: string, env: Record<string, string | undefined>) {
  const client = new pg.Client({ connectionString: url, ...(env['PGPASSWORD'] ? { password: env['PGPASSWORD'] } : {}) })
  try {
    await client.connect()
    const { rows } = await client.query<{ migration: string | null; user: string | null; device: string | null }>(
      `SELECT (SELECT MAX(migration_name) FROM "_prisma_migrations" WHERE finished_at IS NOT NULL) AS migration,
              (SELECT "userId" FROM "Account" WHERE id = 1) AS user,
              (SELECT "deviceId" FROM "Account" WHERE id = 1) AS device`,
    )
    return { migration: rows[0]?.migration ?? '', user: rows[0]?.user ?? '', device: rows[0]?.device ?? '' }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42P01')
      throw new Ending('There is no database yet: the bot was never started.')
    throw new Ending(`The database cannot be opened: ${error instanceof Error ? error.message : error}.`)
  } finally {
    await client.end().catch(() => {}) // it may never have begun
  }
}
