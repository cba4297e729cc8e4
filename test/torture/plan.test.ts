import { expect, test } from 'vitest'
import { readArguments } from '../../torture/arguments.ts'
import { planBlows } from '../../torture/plan.ts'
import { seeded } from '../../torture/random.ts'

const planOf = (args: string[]) => {
  const options = readArguments(args)
  return planBlows(options, seeded(options.seed).fork('blows'))
}

test('what is killed when comes from the seed alone', () => {
  const args = ['--database', 'postgresql', '--seed', '17']
  expect(planOf(args)).toEqual(planOf(args))
  expect(planOf(args)).not.toEqual(planOf(['--database', 'postgresql', '--seed', '18']))
})

test('left alone it deals 100 kills to the bot, 10 to the homeserver and, where there is one, 10 to the database server', () => {
  const kinds = (args: string[]) => {
    const byKind = Map.groupBy(planOf(args), ({ kind }) => kind)
    return Object.fromEntries([...byKind].map(([kind, blows]) => [kind, blows.length]))
  }
  expect(kinds(['--database', 'postgresql'])).toEqual({ bot: 100, homeserver: 10, database: 10, stop: 5, standby: 2 })
  expect(kinds([])).toEqual({ bot: 100, homeserver: 10, stop: 5, standby: 2 })
})

test('all moments that matter are aimed at in turn, and a third of all kills at what the bot does about rooms', () => {
  const blows = planOf(['--seed', '17']).filter(({ kind }) => kind === 'bot')
  const moments = blows.flatMap((blow) => ('moment' in blow ? [blow.moment] : []))
  expect(new Set(moments.slice(0, 5))).toEqual(new Set(['sent', 'marked', 'received', 'made', 'invited']))
  expect(moments.length).toBeGreaterThan(10)
  expect(blows.filter((blow) => 'when' in blow && blow.when === 'operation').length).toBeGreaterThan(25)
})

test('with a defect all kills but the first fall at the moment at which it matters', () => {
  const moments = (sabotage: string) =>
    planOf(['--sabotage', sabotage, '--bot-kills', '4']).map((blow) => ('moment' in blow ? blow.moment : undefined))
  expect(moments('outbox-key')).toEqual([undefined, 'sent', 'sent', 'sent'])
  expect(moments('transaction')).toEqual([undefined, 'marked', 'marked', 'marked'])
  expect(moments('inbox')).toEqual([undefined, 'received', 'received', 'received'])
})

test('arguments that make no sense are refused with a sentence', () => {
  expect(() => readArguments(['--bot-kills', 'many'])).toThrow('--bot-kills needs a number, not "many".')
  expect(() => readArguments(['--sabotage', 'all'])).toThrow('--sabotage is outbox-key, transaction, inbox.')
  expect(() => readArguments(['--database', 'oracle'])).toThrow('--database is sqlite or postgresql.')
})
