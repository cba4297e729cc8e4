import type { Indexable, Sight } from '../bot/domain/search/sight.ts'

const now = new Date('2026-03-12T09:00:00Z')
/** Anna of Seevetal, in the group. */
export const inIt: Sight = { groupIds: ['it'], administrationKey: 'seevetal', personId: '@anna:seevetal.example' }
/** Ben of Stelle, in another group. */
export const stranger: Sight = { groupIds: ['portale'], administrationKey: 'stelle', personId: '@ben:stelle.example' }

/** An item of the group, seen by the group only, unless `more` says otherwise. */
export const decision = (itemId: string, title: string, body: string, more: Partial<Indexable> = {}): Indexable => ({
  itemId,
  kind: 'decision',
  groupId: 'it',
  scope: 'group',
  title,
  body,
  now,
  ...more,
})

export const PRINTERS = decision(
  'B41',
  'Gemeinsame Ausschreibung der Drucker',
  'Die Drucker werden gemeinsam ausgeschrieben. Seevetal führt die Vergabe.',
)
export const DOGS = decision('B42', 'Hundesteuersatzung', 'Die Hundesteuer für den ersten Hund steigt auf 96 Euro.')
