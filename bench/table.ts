// What a benchmark hands back, and its printing: figures of one run side by side with what they should be.

export interface Table {
  title: string
  columns: string[]
  rows: (string | number)[][]
}

const cellText = (cell: string | number) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell)

/** Numbers to the right, words to the left. */
export function tableText({ title, columns, rows }: Table): string {
  const texts = rows.map((row) => row.map(cellText))
  const widths = columns.map((column, at) => Math.max(column.length, ...texts.map((row) => row[at]?.length ?? 0)))
  const isNumber = columns.map((_, at) => typeof rows[0]?.[at] === 'number')
  const line = (cells: string[]) =>
    cells.map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ')
  return [title, line(columns), widths.map((width) => '-'.repeat(width)).join('  '), ...texts.map(line)].join('\n')
}
