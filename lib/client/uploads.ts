// Uploads outlive the dialog and the page that began them: they are kept here, and go on until the tab is closed, which then
// asks first.
import { useSyncExternalStore } from 'react'
import { isApiError } from './api'
import { sendFile } from './send-file'
import { calledOff, isUnderWay, type Upload, type UploadItem, withOutcome } from './upload-fold'

type Begin = { containerId: string; containerName: string; folder: string; items: readonly UploadItem[] }
type OnEnd = (upload: Upload) => void

let uploads: readonly Upload[] = []
const stops = new Map<number, AbortController>()
const watched = new Set<number>()
const endListeners = new Set<OnEnd>()
const listeners = new Set<() => void>()
let nextId = 1

const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault()

function publish(next: readonly Upload[]): void {
  const wasBusy = uploads.some(isUnderWay)
  uploads = next
  const isBusy = next.some(isUnderWay)
  if (isBusy && !wasBusy) window.addEventListener('beforeunload', askBeforeLeaving)
  if (!isBusy && wasBusy) window.removeEventListener('beforeunload', askBeforeLeaving)
  for (const listener of listeners) listener()
}
const find = (id: number) => uploads.find((upload) => upload.id === id)
const change = (id: number, edit: (upload: Upload) => Upload) =>
  publish(uploads.map((upload) => (upload.id === id ? edit(upload) : upload)))

async function sendOne(id: number, item: UploadItem, overwrite: boolean): Promise<void> {
  const upload = find(id)
  if (upload === undefined) return
  const stop = new AbortController()
  stops.set(id, stop)
  change(id, (now) => withOutcome(now, item.name, 'sending'))
  try {
    await sendFile({
      path: `/containers/${encodeURIComponent(upload.containerId)}/files`,
      query: { path: upload.folder, name: item.name, overwrite },
      file: item.file,
      onSent: (sentBytes) => change(id, (now) => ({ ...now, sentBytes })),
      signal: stop.signal,
    })
    change(id, (now) => withOutcome(now, item.name, 'done'))
  } catch (error) {
    const isThere = isApiError(error) && error.details.exists === true
    const outcome = isThere ? 'exists' : stop.signal.aborted ? 'cancelled' : { error }
    change(id, (now) => withOutcome(now, item.name, outcome))
  }
}

/** One after the other: a folder that the first one makes is there for the next. */
async function run(id: number, items: readonly UploadItem[], overwrite: boolean): Promise<void> {
  for (const item of items) if (find(id)?.outcomes.get(item.name) === 'waiting') await sendOne(id, item, overwrite)
  stops.delete(id)
  const ended = find(id)
  if (ended) for (const listener of endListeners) listener(ended)
}

export function beginUpload(begin: Begin, overwrite: boolean): number {
  const id = nextId++
  const outcomes = new Map(begin.items.map(({ name }) => [name, 'waiting' as const]))
  publish([...uploads, { ...begin, id, outcomes, sentBytes: 0 }])
  void run(id, begin.items, overwrite)
  return id
}

/** Again what was left because it is there. */
export function replaceExisting(id: number): void {
  const upload = find(id)
  if (upload === undefined || isUnderWay(upload)) return
  const again = upload.items.filter(({ name }) => upload.outcomes.get(name) === 'exists')
  change(id, (now) => again.reduce((next, { name }) => withOutcome(next, name, 'waiting'), now))
  void run(id, again, true)
}

export function cancelUpload(id: number): void {
  change(id, calledOff)
  stops.get(id)?.abort()
}

/** Somebody looks at it: its end needs no telling. Gives what says that they look away. */
export function watchUpload(id: number): () => void {
  watched.add(id)
  return () => void watched.delete(id)
}
export const isWatched = (id: number): boolean => watched.has(id)

/** Nobody wants to read any more how it went. */
export const forgetUpload = (id: number): void => publish(uploads.filter((upload) => upload.id !== id))

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
const none: readonly Upload[] = []
export const useUploads = (): readonly Upload[] =>
  useSyncExternalStore(
    subscribe,
    () => uploads,
    () => none,
  )

export function onUploadEnd(listener: OnEnd): () => void {
  endListeners.add(listener)
  return () => void endListeners.delete(listener)
}
