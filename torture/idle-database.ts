import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'

/** Whether nobody is in the middle of a write: a process that is stopped now holds no lock. */
export function isIdle(url: string): Promise<boolean> {
  return url.startsWith('file:') ? Promise.resolve(isFreeFile(url.slice('file:'.length))) : isFreeServer(url)
}

function isFreeFile(file: string): boolean {
  const db = new DatabaseSync(file, { timeout: 0 })
  try {
    db.exec('BEGIN IMMEDIATE; ROLLBACK')
    return true
  } catch {
    return false // locked
  } finally {
    db.close()
  }
}

async function isFreeServer(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
    const { rows } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'",
    )
    return rows.length === 0
  } catch {
    return false // it is just being killed
  } finally {
    await client.end().catch(() => {})
  }
}
