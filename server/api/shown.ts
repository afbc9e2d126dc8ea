// Things of the engines as they are shown: labels, options and commands carry secrets too. The index keeps them as they are,
// because plans compare them.
import type { Container } from '@/lib/contract/containers'
import type { Image, Volume } from '@/lib/contract/inventory'
import type { Network } from '@/lib/contract/networks'
import { maskText, maskValue } from '@/lib/mask'

type Labels = Record<string, string>

/** Lists show the same labels again and again. */
const known = new WeakMap<Labels, Labels>()

export const shownLabels = (labels: Labels): Labels => {
  const before = known.get(labels)
  if (before !== undefined) return before
  const shown = Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, maskValue(key, value)]))
  known.set(labels, shown)
  return shown
}

export const shownContainer = (container: Container): Container => ({
  ...container,
  command: maskText(container.command),
  labels: shownLabels(container.labels),
})

export const shownNetwork = <T extends Network>(network: T): T => ({
  ...network,
  labels: shownLabels(network.labels),
  options: shownLabels(network.options),
})

export const shownVolume = (volume: Volume): Volume => ({
  ...volume,
  labels: shownLabels(volume.labels),
  options: shownLabels(volume.options),
})

export const shownImage = (image: Image): Image => ({ ...image, labels: shownLabels(image.labels) })
