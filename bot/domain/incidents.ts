import type { Db, Prisma } from '../../prisma/client.ts'

/** One sentence in both languages, as Markdown that is safe to send. */
export type Sentence = { de: string; en: string }

export type Incident = Prisma.IncidentGetPayload<object>

/** Notes what operators should know. One that is open already stays as it is; one that was over begins anew. */
export async function raiseIncident(db: Db, key: string, text: Sentence, now: Date): Promise<void> {
  const known = await db.incident.findUnique({ where: { key } })
  if (known && !known.clearedAt) return
  const fresh = { at: now, text: JSON.stringify(text), toldAt: null, clearedAt: null }
  await db.incident.upsert({ where: { key }, create: { key, ...fresh }, update: fresh })
}

/** Notes that something is well again; says whether it was not. */
export async function clearIncident(db: Db, key: string, now: Date): Promise<boolean> {
  const { count } = await db.incident.updateMany({ where: { key, clearedAt: null }, data: { clearedAt: now } })
  return count > 0
}

/** Takes the incidents that nobody was told yet. Call it in the transaction that also stores the messages. */
export async function takeUntoldIncidents(db: Db, now: Date): Promise<(Incident & { sentence: Sentence })[]> {
  const untold = await db.incident.findMany({
    where: { toldAt: null },
    orderBy: [{ at: 'asc' }, { key: 'asc' }],
    take: 50,
  })
  await db.incident.updateMany({ where: { key: { in: untold.map(({ key }) => key) } }, data: { toldAt: now } })
  return untold.map((incident) => ({ ...incident, sentence: JSON.parse(incident.text) as Sentence }))
}
