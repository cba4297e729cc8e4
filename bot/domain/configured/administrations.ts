import type { Db } from '../../../prisma/client.ts'

/** An administration as the configuration has it. */
export type ConfiguredAdministration = {
  key: string
  name: string
  short: string
  ags?: string | undefined
  ars?: string | undefined
  servers: readonly string[]
}

/** Makes and updates administrations. One whose name or short name another one has keeps its own, or is left out. */
export async function configureAdministrations(
  db: Db,
  all: readonly ConfiguredAdministration[],
  now: Date,
): Promise<string[]> {
  const warnings: string[] = []
  for (const wanted of all) {
    const { key, name, short } = wanted
    const rival = await db.administration.findFirst({ where: { key: { not: key }, OR: [{ name }, { short }] } })
    const before = await db.administration.findUnique({ where: { key } })
    if (rival)
      warnings.push(
        `administrations: ${key} has a name of ${rival.key}; ${before ? 'its old names are kept' : 'it is left out'}`,
      )
    if (rival && !before) continue
    const names = rival && before ? { name: before.name, short: before.short } : { name, short }
    const columns = {
      ...names,
      ags: wanted.ags ?? null,
      ars: wanted.ars ?? null,
      servers: JSON.stringify(wanted.servers),
      fromConfig: true,
    }
    await db.administration.upsert({ where: { key }, create: { key, ...columns, createdAt: now }, update: columns })
  }
  const kept = await db.administration.findMany({
    where: { fromConfig: true, key: { notIn: all.map(({ key }) => key) } },
    orderBy: { key: 'asc' },
  })
  return [...warnings, ...kept.map(({ key }) => `administrations: ${key} is no longer in the file and is kept`)]
}
