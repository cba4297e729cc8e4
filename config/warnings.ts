import type { z } from 'zod'
import type { ConfigSchema } from './schema.ts'

/** What is allowed, but probably not meant. */
export function warningsOf(config: z.output<typeof ConfigSchema>): string[] {
  const nobody = config.operators.length === 0 ? ['operators: empty; nobody is told when something fails'] : []
  const groups = config.groups.flatMap(({ key, coordinators, members }, index) => {
    const led = coordinators.length > 0 || members.some(({ role }) => role === 'coordinator')
    return led ? [] : [`groups.${index}: ${key} has no coordinator; nobody can confirm decisions or invite`]
  })
  return [...nobody, ...groups]
}
