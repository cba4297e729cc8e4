import pino from 'pino'
import type { Log } from './job.ts'

/** Structured log on standard output, one JSON line per event worth it: ids, never texts, names or tokens. */
export function createLog(level: string): Log {
  const known = ['debug', 'info', 'warn', 'error', 'silent'].includes(level) ? level : 'info'
  const logger = pino(
    {
      level: known,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['accessToken', 'password', 'token', 'access_token'],
    },
    pino.destination({ sync: true }),
  )
  return (at, message, fields) => logger[at](fields ?? {}, message)
}
