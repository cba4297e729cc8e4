import { NotSent } from '../bot/chat.ts'

/** As Synapse does it: so many at once, and from then on so many in a second; what is refused does not count. */
export function messageLimit(
  clock: () => Date,
  { perSecond, burst }: { perSecond: number; burst: number },
): (request: string) => void {
  let used = 0
  let usedAt = +clock()
  return (request) => {
    if (request !== 'send' && request !== 'setState') return
    used = Math.max(0, used - ((+clock() - usedAt) / 1000) * perSecond)
    usedAt = +clock()
    if (used + 1 > burst + 1e-9)
      throw new NotSent('M_LIMIT_EXCEEDED', Math.ceil(((used + 1 - burst) / perSecond) * 1000))
    used += 1
  }
}
