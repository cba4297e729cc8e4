/** One measured figure and what it must not exceed. */
export type Figure = { name: string; value: number; unit: string; atMost?: number }

/** Adds what is promised. */
export const figure = (name: string, value: number, unit: string, atMost?: number): Figure => ({
  name,
  value: Math.round(value * 1000) / 1000,
  unit,
  ...(atMost === undefined ? {} : { atMost }),
})

/** The value below which the share of the sorted values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Whether a figure keeps what is promised; what promises nothing does. */
export const isKept = ({ value, atMost }: Figure): boolean => atMost === undefined || value <= atMost

/** Figures as lines of a table. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((one) => [
    one.name,
    `${one.value} ${one.unit}`.trim(),
    one.atMost === undefined ? '' : `at most ${one.atMost}`,
    one.atMost === undefined ? '' : isKept(one) ? 'kept' : 'NOT KEPT',
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** What one subject came to: a table for people, the same for programs, and whether all that is promised is kept. */
export type Measurement = { table: string; json: unknown; isKept: boolean }

/** Figures as what a subject came to. */
export const measurementOf = (figures: readonly Figure[]): Measurement => ({
  table: tableOf(figures),
  json: figures,
  isKept: figures.every(isKept),
})
