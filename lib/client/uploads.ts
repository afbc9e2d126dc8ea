// Uploads go on whatever page is open, until the tab is closed, which then asks first.
import { isApiError } from './api'
import { createRuns } from './runs'
import { sendFile } from './send-file'
import { calledOff, isUnderWay, type Upload, type UploadItem, withOutcome } from './upload-fold'

type Begin = { containerId: string; containerName: string; folder: string; items: readonly UploadItem[] }

const stops = new Map<number, AbortController>()
const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault()

const uploads = createRuns<Upload>((before, now) => {
  const wasBusy = before.some(isUnderWay)
  const isBusy = now.some(isUnderWay)
  if (isBusy && !wasBusy) window.addEventListener('beforeunload', askBeforeLeaving)
  if (!isBusy && wasBusy) window.removeEventListener('beforeunload', askBeforeLeaving)
})
export const { use: useUploads, watch: watchUpload, onEnd: onUploadEnd, forget: forgetUpload } = uploads

async function sendOne(id: number, item: UploadItem, overwrite: boolean): Promise<void> {
  const upload = uploads.find(id)
  if (upload === undefined) return
  const stop = new AbortController()
  stops.set(id, stop)
  uploads.change(id, (now) => withOutcome(now, item.name, 'sending'))
  try {
    await sendFile({
      path: `/containers/${encodeURIComponent(upload.containerId)}/files`,
      query: { path: upload.folder, name: item.name, overwrite },
      file: item.file,
      onSent: (sentBytes) => uploads.change(id, (now) => ({ ...now, sentBytes })),
      signal: stop.signal,
    })
    uploads.change(id, (now) => withOutcome(now, item.name, 'done'))
  } catch (error) {
    const isThere = isApiError(error) && error.details.exists === true
    const outcome = isThere ? 'exists' : stop.signal.aborted ? 'cancelled' : { error }
    uploads.change(id, (now) => withOutcome(now, item.name, outcome))
  }
}

/** One after the other: a folder that the first one makes is there for the next. */
async function run(id: number, items: readonly UploadItem[], overwrite: boolean): Promise<void> {
  for (const item of items) {
    if (uploads.find(id)?.outcomes.get(item.name) === 'waiting') await sendOne(id, item, overwrite)
  }
  stops.delete(id)
  uploads.end(id)
}

export function beginUpload(begin: Begin, overwrite: boolean): number {
  const outcomes = new Map(begin.items.map(({ name }) => [name, 'waiting' as const]))
  const id = uploads.begin((given) => ({ ...begin, id: given, outcomes, sentBytes: 0 }))
  void run(id, begin.items, overwrite)
  return id
}

/** Again what was left because it is there. */
export function replaceExisting(id: number): void {
  const upload = uploads.find(id)
  if (upload === undefined || isUnderWay(upload)) return
  const again = upload.items.filter(({ name }) => upload.outcomes.get(name) === 'exists')
  uploads.change(id, (now) => again.reduce((next, { name }) => withOutcome(next, name, 'waiting'), now))
  void run(id, again, true)
}

export function cancelUpload(id: number): void {
  uploads.change(id, calledOff)
  stops.get(id)?.abort()
}
