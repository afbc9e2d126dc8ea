// What an exit code says, as far as there is agreement about it. Pure.
import type { containerDetailTexts } from '@/lib/texts/container-detail'

type T = (typeof containerDetailTexts)['en']['exits']

const signalsFrom = 128
const lastSignal = 64

export function exitMeaning(code: number, oomKilled: boolean, t: T): string {
  if (oomKilled) return t.memory
  const known: Record<number, string> = {
    0: t.well,
    125: t.engine,
    126: t.notExecutable,
    127: t.notFound,
    130: t.interrupted,
    134: t.aborted,
    137: t.killed,
    139: t.crashed,
    143: t.asked,
  }
  if (Object.hasOwn(known, code)) return known[code] ?? ''
  return code > signalsFrom && code <= signalsFrom + lastSignal ? t.signal(code - signalsFrom) : t.error
}
