import type { Client } from '../../prisma/client.ts'
import { type ConfiguredAdministration, configureAdministrations } from './configured/administrations.ts'
import { type ConfiguredGroup, configureGroup } from './configured/groups.ts'
import { configureMembers } from './configured/members.ts'
import { ensurePerson } from './people.ts'

/** The part of the configuration that becomes rows. */
export type Configured = {
  operators: readonly string[]
  administrations: readonly ConfiguredAdministration[]
  groups: readonly ConfiguredGroup[]
}

/**
 * Brings the configuration into the database, in one transaction; doing it again changes nothing. What disappeared
 * from the file is kept, and where a command changed something the file does not win; both are told as warnings.
 */
export async function applyConfiguration(
  db: Client,
  configured: Configured,
  now: Date,
): Promise<{ warnings: string[] }> {
  return db.$transaction(async (tx) => {
    for (const id of configured.operators) await ensurePerson(tx, id, now)
    const warnings = await configureAdministrations(tx, configured.administrations, now)
    for (const wanted of configured.groups) {
      const { group, warnings: found } = await configureGroup(tx, wanted, now)
      warnings.push(...found, ...(group ? await configureMembers(tx, group, wanted, now) : []))
    }
    const kept = await tx.group.findMany({
      where: { fromConfig: true, archivedAt: null, key: { notIn: configured.groups.map(({ key }) => key) } },
      orderBy: { key: 'asc' },
    })
    warnings.push(
      ...kept.map(({ key }) => `groups: ${key} is no longer in the file and is kept; !gruppe archivieren ends it`),
    )
    return { warnings }
  })
}
