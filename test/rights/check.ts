import type { TestBot } from '../bot.ts'
import { type Cell, holdBack, say } from './hearing.ts'
import { mustNotKnow, neverGiven } from './never.ts'
import { type Person, persons, places } from './people.ts'
import type { Letter, Row } from './row.ts'
import { type Snapshots, snapshots } from './snapshots.ts'
import { objection } from './verdict.ts'
import { startWorld, writeHidden, writeOpen, writeOthers } from './world.ts'

type World = { bot: TestBot; state: Snapshots; before: string }

/** A world in which rows of the table can be gone through, one after the other. */
export async function openTable() {
  const bot = await startWorld()
  await writeHidden(bot)
  await writeOpen(bot, ['A2', 'B3', 'S2', 'L2', 'W2'])
  await writeOthers(bot)
  const state = await snapshots(bot.db)
  await state.take('start')
  holdBack(bot)
  return {
    check: (row: Row, isTaken: (cell: Cell) => boolean) => check({ bot, state }, row, isTaken),
    helpOf: (isTaken: (cell: Cell) => boolean) => helpOf(bot, isTaken),
    close: bot.close,
  }
}

/** Everybody says a text in every place. */
const everywhere = (text: string, target?: string): Cell[] =>
  places.flatMap((place) =>
    (Object.keys(persons) as Person[]).map((person) => ({ person, place, text, ...(target ? { target } : {}) })),
  )

/** The commands that help lists, for everybody who gets it. */
async function helpOf(bot: TestBot, isTaken: (cell: Cell) => boolean) {
  const { heard } = await say(bot, { command: 'hilfe' }, everywhere('hilfe').filter(isTaken))
  return heard.map(({ answer, ...cell }) => ({
    ...cell,
    listed: [...answer.matchAll(/^- !(\S+):/gm)].map(([, name = '']) => name),
  }))
}

/** What is wrong in a row, in the cells that are taken: each a sentence. The world is as it was afterwards. */
async function check(
  { bot, state }: Omit<World, 'before'>,
  row: Row,
  isTaken: (cell: Cell) => boolean,
): Promise<string[]> {
  const { after } = row
  const before = after ? 'after' : 'start'
  if (after) {
    await say(bot, { command: after.text }, [{ person: after.person, place: 'room', text: after.text }])
    await state.take('after')
  }
  const target = await targetOf(bot, row)
  const cells = everywhere(row.form, target).filter(isTaken)
  const isWriting = (cell: Cell) => row.writes && ['+', 's'].includes(letterOf(row, cell))
  const world = { bot, state, before }
  const problems = [
    ...(await checkStill(
      world,
      row,
      cells.filter((cell) => !isWriting(cell)),
    )),
    ...(await checkWriting(world, row, cells.filter(isWriting))),
  ]
  if (after) await state.putBack('start', await state.changed('start'))
  return problems
}

const letterOf = ({ expected }: Row, { person, place }: Cell): Letter => expected[place][person]

const at = ({ person, place }: Cell, what: string) => `${person} in ${place}: ${what}`

/** What is refused or only reads: all at once, since it leaves the world as it is. */
async function checkStill({ bot, state, before }: World, row: Row, cells: readonly Cell[]): Promise<string[]> {
  const outside = cells.filter((cell) => mustNotKnow(row, cell, letterOf(row, cell)))
  const never = outside.map((cell) => ({
    ...cell,
    text: neverGiven(cell.text),
    ...(cell.target ? { target: '$never' } : {}),
  }))
  const { heard, posts } = await say(bot, row, [...cells, ...never])
  const problems = heard.slice(0, cells.length).flatMap((one) => {
    const wrong = objection(row, one, letterOf(row, one))
    return wrong === undefined ? [] : [at(one, wrong)]
  })
  for (const one of heard.slice(cells.length)) {
    const real = heard.find(({ person, place }) => person === one.person && place === one.place)
    if (neverGiven(real?.answer ?? '') !== neverGiven(one.answer))
      problems.push(at(one, `can tell „${real?.answer}“ from „${one.answer}“`))
  }
  const changed = await state.changed(before)
  if (changed.length > 0) problems.push(`changed ${changed.join(', ')}`)
  const told = posts.filter(({ key }) => !row.posts || !key.startsWith(row.posts))
  if (told.length > 0) problems.push(`posted ${told.map(({ key }) => key).join(', ')}`)
  await state.putBack(before, changed)
  return problems
}

/** What changes something: each in the world as it was. */
async function checkWriting({ bot, state, before }: World, row: Row, cells: readonly Cell[]): Promise<string[]> {
  const problems: string[] = []
  for (const cell of cells) {
    const { heard } = await say(bot, row, [cell])
    const wrong = heard[0] && objection(row, heard[0], letterOf(row, cell))
    if (wrong !== undefined) problems.push(at(cell, wrong))
    const changed = await state.changed(before)
    if (changed.length === 0) problems.push(at(cell, `changed nothing: ${heard[0]?.answer}`))
    await state.putBack(before, changed)
  }
  return problems
}

/** The event of the card that a row is about: the first message of an entry. */
async function targetOf({ db }: TestBot, { repliesTo, reactsTo }: Row): Promise<string | undefined> {
  const itemId = /^card of (\w+)$/.exec(repliesTo ?? reactsTo ?? '')?.[1]
  if (!itemId) return undefined
  const card = await db.outboxMessage.findFirstOrThrow({ where: { itemId }, orderBy: { position: 'asc' } })
  return card.eventId ?? undefined
}
