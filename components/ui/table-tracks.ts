// The widths of a list's columns as tracks that all its rows share. Rows are grids and not rows of a table, whose layout
// asks all of them when one changes. Pure.
import type { CSSProperties } from 'react'
import type { Column } from './table-types'

const boxWidth = '38px'
const actsWidth = '48px'
const rest = 'minmax(0, 1fr)'
/** As narrow as the columns without a width may get before the list scrolls sideways. */
const leastRestPx = 96

type Beside = { hasBoxes: boolean; hasActs: boolean }

function least(widths: readonly string[]): string {
  const sumOf = (unit: string) =>
    widths.filter((width) => width.endsWith(unit)).reduce((sum, width) => sum + Number.parseFloat(width), 0)
  const px = sumOf('px') + widths.filter((width) => width === rest).length * leastRestPx
  return `${Math.ceil(px / (1 - Math.min(99, sumOf('%')) / 100))}px`
}

/** For each width of the window, since columns go by their priority: the styles choose. */
export function tracksOf(columns: readonly Column<never>[], { hasBoxes, hasActs }: Beside): CSSProperties {
  const upTo = (priority: number) => [
    ...(hasBoxes ? [boxWidth] : []),
    ...columns.filter((column) => (column.priority ?? 1) <= priority).map(({ width }) => width ?? rest),
    ...(hasActs ? [actsWidth] : []),
  ]
  const entries = [1, 2, 3].flatMap((priority) => {
    const widths = upTo(priority)
    return [
      [`--tracks-${priority}`, widths.join(' ')],
      [`--least-${priority}`, least(widths)],
    ]
  })
  return Object.fromEntries(entries) as CSSProperties
}
