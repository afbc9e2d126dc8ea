// A figure and what it should be, as a line of a table: whether a target is met stands beside the number, so that nobody has
// to compare by eye.
import type { Table } from '../table'

export type Line = { what: string; measured: string; target?: string; isMet?: boolean; detail?: string }

export const table = (title: string, lines: Line[]): Table => ({
  title,
  columns: ['what', 'measured', 'target', 'met', 'how'],
  rows: lines.map(({ what, measured, target = '', isMet, detail = '' }) => [
    what,
    measured,
    target,
    isMet === undefined ? '' : isMet ? 'yes' : 'NO',
    detail,
  ]),
})

export const below = (
  value: number,
  limit: number,
  text: (value: number) => string,
): Pick<Line, 'measured' | 'target' | 'isMet'> => ({
  measured: text(value),
  target: `< ${text(limit)}`,
  isMet: value < limit,
})

export const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`
export const ms = (value: number): string => `${value.toFixed(0)} ms`
export const percent = (value: number): string => `${value.toFixed(2)} %`
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
export const spread = (values: number[]): string =>
  `median of ${values.length}, ${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)} ms`
