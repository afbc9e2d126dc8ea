import { afterEach, expect, it, vi } from 'vitest'
import { ApiError } from './api'

afterEach(() => {
  vi.resetModules()
  vi.unstubAllGlobals()
})

it('leaves English as it is, and whoever reads it never loads the German', async () => {
  const { said, saidParts } = await import('./said')
  expect(said('This needs a sign-in.')).toBe('This needs a sign-in.')
  expect(saidParts('anything')).toEqual([{ words: 'anything', isForeign: false }])
})

it('marks what the German has not come for yet, and reads it once it has', async () => {
  vi.stubGlobal('document', { documentElement: { lang: 'de' } })
  const { said, saidParts, errorSaid } = await import('./said')
  expect(saidParts('This needs a sign-in.')).toEqual([{ words: 'This needs a sign-in.', isForeign: true }])
  await expect.poll(() => said('This needs a sign-in.'), { timeout: 10_000 }).toBe('Dazu müssen Sie angemeldet sein.')
  expect(said('replaced')).toBe('ersetzt')
  expect(errorSaid(new ApiError(401, 'unauthenticated', 'This needs a sign-in.'))).toBe(
    'Dazu müssen Sie angemeldet sein.',
  )
  expect(errorSaid(new ApiError(0, 'offline', 'Lotse antwortet nicht.'))).toBe('Lotse antwortet nicht.')
})
