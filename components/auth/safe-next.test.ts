import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeNext } from './safe-next'

describe('where a sign-in leads', () => {
  it.each(['/stacks/shop?tab=file', '/containers?q=state:exited%20x', '/'])('%s is kept', (next) => {
    expect(safeNext(next)).toBe(next)
  })
  it.each([
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
  ])('%j is not followed', (next) => {
    expect(safeNext(next)).toBe('/overview')
  })
  it('never leaves this site, whatever stands there', () => {
    const origin = 'http://lotse.test'
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '\\', '\t', '\n', '\r', ' ', '@', ':', '.', 'a', '%09', '\u0000') }),
        (next) => {
          expect(new URL(safeNext(`/${next}`), origin).origin).toBe(origin)
        },
      ),
    )
  })
})
