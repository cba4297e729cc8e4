import type { Client, Prisma } from '../prisma/client.ts'
import type { Card } from './card.ts'
import type { Chat } from './chat.ts'
import type { Command } from './command.ts'
import type { Installation } from './installation.ts'
import type { Log } from './job.ts'
import type { Listener } from './listener.ts'

/** All that the app is made of; main and the tests give it. */
export type Deps = {
  db: Client
  chat: Chat
  commands: readonly Command[]
  cards: readonly Card[]
  listeners: readonly Listener[]
  installation: Installation
  clock(): Date
  log: Log
  /** Called when something was handled that the prompt jobs should look at soon. */
  onWanted?(): void
  /** After it nothing new is begun; what waits is done after the next start. */
  signal?: AbortSignal
}

/** An event that waits in the inbox. */
export type Row = Prisma.InboxEventGetPayload<object>
