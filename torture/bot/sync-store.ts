import { storeSync as realStore } from '../../bot/matrix/sync-store.ts'
import { atMoment } from './moments.ts'
import { settings } from './settings.ts'

export * from '../../bot/matrix/sync-store.ts'

/** Stands in for bot/matrix/sync-store.ts: the same, with a moment while a response is in hand. The defect: its token is stored first. */
export const storeSync: typeof realStore = async (db, response, options) => {
  if (settings.sabotage === 'inbox') {
    const { syncToken } = await db.account.findUniqueOrThrow({ where: { id: 1 } })
    const next = tokenOf(response)
    if (syncToken !== null && next) await db.account.update({ where: { id: 1 }, data: { syncToken: next } })
  }
  if (holdsCommand(response)) await atMoment('received')
  return realStore(db, response, options)
}

function tokenOf(response: unknown): string | undefined {
  const { next_batch } = Object(response) as { next_batch?: unknown }
  return typeof next_batch === 'string' ? next_batch : undefined
}

const holdsCommand = (response: unknown) => JSON.stringify(response).includes('"body":"!')
