import type { TortureOptions } from './arguments.ts'
import type { Count } from './counts/count.ts'
import type { Result } from './torture.ts'

/** All figures of a run as lines; those that should be zero with examples where they are not. */
export function reportOf(options: TortureOptions, { counts, tally, figures, posts }: Result): string[] {
  const { underWay, works, moments, ...kills } = tally
  return [
    `seed ${options.seed}, ${options.rooms} rooms, ${options.database}${options.sabotage ? `, sabotage ${options.sabotage}` : ''}`,
    `SIGKILL: bot ${kills.bot}, homeserver ${kills.homeserver}, database ${kills.database}`,
    `of the bot while something about rooms was asked for and not seen yet: ${kills.duringOperations} ${list(underWay)}`,
    `of the bot while it was at that: ${kills.atWork} ${list(works)}`,
    `at a moment that matters: ${list(moments)}`,
    `leading process stopped: ${kills.stops}, standby took over meanwhile: ${kills.takeovers}`,
    ...Object.entries(figures).map(([name, figure]) => `${name}: ${figure}`),
    ...Object.entries(posts).map(([kind, { due, seen }]) => `${kind}: ${due} fell due for certain, ${seen} seen`),
    '',
    ...counts.flatMap(linesOf),
    '',
    isClean(counts) ? 'All of these are zero.' : 'NOT ALL OF THESE ARE ZERO.',
  ]
}

/** Whether nothing went wrong. */
export const isClean = (counts: readonly Count[]) => counts.every(({ figure }) => figure === 0)

const list = (figures: Record<string, number | undefined>) =>
  Object.keys(figures).length > 0
    ? `(${Object.entries(figures)
        .map(([name, figure]) => `${name} ${figure}`)
        .join(', ')})`
    : '(none)'

const linesOf = ({ name, figure, examples }: Count) => [
  `${String(figure).padStart(5)}  ${name}`,
  ...examples.map((example) => `         ${example}`),
]
