import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Postgres, startPostgres } from '../tools/postgres.ts'
import { type Synapse, startSynapse } from '../tools/synapse.ts'
import type { TortureOptions } from './arguments.ts'
import { type Cast, enlist, PASSWORD, type Server, writeConfiguration } from './cast.ts'
import { type Clock, openClock } from './clock.ts'
import { killPostgres } from './kill-postgres.ts'

/** Where it all happens. */
export type World = {
  folder: string
  cast: Cast
  clock: Clock
  /** The bot's database, to be looked into. */
  database: string
  /** Of every bot process. */
  environment: Record<string, string>
  /** SIGKILL, and the start after it. Only a homeserver of its own is killed. */
  homeserver?: { kill(): Promise<void>; start(): Promise<void> }
  postgres?: { kill(): Promise<void>; start(): Promise<void> }
  close(): Promise<void>
}

/** Starts the servers, whose data survive a kill -9, and registers everybody. `server`: a homeserver that is there already. */
export async function buildWorld(options: TortureOptions, server?: Server): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-torture-'))
  chmodSync(folder, 0o755) // PostgreSQL runs as somebody else
  const synapse = server ? undefined : await startSynapse({ dir: join(folder, 'synapse') })
  const postgres = options.database === 'postgresql' ? await startDatabase(join(folder, 'postgres')) : undefined
  const suffix = randomBytes(3).toString('hex')
  const at = server ?? (synapse as Synapse)
  const cast = await enlist(at, suffix, options)
  const database = postgres ? postgres.url('allmende') : `file:${folder}/allmende.db`
  const clock = openClock(join(folder, 'clock.json'))
  return {
    ...{ folder, cast, clock, database },
    environment: {
      ALLMENDE_CONFIG: writeConfiguration(at, cast, { database, folder, library: options.library }),
      ALLMENDE_PASSWORD: PASSWORD,
      TORTURE_CLOCK: clock.file,
      ...(options.sabotage ? { TORTURE_SABOTAGE: options.sabotage } : {}),
    },
    ...(synapse ? { homeserver: { kill: () => synapse.kill(), start: () => synapse.start() } } : {}),
    ...(postgres
      ? { postgres: { kill: () => killPostgres(postgres, join(folder, 'postgres')), start: postgres.start } }
      : {}),
    async close() {
      await synapse?.kill()
      await postgres?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startDatabase(dir: string): Promise<Postgres> {
  mkdirSync(dir, { recursive: true })
  const postgres = await startPostgres({ dir })
  await postgres.createDatabase('allmende')
  return postgres
}
