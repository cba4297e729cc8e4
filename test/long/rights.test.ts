import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTable } from '../rights/check.ts'
import { table } from '../rights/table.ts'

let opened: Awaited<ReturnType<typeof openTable>>
beforeAll(async () => {
  opened = await openTable()
})
afterAll(() => opened.close())

const titled = table.map((row) => [[row.form, row.repliesTo ?? row.reactsTo].filter(Boolean).join(' → '), row] as const)

test.each(titled)('%s, for everybody everywhere', async (_title, row) => {
  expect(await opened.check(row, () => true)).toEqual([])
})
