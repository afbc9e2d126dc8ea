import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TerminalNotice } from '@/lib/contract/terminals'
import { keepSession } from './api'
import type { TerminalSocket } from './terminal-connection'
import { openTerminalOverHttp } from './terminal-http'

const opened = (taken: number): TerminalNotice => ({
  type: 'opened',
  terminal: 't1',
  shell: '/bin/sh',
  user: '',
  epoch: 'e1',
  from: 0,
  taken,
})

class FakeSource extends EventTarget {
  isClosed = false
  close() {
    this.isClosed = true
  }
  hear(type: 'notice' | 'output', data: string) {
    this.dispatchEvent(new MessageEvent(type, { data }))
  }
}

let asked: string[]
let answer: (path: string) => Promise<Response>
let sources: { url: string; source: FakeSource }[]
let left: TerminalSocket[]
beforeEach(() => {
  asked = []
  sources = []
  left = []
  answer = async (path) => Response.json(path === '/terminals' ? { terminal: 't1', epoch: 'e1' } : { taken: 0 })
  keepSession({ username: 'ann', csrfToken: 'token' })
  vi.stubGlobal('performance', { now: () => 0, getEntriesByType: () => [] })
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = url.replace('/api/v1', '')
    const body = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : String(init.body ?? '')
    asked.push(`${path} ${body}`)
    return answer(path)
  })
})
afterEach(() => {
  for (const socket of left) socket.close()
  vi.unstubAllGlobals()
})

function open(query: Record<string, string>) {
  const said: (string | ArrayBuffer)[] = []
  const openSource = (url: string) => {
    const source = new FakeSource()
    sources.push({ url, source })
    return source as unknown as EventSource
  }
  const socket = openTerminalOverHttp(new URLSearchParams({ cols: '80', rows: '24', ...query }), { openSource })
  const closed = vi.fn()
  socket.onmessage = ({ data }) => said.push(data)
  socket.onclose = closed
  left.push(socket)
  return { socket, said, closed }
}
const bytes = (text: string) => new TextEncoder().encode(text)
const patient = { timeout: 20_000 }
const newOne = { container: 'c1', shell: '/bin/sh', user: '' }

describe('a terminal over plain HTTP', () => {
  it('is opened by one request, looked at by another, and says what it hears', async () => {
    const { socket, said } = open(newOne)
    await expect.poll(() => sources.length, patient).toBe(1)
    expect(asked).toEqual(['/terminals {"container":"c1","shell":"/bin/sh","user":"","cols":80,"rows":24}'])
    expect(sources[0]?.url).toBe('/api/v1/terminals/t1/events?from=0&cols=80&rows=24')
    sources[0]?.source.hear('notice', JSON.stringify(opened(0)))
    sources[0]?.source.hear('output', btoa('# '))
    expect(socket.readyState).toBe(1)
    expect(JSON.parse(said[0] as string)).toMatchObject({ type: 'opened' })
    expect(new TextDecoder().decode(said[1] as ArrayBuffer)).toBe('# ')
  })

  it('sends what is typed in turn, from the byte that the server has come to, and gathers what comes meanwhile', async () => {
    const { socket } = open({ terminal: 't1', from: '3' })
    await expect.poll(() => sources.length, patient).toBe(1)
    sources[0]?.source.hear('notice', JSON.stringify(opened(5)))
    let release = () => {}
    answer = () =>
      new Promise((resolve) => {
        release = () => resolve(Response.json({ taken: 0 }))
      })
    socket.send(bytes('l'))
    socket.send(bytes('s'))
    socket.send(bytes(' -l'))
    await expect.poll(() => asked, patient).toEqual(['/terminals/t1/input?at=5 l'])
    release()
    await expect.poll(() => asked.at(-1), patient).toBe('/terminals/t1/input?at=6 s -l')
    release()
  })

  it('says of each kind of command only the newest', async () => {
    const { socket } = open({ terminal: 't1' })
    await expect.poll(() => sources.length, patient).toBe(1)
    let release = () => {}
    answer = () =>
      new Promise((resolve) => {
        release = () => resolve(new Response(null, { status: 204 }))
      })
    for (const shown of [1, 2, 3]) socket.send(JSON.stringify({ type: 'shown', bytes: shown }))
    await expect.poll(() => asked, patient).toHaveLength(1)
    release()
    await expect
      .poll(() => asked)
      .toEqual([
        '/terminals/t1/commands {"type":"shown","bytes":1}',
        '/terminals/t1/commands {"type":"shown","bytes":3}',
      ])
    release()
  })

  it('breaks off like a socket, whichever of its ways fails', async () => {
    const bySource = open({ terminal: 't1' })
    await expect.poll(() => sources.length, patient).toBe(1)
    sources[0]?.source.dispatchEvent(new Event('error'))
    expect(bySource.closed).toHaveBeenCalledOnce()
    expect(sources[0]?.source.isClosed).toBe(true)

    const byInput = open({ terminal: 't1' })
    await expect.poll(() => sources.length, patient).toBe(2)
    sources[1]?.source.hear('notice', JSON.stringify(opened(0)))
    answer = () => Promise.reject(new TypeError('fetch failed'))
    byInput.socket.send(bytes('ls'))
    await expect.poll(() => byInput.closed.mock.calls.length).toBe(1)
  })

  it('hands on why one is refused, and opens no more than leave the page its connections', async () => {
    answer = async () => Response.json({ error: { code: 'conflict', message: 'web is exited' } }, { status: 409 })
    const refused = open(newOne)
    await expect.poll(() => refused.said).toHaveLength(1)
    expect(JSON.parse(refused.said[0] as string)).toMatchObject({ type: 'refused', message: 'web is exited' })
    for (const at of [0, 1, 2]) {
      open({ terminal: `t${at}` })
      await expect.poll(() => sources.length, patient).toBe(at + 1)
    }
    const fourth = open({ terminal: 't3' })
    await expect.poll(() => fourth.said).toHaveLength(1)
    expect(JSON.parse(fourth.said[0] as string)).toMatchObject({ type: 'refused', code: 'rate_limited' })
    vi.stubGlobal('performance', { now: () => 0, getEntriesByType: () => [{ nextHopProtocol: 'h2' }] })
    open({ terminal: 't4' })
    await expect.poll(() => sources.length, patient).toBe(4)
  })
})
