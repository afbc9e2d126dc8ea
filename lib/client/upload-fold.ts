// Uploads into a container, as a whole: which files, how each is, how far all are. Pure.
export type UploadItem = { name: string; file: Blob }
export type UploadOutcome = 'waiting' | 'sending' | 'done' | 'exists' | 'cancelled' | { error: unknown }

export type Upload = {
  id: number
  containerId: string
  containerName: string
  folder: string
  items: readonly UploadItem[]
  outcomes: ReadonlyMap<string, UploadOutcome>
  /** Of the file that is being sent. */
  sentBytes: number
}

export const withOutcome = (upload: Upload, name: string, outcome: UploadOutcome): Upload => ({
  ...upload,
  outcomes: new Map(upload.outcomes).set(name, outcome),
  sentBytes: 0,
})

const isOpen = (outcome: UploadOutcome | undefined): boolean => outcome === 'waiting' || outcome === 'sending'

export const isUnderWay = ({ outcomes }: Upload): boolean => [...outcomes.values()].some(isOpen)

/** What was not begun is not begun any more; what is being sent ends by itself. */
export const calledOff = (upload: Upload): Upload => ({
  ...upload,
  outcomes: new Map(
    [...upload.outcomes].map(([name, outcome]) => [name, outcome === 'waiting' ? 'cancelled' : outcome]),
  ),
})

/** 0 to 1 over the bytes of all files; by number where there are no bytes. */
export function fractionOf({ items, outcomes, sentBytes }: Upload): number {
  const total = items.reduce((sum, { file }) => sum + file.size, 0)
  const over = items.filter(({ name }) => !isOpen(outcomes.get(name)))
  if (total === 0) return items.length === 0 ? 1 : over.length / items.length
  const sent = over.reduce((sum, { file }) => sum + file.size, sentBytes)
  return Math.min(1, sent / total)
}

export function countsOf({ outcomes }: Upload): { done: number; left: number; failed: number } {
  const all = [...outcomes.values()]
  return {
    done: all.filter((outcome) => outcome === 'done').length,
    left: all.filter((outcome) => outcome === 'exists' || outcome === 'cancelled').length,
    failed: all.filter((outcome) => typeof outcome === 'object').length,
  }
}
