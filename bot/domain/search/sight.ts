/** How far an item is seen: its group, an administration, every group of the district, everybody. */
export type Scope = 'group' | 'administration' | 'district' | 'public'

/**
 * What a viewer may see: everything of `groupIds`; `district` and `public` everywhere; `administration` items of other
 * groups only where the item's administration is hers.
 */
export interface Sight {
  groupIds: string[]
  administrationKey?: string
  personId: string
}

/** An item as the index takes it. `valid: false` marks what no longer holds (a replaced decision): it ranks lower. */
export interface Indexable {
  itemId: string
  kind: string
  groupId: string
  scope: Scope
  administrationKey?: string | null
  authorId?: string | null
  title: string
  body: string
  valid?: boolean
  now: Date
}

/** One found item. `confidence` is 0 to 1: how much of what was asked it covers. `matched` holds the index terms that hit. */
export interface Hit {
  itemId: string
  kind: string
  groupId: string
  title: string
  body: string
  valid: boolean
  score: number
  confidence: number
  matched: string[]
}
