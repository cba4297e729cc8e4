import pg from 'pg'
import { openDb } from '../prisma/client.ts'
import { Ending } from './command-line.ts'
import { stampOf } from './files.ts'
import { endOf, findPrograms, type Programs } from './postgres-programs.ts'
import { keepQuiet, type LeaseTable } from './quiet.ts'

type Restoring = { backup: string; url: string; at: Date; now: Date; env: Record<string, string | undefined> }

/**
 * Puts a dump in place of a database. What is there stays, in a schema of another name; all of it is one transaction, so
 * breaking off leaves everything as it was. Gives the name of that schema.
 */
export async function restorePostgres({ backup, url, at, now, env }: Restoring): Promise<string | undefined> {
  const programs = findPrograms(env)
  const client = new pg.Client({ connectionString: url, ...(env['PGPASSWORD'] ? { password: env['PGPASSWORD'] } : {}) })
  client.on('error', () => {}) // a connection that is lost shows at the next query
  await client.connect().catch((error: Error) => {
    throw new Ending(`The database cannot be opened: ${error.message}.`)
  })
  try {
    const { rows } = await client.query<{ isThere: boolean }>(
      `SELECT to_regclass('public."Lease"') IS NOT NULL AS "isThere"`,
    )
    const isThere = rows[0]?.isThere === true
    const endQuiet = isThere ? await keepQuiet(leaseAt(client)) : async () => {}
    const aside = `before_restore_${stampOf(now).toLowerCase()}`
    try {
      await exchange(programs, { backup, url, before: beforeSql(aside), after: afterSql(at) })
      // Brings an older backup to this version's schema.
      await (await openDb(url)).close()
    } finally {
      await endQuiet()
    }
    return isThere ? aside : undefined
  } finally {
    await client.end()
  }
}

/** Extensions and settings of the schema stay with the old one; Allmende needs none. */
const beforeSql = (aside: string) => `ALTER SCHEMA public RENAME TO ${aside}; CREATE SCHEMA public;`

const afterSql = (at: Date) =>
  `UPDATE public."Account" SET "restoredFrom" = TIMESTAMP '${at.toISOString().replace('Z', '')}', "collectedAt" = NULL; DELETE FROM public."Lease";`

type Exchange = { backup: string; url: string; before: string; after: string }

/** Lets psql carry out what pg_restore writes, between two pieces of SQL, in one transaction. */
async function exchange(programs: Programs, { backup, url, before, after }: Exchange): Promise<void> {
  const psql = programs.start('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--dbname=${url}`])
  const ended = endOf('psql', psql)
  ended.catch(() => {}) // asked for below, and heard of earlier where it fails
  psql.stdin?.on('error', () => {}) // it has ended: `ended` says why
  psql.stdout?.resume()
  psql.stdin?.write(`BEGIN; ${before}\n`)
  const restore = programs.start('pg_restore', ['--no-owner', '--no-acl', '--schema=public', '--file=-', backup])
  restore.stdout?.pipe(psql.stdin!, { end: false })
  try {
    await Promise.race([endOf('pg_restore', restore), ended])
  } catch (error) {
    restore.kill()
    psql.kill()
    throw error
  }
  psql.stdin?.end(`\n${after} COMMIT;\n`)
  await ended
}

function leaseAt(client: pg.Client): LeaseTable {
  return {
    async read() {
      const { rows } = await client.query<{ holder: string; until: string }>(
        'SELECT "holder", "until"::text FROM public."Lease" WHERE "id" = 1',
      )
      return rows[0]
    },
    async write({ holder, until }) {
      await client.query(
        'INSERT INTO public."Lease" ("id", "holder", "until") VALUES (1, $1, $2::timestamptz) ON CONFLICT ("id") DO UPDATE SET "holder" = $1, "until" = $2::timestamptz',
        [holder, until],
      )
    },
    clear: async () => void (await client.query('DELETE FROM public."Lease"')),
  }
}
