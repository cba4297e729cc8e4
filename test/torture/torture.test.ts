import { expect, test } from 'vitest'
import type { TortureOptions } from '../../torture/arguments.ts'
import { reportOf } from '../../torture/report.ts'
import { torture } from '../../torture/torture.ts'

const options: TortureOptions = {
  ...{ botKills: 10, homeserverKills: 2, databaseKills: 0, stops: 1, rooms: 3, rate: 2, seconds: 90 },
  ...{ seed: 44, database: 'sqlite' },
}

test('90 seconds of kills: bot, standby and homeserver die again and again, and people see nothing lost, double or out of order', async () => {
  const result = await torture(options)
  const report = `${reportOf(options, result).join('\n')}\n\n${result.log}`
  console.log(reportOf(options, result).join('\n'))
  expect(
    result.counts.filter(({ figure }) => figure > 0),
    report,
  ).toEqual([])
  expect(result.tally).toMatchObject({ bot: 10, homeserver: 2, takeovers: 1 })
  // Where nothing fell due and no room was being worked on, the zeros would prove little.
  expect(result.posts['reminders of tasks']?.due, report).toBeGreaterThan(0)
  expect(result.posts.digests?.due, report).toBeGreaterThan(0)
  expect(result.tally.atWork, report).toBeGreaterThan(0)
})
