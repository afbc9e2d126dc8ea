import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, api, apiUrl, csrfHeader, keepCsrfToken } from './api'

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
  beforeEach(() => keepCsrfToken(undefined))
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

  it('asks for a new token after a refusal of the old one', async () => {
    keepCsrfToken('old')
    const calls = answerWith(
      json({ error: { code: 'csrf', message: 'no' } }, 403),
      json({ csrfToken: 'new' }),
      new Response(null, { status: 204 }),
    )
    await expect(api.delete('/tokens/1')).rejects.toMatchObject({ code: 'csrf' })
    await expect(api.delete('/tokens/1')).resolves.toBeUndefined()
    expect(calls.at(-1)?.init.headers[csrfHeader]).toBe('new')
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
