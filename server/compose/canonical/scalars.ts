// Text to true/false, numbers, sizes and durations, wherever the specification allows both.
import { parseBytes } from '@/lib/parse-bytes'
import { durationNanoseconds, formatDuration } from '../duration'
import type { Node, ScalarNode } from '../node'
import { type Canonical, type CanonicalContext, complain } from './context'

const converted = (
  what: string,
  fix: string,
  convert: (value: string | number | boolean) => ScalarNode['value'] | undefined,
): Canonical => {
  return (node: Node, context: CanonicalContext) => {
    if (node.kind !== 'scalar' || node.value === null) return node
    const value = convert(node.value)
    if (value !== undefined) return value === node.value ? node : { ...node, value }
    complain(context, node.place, { code: 'value.form', message: `"${node.value}" is not ${what}`, fix })
    return undefined
  }
}

const decimal = /^[-+]?\d+$/
const floating = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/

export const toFlag = converted('true or false', 'write true or false', (value) => {
  if (typeof value === 'boolean') return value
  const text = String(value).toLowerCase()
  if (['true', 'y', 'yes', 'on', '1', 't'].includes(text)) return true
  return ['false', 'n', 'no', 'off', '0', 'f'].includes(text) ? false : undefined
})

export const toWhole = converted('a whole number', 'write digits only', (value) => {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined
  return decimal.test(String(value)) ? Number(value) : undefined
})

export const toNumber = converted('a number', 'write a number such as 0.5', (value) => {
  if (typeof value === 'number') return value
  return floating.test(String(value)) ? Number(value) : undefined
})

export const toBytes = converted('a size', 'write bytes or a number with b, k, m or g, such as 512m', (value) => {
  if (typeof value === 'number') return value >= -1 ? Math.floor(value) : undefined
  return value === '-1' ? -1 : parseBytes(String(value))
})

export const toDuration = converted('a duration', 'write a number with a unit, such as 30s or 1m30s', (value) => {
  const nanoseconds = durationNanoseconds(String(value))
  return nanoseconds === undefined ? undefined : formatDuration(nanoseconds)
})

export const toText = converted('a text', 'write a text', (value) => String(value))

/** File modes are octal: 0440, "0440" and 288 are the same. */
export const toMode = converted('a file mode', 'write four octal digits, such as "0440"', (value) => {
  const mode =
    typeof value === 'number'
      ? value
      : /^0?o?[0-7]+$/.test(String(value))
        ? Number.parseInt(String(value).replace(/^0?o/, ''), 8)
        : -1
  return Number.isInteger(mode) && mode >= 0 && mode <= 0o7777 ? mode.toString(8).padStart(4, '0') : undefined
})
