// Many layers' progress as one line and one fraction.
import type { TransferProgress } from './transfer'

const layerId = /^[0-9a-f]{12}$/
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)

type Layer = { current: number; total: number; isDone: boolean }

/** `fraction`: 0 to 1, null while nothing is known. */
export type TransferState = { detail: string; fraction: number | null }

export const createTransferProgress = (): ((event: TransferProgress) => TransferState) => {
  const layers = new Map<string, Layer>()
  return ({ layer, status, current, total }) => {
    if (!layerId.test(layer)) return line(layers, status)
    const known = layers.get(layer) ?? { current: 0, total: 0, isDone: false }
    if (/^(Pull complete|Already exists|Pushed|Layer already exists|Mounted from)/.test(status))
      layers.set(layer, { ...known, current: known.total, isDone: true })
    else if (/^(Downloading|Pushing)/.test(status))
      layers.set(layer, { ...known, current: current ?? 0, total: total ?? known.total })
    else if (/^(Verifying|Download complete|Extracting)/.test(status))
      layers.set(layer, { ...known, current: known.total })
    else layers.set(layer, known)
    return line(layers, status)
  }
}

const line = (layers: ReadonlyMap<string, Layer>, status: string): TransferState => {
  const all = [...layers.values()]
  if (all.length === 0) return { detail: status, fraction: null }
  const done = all.filter(({ isDone }) => isDone).length
  const total = all.reduce((sum, layer) => sum + layer.total, 0)
  const current = all.reduce((sum, layer) => sum + layer.current, 0)
  const bytes = total > 0 ? `, ${mib(current)} of ${mib(total)} MiB` : ''
  // Bytes say most of it, but unpacking the last layer takes its time too.
  const fraction = total > 0 ? (0.8 * current) / total + (0.2 * done) / all.length : done / all.length
  return { detail: `${done} of ${all.length} layers${bytes}`, fraction: Math.min(1, fraction) }
}
