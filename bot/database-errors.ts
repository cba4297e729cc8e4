import { Prisma } from '../prisma/client.ts'
import { LeaseLost } from '../prisma/fence.ts'

/** Prisma's codes for a server that cannot be reached, closed the connection, or timed out. */
const GONE = ['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028']

/** Whether the database itself is gone, or another process's by now: nothing can be handled then, and a restart replays. */
export function isDatabaseGone(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError || error instanceof LeaseLost) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError) return GONE.includes(error.code)
  return (
    error instanceof Error &&
    /ECONNREFUSED|ECONNRESET|Connection terminated|terminating connection|not queryable|database is locked/.test(
      error.message,
    )
  )
}
