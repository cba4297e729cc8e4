import type { Db } from '../../prisma/client.ts'

/** Notes in a database that it was restored from a backup of this moment, and that nobody works on it. */
export async function markRestored(db: Db, backupAt: Date): Promise<void> {
  await db.account.updateMany({ data: { restoredFrom: backupAt, collectedAt: null } })
  await db.lease.deleteMany()
}
