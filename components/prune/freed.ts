// How much the ticked ones free, never said more exactly than it is known.
import { bytes } from '@/lib/client/format'
import type { PruneItem } from '@/lib/contract/prune'
import type { pruneTexts } from '@/lib/texts/prune'

export function freedWords(items: readonly PruneItem[], { frees: t }: (typeof pruneTexts)['en']): string {
  if (items.length === 0) return ''
  let least = 0
  let most = 0
  let isLeastKnown = true
  for (const { leastBytes, mostBytes } of items) {
    if (mostBytes === null) return t.unknown
    most += mostBytes
    if (leastBytes === null) isLeastKnown = false
    least += leastBytes ?? 0
  }
  if (!isLeastKnown) return t.most(bytes(most))
  return least === most ? t.exact(bytes(most)) : t.between(bytes(least), bytes(most))
}
