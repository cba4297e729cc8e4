import { expect, test } from 'vitest'
import type { TortureOptions } from '../../torture/arguments.ts'
import { reportOf } from '../../torture/report.ts'
import { torture } from '../../torture/torture.ts'

const options: TortureOptions = {
  ...{ botKills: 10, homeserverKills: 2, databaseKills: 0, stops: 1, rooms: 3, rate: 2, seconds: 90 },
  ...{ seed: 20_260_601, database: 'sqlite' },
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
})
