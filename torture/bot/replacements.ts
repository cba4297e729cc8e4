import { registerHooks } from 'node:module'

const file = (path: string) => new URL(path, import.meta.url).href

/** Modules of the bot, and what stands in for them in a torture run. */
const replacements = new Map([
  [file('../../bot/matrix/chat.ts'), file('./chat.ts')],
  [file('../../bot/app.ts'), file('./app.ts')],
  [file('../../bot/matrix/encryption/engine.ts'), file('./engine.ts')],
  [file('../../prisma/lean.ts'), file('./lean.ts')],
  [file('../../bot/matrix/sync-store.ts'), file('./sync-store.ts')],
])

/**
 * Lets the bot's modules get ours instead of some of their own: so the bot itself needs no hook that could be switched on
 * by accident. Call it before the bot is imported. Returns the modules that nobody asked for so far.
 */
export function replaceModules(): () => string[] {
  const asked = new Set<string>()
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const ours = replacements.get(resolved.url)
      if (!ours || context.parentURL === ours) return resolved
      asked.add(resolved.url)
      return { ...resolved, url: ours }
    },
  })
  return () => [...replacements.keys()].filter((url) => !asked.has(url))
}
