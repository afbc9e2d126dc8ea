// Both ends of a terminal over plain HTTP, on a real socket: the browser's side against the routes.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepSession } from '@/lib/client/api'
import { connectTerminal, type TerminalState } from '@/lib/client/terminal-connection'
import { openTerminalOverHttp } from '@/lib/client/terminal-http'
import { openTestServer, type TestServer } from '@/server/testing/http'
import { serverSentEvents } from '@/server/testing/server-sent-events'
import type { Terminal, Viewer } from './terminal'
import type { Terminals } from './types'

const id = '0198c2a0-0000-4000-8000-000000000001'
let test: TestServer
let fetched: typeof fetch
let viewer: Viewer | null
let typed: string
let said: string
let ended: string[]

/** A shell that says back what it is told, and remembers what it said. */
const echo = (): Terminal => {
  const say = (text: string) => {
    said += text
    viewer?.output(Buffer.from(text))
  }
  return {
    id,
    attach: (next: Viewer, from: number) => {
      viewer = next
      const opened = { terminal: id, shell: '/bin/sh', user: '', epoch: 'epoch-1' }
      next.notice({ type: 'opened', ...opened, from, taken: typed.length })
      const missed = said.slice(from)
      if (missed !== '') next.output(Buffer.from(missed))
    },
    detach: (gone: Viewer) => {
      if (viewer === gone) viewer = null
    },
    input: (bytes: Buffer) => {
      typed += bytes.toString('utf8')
      viewer?.notice({ type: 'taken', bytes: typed.length })
      say(bytes.toString('utf8').toUpperCase())
      return true
    },
    taken: () => typed.length,
    shown: () => {},
    resize: () => {},
    end: async (reason: string) => void ended.push(reason),
  } as unknown as Terminal
}

/** As much of an EventSource as is needed, with the session's cookie. */
class Source extends EventTarget {
  private readonly leaving = new AbortController()
  constructor(url: string, cookie: string) {
    super()
    void this.read(url, cookie).catch(() => this.dispatchEvent(new Event('error')))
  }
  private async read(url: string, cookie: string) {
    const response = await fetched(`${test.url}${url}`, { headers: { cookie }, signal: this.leaving.signal })
    for await (const { name, data } of serverSentEvents(response)) this.dispatchEvent(new MessageEvent(name, { data }))
    throw new Error('over')
  }
  close() {
    this.leaving.abort()
  }
}

beforeEach(async () => {
  viewer = null
  typed = ''
  said = ''
  ended = []
  fetched = fetch
  const terminal = echo()
  const terminals: Terminals = {
    open: async () => terminal,
    find: (asked) => (asked === id ? terminal : undefined),
    close: async () => {},
  }
  test = await openTestServer({ terminals })
  const { cookie, session } = await test.login()
  keepSession(session)
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    fetched(`${test.url}${url}`, { ...init, headers: { ...init.headers, cookie } }),
  )
  sources = []
  openSource = (url) => {
    const source = new Source(url, cookie)
    sources.push(source)
    return source as unknown as EventSource
  }
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await test.end()
})
let sources: Source[]
const patient = { timeout: 20_000 }
let openSource: (url: string) => EventSource

it('types, comes back after a cut with nothing lost or said twice, and ends the shell', async () => {
  let shown = ''
  const states: TerminalState[] = []
  const connection = connectTerminal(
    { container: 'web', shell: '/bin/sh', user: '' },
    {
      screen: {
        write: (bytes, done) => {
          shown += new TextDecoder().decode(bytes)
          done()
        },
        skip: () => {},
        size: () => ({ cols: 80, rows: 24 }),
      },
      onState: (state) => states.push(state),
      onOpened: () => {},
      openSocket: (query) => openTerminalOverHttp(query, { openSource }),
      retryMs: () => 10,
    },
  )
  const type = (text: string) => connection.send(new TextEncoder().encode(text))
  await expect.poll(() => states.at(-1), patient).toEqual({ phase: 'open', isPlain: true })
  type('one')
  await expect.poll(() => shown, patient).toBe('ONE')
  sources[0]?.close()
  await expect.poll(() => sources.length, patient).toBe(2)
  type(' two')
  await expect.poll(() => shown, patient).toBe('ONE TWO')
  expect([typed, sources.length]).toEqual(['one two', 2])
  connection.close()
  connection.leave()
  await expect.poll(() => ended, patient).toEqual(['closed'])
  await expect.poll(() => viewer, patient).toBeNull()
})
