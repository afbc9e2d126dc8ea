// A deployment's progress for those who watch: what changed, at most ten times a second.
import type { OperationRecord } from './apply/record'

export type ProgressFeed = {
  changed(record: OperationRecord): void
  /** Tells now, also when nothing changed. */
  flush(): void
  stop(): void
}

const intervalMs = 100

export const createProgressFeed = (tell: (records: OperationRecord[]) => void): ProgressFeed => {
  const dirty = new Set<OperationRecord>()
  let timer: NodeJS.Timeout | null = null
  const send = () => {
    const records = [...dirty]
    dirty.clear()
    tell(records)
  }
  return {
    changed: (record) => {
      dirty.add(record)
      timer ??= setTimeout(() => {
        timer = null
        send()
      }, intervalMs)
    },
    flush: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
      send()
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}
