import { parseArgs } from 'node:util'

export type Arguments = { stay: boolean; homeserver?: string; secret?: string }

/** `--stay`, and `--homeserver <url> --registration-secret <secret>` for a test server that is there already. */
export function readArguments(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      stay: { type: 'boolean', default: false },
      homeserver: { type: 'string' },
      'registration-secret': { type: 'string' },
    },
  })
  const { stay, homeserver, 'registration-secret': secret } = values
  if ((homeserver === undefined) !== (secret === undefined))
    throw new Error('--homeserver and --registration-secret belong together')
  return { stay, ...(homeserver ? { homeserver } : {}), ...(secret ? { secret } : {}) }
}
