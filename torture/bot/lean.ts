import { changeWhere as realChange, transact as realTransact } from '../../prisma/lean.ts'
import { atMoment } from './moments.ts'

export * from '../../prisma/lean.ts'

/** Stands in for prisma/lean.ts: the same, with a moment at which a command is marked and its answer is not stored yet. */
export const changeWhere: typeof realChange = async (db, model, where, data) => {
  const changed = await realChange(db, model, where, data)
  if (model === 'InboxEvent' && 'outcome' in data && data.outcome === 'ran') await atMoment('marked')
  return changed
}

/** With a moment after a transaction in which something was handled. */
export const transact: typeof realTransact = async (db, work) => {
  const result = await realTransact(db, work)
  await atMoment('committed')
  return result
}
