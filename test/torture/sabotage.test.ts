import { expect, inject, test } from 'vitest'
import type { TortureOptions } from '../../torture/arguments.ts'
import type { Sabotage } from '../../torture/bot/settings.ts'
import { reportOf } from '../../torture/report.ts'
import { torture } from '../../torture/torture.ts'

const options: TortureOptions = {
  ...{ botKills: 3, homeserverKills: 0, databaseKills: 0, stops: 0, rooms: 1, rate: 2, seconds: 0 },
  ...{ seed: 4, database: 'sqlite' },
}

/** Kills a bot that has a defect at the moments at which it matters; what was counted more than zero times. */
async function faultsOf(sabotage: Sabotage): Promise<string[]> {
  const result = await torture({ ...options, sabotage }, { server: inject('synapse') })
  const faults = result.counts.filter(({ figure }) => figure > 0).map(({ name }) => name)
  // Without a kill at such a moment the run would prove nothing.
  expect(Object.values(result.tally.moments)[0], reportOf(options, result).join('\n')).toBeGreaterThan(0)
  return faults
}

test.concurrent('a new transaction id at each attempt is seen: messages come twice', async () => {
  expect(await faultsOf('outbox-key')).toContain('commands answered twice')
})

test.concurrent('mark and answer in different transactions are seen: commands stay without an answer', async () => {
  expect(await faultsOf('transaction')).toContain('commands without an answer')
})

test.concurrent('a token that is stored before its events is seen: commands stay without an answer, their items are lost', async () => {
  const faults = await faultsOf('inbox')
  expect(faults).toContain('commands without an answer')
  expect(faults).toContain('items lost in the database')
})
