import { type IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { judgePage, type PageRequest } from './page-gate'
import { createPageHandler } from './page-handler'

const ask = (path: string, over: Partial<PageRequest> = {}) =>
  judgePage({
    method: 'GET',
    url: new URL(`http://local${path}`),
    isSignedIn: false,
    wantsHtml: true,
    isDevelopment: false,
    ...over,
  })

describe('the gate of the pages', () => {
  it.each(['/login', '/login?next=%2F', '/_next/static/chunks/a.js', '/icon.svg', '/favicon.ico'])(
    'lets everybody see %s',
    (path) => {
      expect(ask(path)).toEqual({ kind: 'pass' })
    },
  )

  it.each([
    ['/', '/login'],
    ['/hosts', '/login?next=%2Fhosts'],
    ['/containers?q=state:running&x=%20', '/login?next=%2Fcontainers%3Fq%3Dstate%3Arunning%26x%3D%2520'],
    ['/login/../hosts', '/login?next=%2Fhosts'],
    ['/_next/static/%2e%2e/%2e%2e/hosts', '/login?next=%2Fhosts'],
    ['/loginx', '/login?next=%2Floginx'],
    ['/_next/image?url=x', '/login?next=%2F_next%2Fimage%3Furl%3Dx'],
    ['//evil.example', '/login?next=%2F%2Fevil.example'],
  ])('leads from %s to the sign-in', (path, location) => {
    expect(ask(path)).toEqual({ kind: 'login', location })
  })

  it('tells programs plainly', () => {
    expect(ask('/hosts', { wantsHtml: false })).toEqual({ kind: 'refuse', status: 401 })
  })

  it('lets the signed in see everything and change nothing', () => {
    expect(ask('/hosts', { isSignedIn: true })).toEqual({ kind: 'pass' })
    expect(ask('/hosts', { isSignedIn: true, method: 'POST' })).toEqual({ kind: 'refuse', status: 405 })
  })

  it('opens the tools of development only there', () => {
    expect(ask('/__nextjs_source-map', { method: 'POST', isDevelopment: true })).toEqual({ kind: 'pass' })
    expect(ask('/__nextjs_source-map', { method: 'POST' })).toEqual({ kind: 'refuse', status: 405 })
  })
})

describe('a page', () => {
  const show = async ({ isSecure = false, isPage = true } = {}) => {
    const seen: IncomingMessage[] = []
    const request = { method: 'GET', headers: { accept: 'text/html' } } as IncomingMessage
    const response = new ServerResponse(request)
    const handler = createPageHandler({
      files: () => false,
      isPage: () => isPage,
      render: async (rendered) => void seen.push(rendered),
      isSignedIn: async () => true,
      isSecure,
      isDevelopment: false,
    })
    await handler(request, response, new URL('http://local/hosts'))
    return { response, request: seen[0], policy: String(response.getHeader('content-security-policy')) }
  }

  it('runs only scripts of our own or with the nonce of this very answer', async () => {
    const one = await show()
    const two = await show()
    const scripts = /script-src 'self' 'nonce-([\w+/=]{24})';/
    expect(one.policy).toMatch(scripts)
    expect(scripts.exec(one.policy)?.[1]).not.toBe(scripts.exec(two.policy)?.[1])
    expect(one.policy).not.toMatch(/script-src[^;]*unsafe/)
    expect(one.policy).toContain("frame-ancestors 'none'")
    expect(one.request?.headers['content-security-policy']).toBe(one.policy)
  })

  it('is answered as missing where there is none', async () => {
    expect((await show({ isPage: false })).response.statusCode).toBe(404)
    expect((await show()).response.statusCode).toBe(200)
  })

  it('asks for TLS from now on only where there is TLS', async () => {
    expect((await show({ isSecure: true })).response.getHeader('strict-transport-security')).toBe('max-age=31536000')
    expect((await show()).response.hasHeader('strict-transport-security')).toBe(false)
  })
})
