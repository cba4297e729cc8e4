import { type FileHandle, open } from 'node:fs/promises'

/** Resolves when all that was committed before the call survives a power cut. */
export type Flush = () => Promise<void>

/**
 * Lets one `sync` serve all who ask while the one before it runs: what a running one has missed the next one has, and
 * nobody waits for more than two. Its error reaches all that it was for.
 */
export function grouped(sync: () => Promise<void>): Flush {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const begin = () => {
    next = undefined
    running = sync().finally(() => {
      running = undefined
    })
    return running
  }
  return () => {
    if (!running) return begin()
    next ??= running.then(begin, begin)
    return next
  }
}

/**
 * Flushes the write-ahead log of a SQLite file beside the work: a COMMIT that does it itself holds up everything else in
 * the process. The log is one file as long as a connection is open.
 */
export function flushOfWal(path: string): { flush: Flush; close(): Promise<void> } {
  let log: FileHandle | undefined
  const sync = async () => {
    log ??= await openIfThere(`${path}-wal`)
    await log?.datasync()
  }
  return {
    flush: grouped(sync),
    async close() {
      await log?.close()
      log = undefined
    },
  }
}

/** Before the first write there is no log, and nothing to be flushed. */
async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
