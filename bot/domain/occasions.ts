import type { Db } from '../../prisma/client.ts'

/** Whether an occasion was taken care of. */
export const isDone = async (db: Db, key: string): Promise<boolean> =>
  (await db.occasion.findUnique({ where: { key } })) !== null

/** Which of these occasions were taken care of. */
export const doneAmong = async (db: Db, keys: string[]): Promise<Set<string>> =>
  new Set((await db.occasion.findMany({ where: { key: { in: keys } } })).map(({ key }) => key))

/** Notes that an occasion was taken care of. */
export const markDone = (db: Db, key: string, now: Date) =>
  db.occasion.upsert({ where: { key }, create: { key, at: now }, update: {} })

/** Makes an occasion one to be taken care of again. */
export const markUndone = (db: Db, ...keys: string[]) => db.occasion.deleteMany({ where: { key: { in: keys } } })
