import type { Client } from '../../prisma/client.ts'
import { keepTitle, postponeTitle, titlesWanted } from '../domain/link-titles.ts'
import { defineJob, type Log } from '../job.ts'

const AT_ONCE = 5

/** Looks up the titles of shared pages in the background, where the installation wants that. Never within a transaction. */
export default defineJob({
  name: 'link-titles',
  cron: '* * * * *',

  async beside({ db, clock, installation: { links }, log }) {
    if (links.fetch !== 'titles') return
    const wanted = await titlesWanted(db, clock(), AT_ONCE)
    await Promise.all(wanted.map((link) => lookUp(db, link, links.allowPrivate, clock, log)))
  },
})

async function lookUp(
  db: Client,
  { id, url }: { id: string; url: string },
  allowPrivate: boolean,
  clock: () => Date,
  log: Log,
) {
  // Only loaded where titles are wanted.
  const { fetchTitle } = await import('../titles/fetch-title.ts')
  const outcome = await fetchTitle(url, allowPrivate ? { mayConnect: () => true } : {})
  if (outcome.kind !== 'title')
    log('info', 'a title could not be looked up', { itemId: id, kind: outcome.kind, reason: outcome.reason })
  await db.$transaction((tx) =>
    outcome.kind === 'title' ? keepTitle(tx, id, outcome.title, clock()) : postponeTitle(tx, id, outcome.kind, clock()),
  )
}
