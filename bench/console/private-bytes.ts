// A process' memory that it shares with nobody: what the browser's own task manager shows of a tab.
import { readFileSync } from 'node:fs'

/** Bytes; 0 when it has ended. */
export function privateBytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const kilobytes = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)].map(([, number]) => Number(number))
    return kilobytes.reduce((sum, number) => sum + number, 0) * 1024
  } catch {
    return 0
  }
}
