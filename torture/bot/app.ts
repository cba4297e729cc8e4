import { createApp as realApp } from '../../bot/app.ts'
import type { Deps } from '../../bot/deps.ts'
import type { Job } from '../../bot/job.ts'
import type { Client, Db, Prisma } from '../../prisma/client.ts'
import { noteLook, ringing } from './looks.ts'
import { atMoment } from './moments.ts'
import { settings } from './settings.ts'

/** Stands in for bot/app.ts: the same, with a moment between the mark of a command and its answer; and the looks of jobs are noted, with alarms in between. */
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
    if (settings.sabotage === 'transaction') return work(marking(db))
    return db.$transaction((tx) => work(marking(tx)), options)
  })
}

/** Whichever way a row is marked, it stands for a moment without its answer. */
function marking<T extends Db>(tx: T): T {
  const update = async (args: Prisma.InboxEventUpdateArgs) => {
    const row = await tx.inboxEvent.update(args)
    if (isMark(args.data)) await atMoment('marked')
    return row
  }
  const updateMany = async (args: Prisma.InboxEventUpdateManyArgs) => {
    const batch = await tx.inboxEvent.updateMany(args)
    if (isMark(args.data)) await atMoment('marked')
    return batch
  }
  return replace(tx, 'inboxEvent', replace(replace(tx.inboxEvent, 'update', update), 'updateMany', updateMany))
}

const isMark = ({ handledAt, outcome }: { handledAt?: unknown; outcome?: unknown }) =>
  handledAt !== undefined && outcome === 'ran'

/** The object with one of its properties replaced. */
function replace<T extends object>(target: T, name: string, value: unknown): T {
  return new Proxy(target, { get: (object, key) => (key === name ? value : Reflect.get(object, key, object)) })
}
