import type { Prisma as Postgres } from '../prisma/generated/postgresql/client.ts'
import type { Prisma as Sqlite } from '../prisma/generated/sqlite/client.ts'

/** Compiles only if the first fits where the second is asked for. */
type Fits<Given extends Asked, Asked> = [Given, Asked]

/**
 * Proves that all code may be typed against the SQLite client: what it passes is accepted by PostgreSQL's, and what that
 * gives back is what the code expects.
 */
export type Proofs = [
  Fits<Sqlite.ItemCreateInput, Postgres.ItemCreateInput>,
  Fits<Sqlite.ItemWhereInput, Postgres.ItemWhereInput>,
  Fits<Sqlite.ItemUncheckedCreateInput, Postgres.ItemUncheckedCreateInput>,
  Fits<Sqlite.TaskUpdateInput, Postgres.TaskUpdateInput>,
  Fits<Sqlite.OutboxMessageUpdateManyMutationInput, Postgres.OutboxMessageUpdateManyMutationInput>,
  Fits<Sqlite.InboxEventOrderByWithRelationInput, Postgres.InboxEventOrderByWithRelationInput>,
  Fits<Sqlite.SearchDocumentWhereInput, Postgres.SearchDocumentWhereInput>,
  Fits<Postgres.$ItemPayload['scalars'], Sqlite.$ItemPayload['scalars']>,
  Fits<Postgres.$TaskPayload['scalars'], Sqlite.$TaskPayload['scalars']>,
  Fits<Postgres.$MeetingDatePayload['scalars'], Sqlite.$MeetingDatePayload['scalars']>,
  Fits<Postgres.$OutboxMessagePayload['scalars'], Sqlite.$OutboxMessagePayload['scalars']>,
]
