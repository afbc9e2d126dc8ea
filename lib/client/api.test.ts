import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, api, apiUrl, csrfHeader, keepSession, sessionNow } from './api'
import { isSessionOver, signedIn } from './session-end'

type Call = { url: string; init: RequestInit & { headers: Record<string, string> } }

function answerWith(...answers: (Response | Error)[]) {
  const calls: Call[] = []
  vi.stubGlobal('fetch', async (url: string, init: Call['init']) => {
    calls.push({ url, init })
    const answer = answers.shift()
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer left')
    return answer
  })
  return calls
}
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

describe('the way to the server', () => {
  beforeEach(() => keepSession(null))
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('leaves empty parameters out of the address', () => {
    expect(apiUrl('/containers', { q: 'a b', sort: undefined, offset: 0, extra: '' })).toBe(
      '/api/v1/containers?q=a+b&offset=0',
    )
  })

  it('reads the CSRF token once and sends it with every change, never with a question', async () => {
    const calls = answerWith(json({ csrfToken: 'token-1' }), json({}), json({}), json([]))
    await api.patch('/hosts/1', { availability: 'paused' })
    await api.delete('/hosts/1')
    await api.get('/hosts')
    expect(calls.map((call) => `${call.init.method} ${call.url}`)).toEqual([
      'GET /api/v1/session',
      'PATCH /api/v1/hosts/1',
      'DELETE /api/v1/hosts/1',
      'GET /api/v1/hosts',
    ])
    expect(calls.map((call) => call.init.headers[csrfHeader])).toEqual([undefined, 'token-1', 'token-1', undefined])
  })

  it('sends a change again with a new token after a refusal of the old one, once', async () => {
    keepSession({ username: 'ann', csrfToken: 'old' })
    const refused = () => json({ error: { code: 'csrf', message: 'no' } }, 403)
    const calls = answerWith(
      refused(),
      json({ username: 'ann', csrfToken: 'new' }),
      new Response(null, { status: 204 }),
    )
    await expect(api.delete('/tokens/1')).resolves.toBeUndefined()
    expect(calls.at(-1)?.init.headers[csrfHeader]).toBe('new')
    answerWith(refused(), json({ username: 'ann', csrfToken: 'newer' }), refused())
    await expect(api.delete('/tokens/1')).rejects.toMatchObject({ code: 'csrf' })
  })

  it('sends nothing again as somebody else who has signed in meanwhile, and says so', async () => {
    keepSession({ username: 'ann', csrfToken: 'old' })
    const refused = () => json({ error: { code: 'csrf', message: 'no' } }, 403)
    const bo = () => json({ username: 'bo', csrfToken: 'theirs' })
    const calls = answerWith(refused(), bo(), bo(), bo())
    for (let time = 0; time < 2; time += 1) {
      const error = await api.delete('/stacks/web').catch((caught: unknown) => caught)
      expect(error).toMatchObject({ code: 'other-person', isOwnWords: true, message: expect.stringContaining('bo') })
    }
    // Whoever only looks does not hand the token on either.
    expect(await sessionNow()).toMatchObject({ username: 'bo' })
    expect(calls.map(({ init }) => init.method)).toEqual(['DELETE', 'GET', 'GET', 'GET'])
    const after = answerWith(bo())
    await expect(api.delete('/stacks/web')).rejects.toMatchObject({ code: 'other-person' })
    expect(after.map(({ init }) => init.headers[csrfHeader])).toEqual([undefined])
  })

  describe('when the session has ended', () => {
    const over = () => json({ error: { code: 'unauthenticated', message: 'This needs a sign-in.' } }, 401)
    const assign = vi.fn()
    beforeEach(() => {
      assign.mockReset()
      vi.stubGlobal('window', { location: { pathname: '/hosts', search: '?q=a', assign } })
    })
    afterEach(signedIn)

    it('waits for the next sign-in and then asks again what was asked, with the new token', async () => {
      keepSession({ username: 'ann', csrfToken: 'old' })
      const calls = answerWith(over(), json({ id: 'web' }))
      const answer = api.post('/networks', { name: 'web' })
      await expect.poll(isSessionOver).toBe(true)
      keepSession({ username: 'ann', csrfToken: 'new' })
      signedIn()
      expect(await answer).toEqual({ id: 'web' })
      expect(calls.map(({ init }) => [init.body, init.headers[csrfHeader]])).toEqual([
        ['{"name":"web"}', 'old'],
        ['{"name":"web"}', 'new'],
      ])
      expect(isSessionOver()).toBe(false)
      expect(assign).not.toHaveBeenCalled()
    })

    it('lets go of whoever does not want to wait', async () => {
      answerWith(over())
      const leaving = new AbortController()
      const answer = api.get('/hosts', {}, leaving.signal)
      await expect.poll(isSessionOver).toBe(true)
      leaving.abort()
      await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    })

    it('takes a refused sign-in or sign-out as the answer', async () => {
      answerWith(over(), json({ csrfToken: 'one' }), over())
      await expect(api.post('/session', {})).rejects.toMatchObject({ status: 401 })
      await expect(api.delete('/session')).rejects.toMatchObject({ status: 401 })
      expect(isSessionOver()).toBe(false)
    })

    it('leaves the page to the sign-in of a proxy in front', async () => {
      answerWith(new Response('<html>who are you</html>', { status: 401 }))
      await expect(api.get('/hosts')).rejects.toMatchObject({ code: 'foreign' })
      expect(assign).toHaveBeenCalledWith('/login?next=%2Fhosts%3Fq%3Da&ended=1')
    })
  })

  it('hands on code, sentence and fix of a failure', async () => {
    answerWith(json({ error: { code: 'in_use', message: 'web_1 uses it', details: { fix: 'Stop web_1.' } } }, 409))
    const error = await api.get('/volumes').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ status: 409, code: 'in_use', message: 'web_1 uses it', fix: 'Stop web_1.' })
  })

  it('survives answers that are not ours, and none at all', async () => {
    answerWith(
      new Response('<html>502</html>', { status: 502, statusText: 'Bad Gateway' }),
      new TypeError('fetch failed'),
    )
    await expect(api.get('/hosts')).rejects.toMatchObject({ code: 'foreign', status: 502 })
    await expect(api.get('/hosts')).rejects.toMatchObject({ code: 'offline', status: 0 })
  })
})
