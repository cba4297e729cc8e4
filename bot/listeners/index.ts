import type { Listener } from '../listener.ts'

/** All that looks at what is no command. */
export const listeners: readonly Listener[] = []
