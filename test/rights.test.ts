import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands } from '../commands/index.ts'
import { openTable } from './rights/check.ts'
import type { Cell } from './rights/hearing.ts'
import { type Person, persons, places } from './rights/people.ts'
import type { Row } from './rights/row.ts'
import { table } from './rights/table.ts'

let opened: Awaited<ReturnType<typeof openTable>>
beforeAll(async () => {
  opened = await openTable()
})
afterAll(() => opened.close())

const titled = table.map(
  (row, at) => [[row.form, row.repliesTo ?? row.reactsTo].filter(Boolean).join(' → '), row, at] as const,
)

test.each(titled)('%s', async (_title, row, at) => {
  expect(await opened.check(row, (cell) => isInTurn(row, at, cell))).toEqual([])
})

/**
 * All cells of a command's first form; of the others those that are in turn, so that every person and place has its
 * forms. test/long goes through all of them.
 */
function isInTurn(row: Row, at: number, { person, place }: Cell): boolean {
  if (table.findIndex(({ command }) => command === row.command) === at) return true
  const turn = at + (Object.keys(persons) as Person[]).indexOf(person) + places.indexOf(place)
  return turn % ('MSO.'.includes(row.expected[place][person]) ? 4 : row.writes ? 3 : 2) === 0
}

test('every command has its rows', () => {
  const named = new Set(table.map(({ command }) => command))
  expect(commands.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([])
})

test('help lists for everybody what the table allows there', async () => {
  // What is done in one group from the room of another is not meant for there.
  const here = table.filter(({ form }) => !/\[|gruppe it/.test(form))
  const isAllowed = (command: string, { person, place }: Cell) =>
    here.some((row) => row.command === command && ['+', '?', 'u'].includes(row.expected[place][person]))
  const lists = await opened.helpOf((cell) => isAllowed('hilfe', cell))
  expect(lists.length).toBeGreaterThan(20)
  for (const { listed, ...cell } of lists) {
    const allowed = commands.map(({ name }) => name).filter((name) => isAllowed(name, cell))
    expect([cell.person, cell.place, ...listed]).toEqual([cell.person, cell.place, ...allowed])
  }
})
