import type { Listener } from '../listener.ts'
import { linkListener } from './links.ts'
import { members } from './members.ts'

/** All that looks at what is no command. */
export const listeners: readonly Listener[] = [members, linkListener]
