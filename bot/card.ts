import type { Say } from '../templates/template.ts'
import type { Answer, Ctx } from './command.ts'
import type { Item, Letter } from './domain/items.ts'

/** A reaction that did something and is taken back now. */
export type TakenBack = { itemId: string; effect: string; before: string | null }

/** What can be done to a message of the bot about one item: a reply without prefix and id, and reactions. */
export type Card = {
  letter: Letter
  /** The command that shows and changes items of this letter: a reply becomes `<command> <id> <text>`. */
  command: string
  /** Whether a reply is meant for the item. Others are talk, and stay unanswered in a room. */
  understands(text: string): boolean
  /**
   * Does what a reaction means, and notes it in ReactionEffect so that it can be taken back.
   * undefined: the symbol means nothing here.
   */
  react?(ctx: Ctx, item: Item, symbol: string): Promise<Answer | Say | undefined>
  takeBack?(ctx: Ctx, item: Item, taken: TakenBack): Promise<Answer | Say | undefined>
}
