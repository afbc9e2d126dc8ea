import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { idleMs } from '@/server/auth/sessions'
import { openTestApi, type TestApi, testPassword } from '@/server/testing/api'

let test: TestApi
beforeEach(async () => {
  test = await openTestApi()
})
afterEach(() => test.end())

const codeOf = (answer: { body: unknown }) => (answer.body as { error?: { code?: string } })?.error?.code

describe('without a sign-in', () => {
  it('exactly health, readiness and the sign-in itself are open', async () => {
    const open: string[] = []
    for (const { method, path } of test.endpoints) {
      const answer = await test.send(method.toUpperCase(), path.replace(/:\w+/g, 'x1'))
      if (codeOf(answer) !== 'unauthenticated') open.push(`${method} ${path}`)
    }
    expect(open.sort()).toEqual(['get /healthz', 'get /readyz', 'post /api/v1/session'])
  })

  it('an unknown path of the API is a 404 in JSON', async () => {
    for (const path of ['/api/v1/nothing', '/api/v2/hosts', '/api/', '/api/v1/%ff%00', '/api/v1/hosts/a/b/c/d']) {
      const answer = await test.send('GET', path)
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 404, 'not_found'])
    }
  })

  it('every answer forbids guessing its type, framing and keeping', async () => {
    for (const path of ['/healthz', '/api/v1/hosts', '/api/v1/nothing']) {
      const { headers } = await test.send('GET', path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })
})

describe('the session', () => {
  it('comes as a cookie that scripts cannot read and other sites do not send', async () => {
    const { answer, call } = await test.login()
    expect(answer.headers.get('set-cookie')).toMatch(
      /^lotse_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=\w{3}, .* GMT$/,
    )
    expect((await call('GET', '/session')).body).toMatchObject({ username: 'admin', role: 'admin' })
  })

  it('is bound to TLS where there is TLS', async () => {
    await test.end()
    test = await openTestApi({ access: { publicUrl: 'https://lotse.example.com', isTls: false, isSecure: true } })
    const { answer, call } = await test.login()
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-lotse_session=.*; Secure; Expires/)
    expect((await call('GET', '/session')).status).toBe(200)
  })

  it('ends at sign-out, for the cookie as well', async () => {
    const { call, cookie } = await test.login()
    const out = await call('DELETE', '/session')
    expect(out.status).toBe(204)
    expect(out.headers.get('set-cookie')).toMatch(/^lotse_session=; .*Max-Age=0/)
    expect((await test.send('GET', '/api/v1/hosts', { headers: { cookie } })).status).toBe(401)
  })

  it('ends when it is left alone too long', async () => {
    const { call } = await test.login()
    test.time.nowMs += idleMs + 1
    expect((await call('GET', '/hosts')).status).toBe(401)
  })

  it('is not found behind a cookie among junk', async () => {
    const { cookie } = await test.login()
    const status = async (text: string) =>
      (await test.send('GET', '/api/v1/hosts', { headers: { cookie: text } })).status
    expect(await status(`a=b; ${cookie}; theme=dark`)).toBe(200)
    for (const text of ['', 'lotse_session', 'lotse_session=', '=;;=', `x${cookie}`, `${cookie}x`]) {
      expect([text, await status(text)]).toEqual([text, 401])
    }
  })
})

describe('a change', () => {
  const change = { name: 'ci' }

  it('needs the CSRF token of this very session', async () => {
    const one = await test.login()
    const two = await test.login()
    const tokens = [undefined, '', 'wrong', two.session.csrfToken]
    for (const token of tokens) {
      const headers = { cookie: one.cookie, ...(token === undefined ? {} : { 'x-csrf-token': token }) }
      const answer = await test.send('POST', '/api/v1/tokens', test.json(change, headers))
      expect([token, answer.status, codeOf(answer)]).toEqual([token, 403, 'csrf'])
    }
    expect((await one.call('POST', '/tokens', change)).status).toBe(201)
  })

  it('is refused from pages of other origins, also the sign-in', async () => {
    const { own } = await test.login()
    const from = (origin: string) =>
      test.send('POST', '/api/v1/tokens', test.json(change, { ...own, host: 'localhost', origin }))
    for (const origin of ['https://evil.example', 'http://localhost:3001', 'null', 'http://localhost.evil.example']) {
      expect([origin, (await from(origin)).status]).toEqual([origin, 403])
    }
    expect((await from('http://localhost')).status).toBe(201)
    const login = test.json(
      { username: 'admin', password: testPassword },
      { host: 'localhost', origin: 'https://evil.example' },
    )
    expect((await test.send('POST', '/api/v1/session', login)).status).toBe(403)
  })

  it('is held to the public address behind a proxy', async () => {
    await test.end()
    test = await openTestApi({ access: { publicUrl: 'https://lotse.example.com', isTls: false, isSecure: true } })
    const { own } = await test.login({ host: 'internal:3000', origin: 'https://lotse.example.com' })
    const answer = await test.send(
      'POST',
      '/api/v1/tokens',
      test.json(change, { ...own, host: 'internal:3000', origin: 'http://internal:3000' }),
    )
    expect(answer.status).toBe(403)
  })

  it('cannot be smuggled in as a form', async () => {
    const { own } = await test.login()
    const answer = await test.send('POST', '/api/v1/tokens', {
      body: JSON.stringify(change),
      headers: { ...own, 'content-type': 'text/plain' },
    })
    expect([answer.status, codeOf(answer)]).toEqual([400, 'invalid_input'])
  })
})

describe('a token', () => {
  it('stands for its maker without cookie and CSRF token, until it is removed', async () => {
    const { call } = await test.login()
    const made = (await call('POST', '/tokens', { name: 'ci', expiresInDays: 1 })).body as { id: string; token: string }
    const headers = { authorization: `Bearer ${made.token}` }
    expect((await test.send('GET', '/api/v1/hosts', { headers })).status).toBe(200)
    const pull = await test.send('POST', '/api/v1/hosts/none/refresh', { headers })
    expect(codeOf(pull)).toBe('not_found')
    expect((await test.send('POST', '/api/v1/tokens', test.json({ name: 'heir' }, headers))).status).toBe(403)
    expect((await test.send('GET', '/api/v1/session', { headers })).status).toBe(501)
    expect((await call('GET', '/tokens')).text).not.toContain(made.token)
    await call('DELETE', `/tokens/${made.id}`)
    expect((await test.send('GET', '/api/v1/hosts', { headers })).status).toBe(401)
  })

  it('that is wrong is not made good by a cookie', async () => {
    const { cookie } = await test.login()
    const answer = await test.send('GET', '/api/v1/hosts', { headers: { cookie, authorization: 'Bearer lotse_wrong' } })
    expect(answer.status).toBe(401)
  })
})

describe('signing in', () => {
  it('slows guessing and says for how long', async () => {
    const guess = () => test.send('POST', '/api/v1/session', test.json({ username: 'admin', password: 'guess' }))
    for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401)
    const answer = await guess()
    expect([answer.status, codeOf(answer)]).toEqual([429, 'rate_limited'])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(60)
  })

  it('leaves a line, whether it went well or not, and no password in it', async () => {
    await test.send('POST', '/api/v1/session', test.json({ username: 'admin', password: 'a wrong password' }))
    const { call } = await test.login()
    const { body, text } = await call('GET', '/activity?action=auth')
    expect(body).toMatchObject([
      { actor: 'admin', action: 'auth.login', result: 'ok', message: 'from 192.0.2.1' },
      { actor: 'nobody', action: 'auth.login', target: 'admin', result: 'refused' },
    ])
    expect(text).not.toContain('a wrong password')
  })
})
