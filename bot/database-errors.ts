import { Prisma } from '../prisma/client.ts'

/** Prisma's codes for a server that cannot be reached, closed the connection, or timed out. */
const GONE = ['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028']

/** Whether the database itself is gone: nothing can be handled then, and a restart replays. */
export function isDatabaseGone(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  if (error instanceof Prisma.PrismaClientKnownRequestError) return GONE.includes(error.code)
  return (
    error instanceof Error &&
    /ECONNREFUSED|ECONNRESET|Connection terminated|terminating connection|database is locked/.test(error.message)
  )
}
