import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { csrfHeader, keepSession } from './api'
import { sendFile } from './send-file'

class FakeRequest {
  static last: FakeRequest
  upload: { onprogress: ((event: { loaded: number }) => void) | null } = { onprogress: null }
  onload: (() => void) | null = null
  onerror: (() => void) | null = null
  onabort: (() => void) | null = null
  onloadend: (() => void) | null = null
  status = 0
  statusText = ''
  responseText = ''
  opened: string[] = []
  headers: Record<string, string> = {}
  body: unknown
  constructor() {
    FakeRequest.last = this
  }
  open(...opened: string[]) {
    this.opened = opened
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value
  }
  send(body: unknown) {
    this.body = body
  }
  abort() {
    this.onabort?.()
    this.onloadend?.()
  }
  answer(status: number, body: unknown) {
    Object.assign(this, { status, responseText: JSON.stringify(body) })
    this.onload?.()
    this.onloadend?.()
  }
}

const file = new Blob(['abc'])
const begin = async (signal = new AbortController().signal) => {
  const sent: number[] = []
  const end = sendFile({
    path: '/containers/c1/files',
    query: { path: '/srv', name: 'a b', overwrite: false },
    file,
    onSent: (bytes) => sent.push(bytes),
    signal,
  })
  end.catch(() => {})
  await new Promise((resolve) => setTimeout(resolve))
  return { end, sent, request: FakeRequest.last }
}

beforeEach(() => {
  keepSession({ username: 'ann', csrfToken: 'csrf' })
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
})
afterEach(() => {
  keepSession(null)
  vi.unstubAllGlobals()
})

describe('a file on its way', () => {
  it('carries the CSRF token, and tells how much has left', async () => {
    const { end, sent, request } = await begin()
    expect(request.opened).toEqual(['PUT', '/api/v1/containers/c1/files?path=%2Fsrv&name=a+b&overwrite=false'])
    expect([request.headers[csrfHeader], request.body]).toEqual(['csrf', file])
    request.upload.onprogress?.({ loaded: 2 })
    request.answer(200, { path: '/srv/a b', isNew: true })
    await end
    expect(sent).toEqual([2])
  })

  it('fails with what the server says', async () => {
    const { end, request } = await begin()
    request.answer(409, { error: { code: 'conflict', message: 'it is there already', details: { exists: true } } })
    await expect(end).rejects.toMatchObject({ code: 'conflict', details: { exists: true } })
  })

  it('fails as offline when the wire breaks, and as cancelled when it is called off', async () => {
    const broken = await begin()
    broken.request.onerror?.()
    await expect(broken.end).rejects.toMatchObject({ code: 'offline' })
    const stop = new AbortController()
    const { end } = await begin(stop.signal)
    stop.abort()
    await expect(end).rejects.toMatchObject({ code: 'cancelled' })
    await expect((await begin(stop.signal)).end).rejects.toMatchObject({ code: 'cancelled' })
  })
})
