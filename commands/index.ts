import type { Command } from '../bot/command.ts'
import hilfe from './hilfe.ts'

/** Every command there is, in the order in which help lists them. */
export const commands: readonly Command[] = [hilfe]
