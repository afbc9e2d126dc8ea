import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from './api'

const sentences = '@/lib/texts/sentences/german'

afterEach(() => {
  vi.doUnmock(sentences)
  vi.resetModules()
  vi.unstubAllGlobals()
  vi.useRealTimers()
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
  await expect.poll(() => said('This needs a sign-in.'), { timeout: 20_000 }).toBe('Dazu müssen Sie angemeldet sein.')
  expect(said('replaced')).toBe('ersetzt')
  expect(errorSaid(new ApiError(401, 'unauthenticated', 'This needs a sign-in.'))).toBe(
    'Dazu müssen Sie angemeldet sein.',
  )
  expect(errorSaid(new ApiError(0, 'offline', 'Lotse antwortet nicht.'))).toBe('Lotse antwortet nicht.')
})

describe('an answer of the server in a German document', () => {
  const ask = async (german: () => Promise<unknown>, signal?: AbortSignal) => {
    vi.stubGlobal('document', { documentElement: { lang: 'de' } })
    vi.stubGlobal('fetch', async () => new Response('{}'))
    vi.doMock(sentences, german)
    const { api } = await import('./api')
    const answered = vi.fn()
    const answer = api.get('/hosts', undefined, signal).then(answered)
    return { answered, answer }
  }

  it('waits for the German of what it may say', async () => {
    let come = (_german: unknown) => {}
    const german = new Promise<unknown>((resolve) => {
      come = resolve
    })
    const { answered, answer } = await ask(() => german)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(answered).not.toHaveBeenCalled()
    come({ readInGerman: () => [] })
    await answer
    expect(answered).toHaveBeenCalled()
  })

  it('does not wait for long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { answered, answer } = await ask(() => new Promise(() => {}))
    await vi.advanceTimersByTimeAsync(3_900)
    expect(answered).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(200)
    await answer
  })

  it('is called off while it waits', async () => {
    const stop = new AbortController()
    const { answered, answer } = await ask(() => new Promise(() => {}), stop.signal)
    await new Promise((resolve) => setTimeout(resolve, 20))
    const reason = new Error('left')
    stop.abort(reason)
    await expect(answer).rejects.toBe(reason)
    expect(answered).not.toHaveBeenCalled()
  })

  it('is not lost with it, and what it says is German once that comes after all', async () => {
    let isThere = false
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { answer } = await ask(async () => {
      if (!isThere) throw new Error('gone')
      return { readInGerman: () => [{ words: 'Auf Deutsch', isForeign: false }] }
    })
    await answer
    const { said } = await import('./said')
    expect(said('In English')).toBe('In English')
    isThere = true
    await vi.advanceTimersByTimeAsync(5_000)
    await vi.waitFor(() => expect(said('In English')).toBe('Auf Deutsch'), 20_000)
  })
})
