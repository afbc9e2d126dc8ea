import { describe, expect, it } from 'vitest'
import type { PruneItem } from '@/lib/contract/prune'
import { pruneTexts } from '@/lib/texts/prune'
import { freedWords } from './freed'

const item = (leastBytes: number | null, mostBytes: number | null): PruneItem => ({
  id: 'a',
  name: 'a',
  reason: 'unused',
  hostIds: [],
  hostNames: [],
  createdAt: null,
  leastBytes,
  mostBytes,
  wantedBy: [],
  proposed: false,
})
const mib = 1 << 20
const words = (...items: PruneItem[]) => freedWords(items, pruneTexts.en).replaceAll('\u00a0', ' ')

describe('what cleaning up frees', () => {
  it('is exact where nothing is shared, a span where layers are, and open where nobody counted', () => {
    expect(words(item(mib, mib), item(mib, mib))).toMatch(/^frees 2(\.0)? MiB$/)
    expect(words(item(mib, 3 * mib))).toMatch(/^frees 1(\.0)? MiB to 3(\.0)? MiB; layers/)
    expect(words(item(mib, mib), item(null, mib))).toMatch(/^frees at most 2(\.0)? MiB$/)
    expect(words(item(mib, mib), item(null, null))).toBe('how much it frees is not known')
    expect(words()).toBe('')
  })
})
