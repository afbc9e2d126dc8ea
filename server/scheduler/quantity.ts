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
