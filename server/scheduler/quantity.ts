// Amounts of memory and CPU in the words of the console.

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

const rounded = (value: number) => String(Math.round(value * 10) / 10)

export function bytesText(bytes: number): string {
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${rounded(value)} ${units[unit]}`
}

/** Small differences stay visible: 0.98 is not shown as 1. */
export const cpusText = (nanoCpus: number) => String(Math.round(nanoCpus / 1e7) / 100)

/** `1.4 of 2 GiB`: the unit once where both have the same. */
export function shareText(part: string, whole: string): string {
  const [amount = '', unit] = part.split(' ')
  return unit !== undefined && whole.endsWith(` ${unit}`) ? `${amount} of ${whole}` : `${part} of ${whole}`
}
