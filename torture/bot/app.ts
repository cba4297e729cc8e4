import { createApp as realApp } from '../../bot/app.ts'
import type { Deps } from '../../bot/deps.ts'
import type { Job } from '../../bot/job.ts'
import type { Client, Db } from '../../prisma/client.ts'
import { noteLook, ringing } from './looks.ts'
import { settings } from './settings.ts'

/** Stands in for bot/app.ts: the same; the looks of jobs are noted, with alarms in between. */
export function createApp(deps: Deps): ReturnType<typeof realApp> {
  const app = realApp({ ...deps, db: watched(deps.db) })
  return {
    ...app,
    async look(job: Job) {
      for (const one of [...ringing(), job]) {
        const at = +deps.clock()
        await app.look(one)
        await noteLook(one, at, deps.db)
      }
    },
  }
}

type Work = (tx: Db) => Promise<unknown>

/** The defect: what belongs into one transaction is stored piece by piece. */
function watched(db: Client): Client {
  return replace(db, '$transaction', (work: Work | unknown[], options?: object) => {
    if (typeof work !== 'function') return db.$transaction(work as never)
    if (settings.sabotage === 'transaction') return work(db)
    return db.$transaction((tx) => work(tx), options)
  })
}

/** The object with one of its properties replaced. */
function replace<T extends object>(target: T, name: string, value: unknown): T {
  return new Proxy(target, { get: (object, key) => (key === name ? value : Reflect.get(object, key, object)) })
}
