import type { Client } from '../../prisma/client.ts'

/** What sync and sending write all the time (an incident, where a room is lost); all other tables hold what commands make. */
const TRANSPORT = ['InboxEvent', 'OutboxMessage', 'Room', 'RoomMember', 'Account', 'Lease', 'Incident']

/** A row that was written, or (with `eventId`) an event that was marked as handled. `tx` names the transaction, where the database tells. */
export type Trace = { tx: string | null; what: string; eventId: string | null; outcome: string | null }

/**
 * Has the database itself write down every change of a row, whoever makes it; `drain` gives what was written since the last
 * call, in order. A transaction that is rolled back leaves nothing, as it should.
 */
export async function traceChanges(db: Client) {
  const isPostgres = process.env['TEST_DATABASE'] === 'postgresql'
  const tables = await (isPostgres ? postgresTables(db) : sqliteTables(db))
  const items = tables.filter((name) => !TRANSPORT.includes(name) && name !== 'trace' && !name.startsWith('_'))
  for (const sql of isPostgres ? onPostgres(items) : onSqlite(items)) await db.$executeRawUnsafe(sql)
  return {
    tables: items,
    async drain(): Promise<Trace[]> {
      const rows = await db.$queryRawUnsafe<Trace[]>('SELECT tx, what, "eventId", outcome FROM trace ORDER BY id')
      await db.$executeRawUnsafe('DELETE FROM trace')
      return rows
    },
    async stop() {
      if (isPostgres) await db.$executeRawUnsafe('DROP FUNCTION trace_change() CASCADE')
      if (isPostgres) await db.$executeRawUnsafe('DROP TABLE trace')
    },
  }
}

async function sqliteTables(db: Client) {
  const rows = await db.$queryRawUnsafe<{ name: string }[]>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  )
  return rows.map(({ name }) => name)
}

async function postgresTables(db: Client) {
  const rows = await db.$queryRawUnsafe<{ name: string }[]>(
    `SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'`,
  )
  return rows.map(({ name }) => name)
}

function onSqlite(items: string[]): string[] {
  const note = (columns: string, values: string) => `BEGIN INSERT INTO trace (what${columns}) VALUES (${values}); END`
  return [
    'CREATE TABLE trace (id INTEGER PRIMARY KEY, tx TEXT, what TEXT NOT NULL, "eventId" TEXT, outcome TEXT)',
    ...items.flatMap((table) =>
      ['INSERT', 'UPDATE', 'DELETE'].map(
        (change) =>
          `CREATE TRIGGER "trace ${change} ${table}" AFTER ${change} ON "${table}" ${note('', `'${change} ${table}'`)}`,
      ),
    ),
    `CREATE TRIGGER "trace posts" AFTER INSERT ON "OutboxMessage" ${note('', `'promised ' || NEW."key"`)}`,
    `CREATE TRIGGER "trace events" AFTER UPDATE ON "InboxEvent" WHEN OLD."handledAt" IS NULL AND NEW."handledAt" IS NOT NULL
     ${note(', "eventId", outcome', `'handled', NEW."eventId", NEW.outcome`)}`,
  ]
}

function onPostgres(items: string[]): string[] {
  return [
    'CREATE TABLE trace (id SERIAL PRIMARY KEY, tx TEXT, what TEXT NOT NULL, "eventId" TEXT, outcome TEXT)',
    `CREATE FUNCTION trace_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF TG_TABLE_NAME = 'InboxEvent' THEN
         INSERT INTO trace (tx, what, "eventId", outcome) VALUES (pg_current_xact_id()::text, 'handled', NEW."eventId", NEW.outcome);
       ELSIF TG_TABLE_NAME = 'OutboxMessage' THEN
         INSERT INTO trace (tx, what) VALUES (pg_current_xact_id()::text, 'promised ' || NEW."key");
       ELSE
         INSERT INTO trace (tx, what) VALUES (pg_current_xact_id()::text, TG_OP || ' ' || TG_TABLE_NAME);
       END IF;
       RETURN NULL;
     END $$`,
    ...items.map(
      (table) =>
        `CREATE TRIGGER trace AFTER INSERT OR UPDATE OR DELETE ON "${table}" FOR EACH ROW EXECUTE FUNCTION trace_change()`,
    ),
    'CREATE TRIGGER trace AFTER INSERT ON "OutboxMessage" FOR EACH ROW EXECUTE FUNCTION trace_change()',
    `CREATE TRIGGER trace AFTER UPDATE ON "InboxEvent" FOR EACH ROW
     WHEN (OLD."handledAt" IS NULL AND NEW."handledAt" IS NOT NULL) EXECUTE FUNCTION trace_change()`,
  ]
}

/** What refused commands left behind apart from their answers: nothing, in a bot that keeps its word. */
export function leftByRefused(traces: readonly Trace[]): string[] {
  const groups = traces.some(({ tx }) => tx !== null) ? byTransaction(traces) : byOrder(traces)
  return groups.flatMap((group) => {
    const refused = group.find(({ outcome }) => outcome === 'refused')
    const others = group.filter(
      ({ what }) => what !== 'handled' && !what.startsWith(`promised answer:${refused?.eventId}`),
    )
    return refused ? others.map(({ what }) => `${refused.eventId}: ${what}`) : []
  })
}

const byTransaction = (traces: readonly Trace[]) => [...Map.groupBy(traces, ({ tx }) => tx).values()]

/**
 * On SQLite one transaction follows the other: what stands before an event's mark is its own, and after the mark comes
 * what it promises to send. A post after the mark of another kind of event belongs there.
 */
function byOrder(traces: readonly Trace[]): Trace[][] {
  const groups: Trace[][] = [[]]
  for (const trace of traces) {
    const open = groups.at(-1) ?? []
    const mark = open.find(({ what }) => what === 'handled')
    if (mark && (!trace.what.startsWith('promised') || trace.what === 'handled')) groups.push([trace])
    else open.push(trace)
  }
  return groups
}
