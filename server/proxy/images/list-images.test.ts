import { describe, expect, it } from 'vitest'
import { matchesReference } from './list-images'

describe('a filter by reference', () => {
  it.each([
    ['web:1', 'web', true],
    ['web:1', 'w*:?', true],
    ['web:12', 'web:?', false],
    ['team/web:1', 'web', false],
    ['team/web:1', '*', false],
    ['team/web:1', '*/w*b', true],
    ['web:1', 'w.b', false],
    ['axbxb:1', '*xb', true],
    ['web:1', '**', true],
    ['web:1', 'web?', false],
  ])('%s by %s: %s', (reference, pattern, isWanted) => {
    expect(matchesReference(reference, pattern)).toBe(isWanted)
  })

  it('keeps nobody waiting, whatever is asked for', () => {
    expect(matchesReference(`${'a'.repeat(255)}:1`, `${'*?'.repeat(60)}!`)).toBe(false)
  })
})
