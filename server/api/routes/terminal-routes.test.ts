import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Terminals } from '@/server/api/terminals/types'
import { openTestApi, type TestApi } from '@/server/testing/api'
import { serverSentEvents } from '@/server/testing/server-sent-events'
import type { Terminal, Viewer } from '../terminals/terminal'

const id = '0198c2a0-0000-4000-8000-000000000001'
let test: TestApi
let signedIn: Awaited<ReturnType<TestApi['login']>>
let typed: string
let viewer: Viewer | null
let obeyed: unknown[]

beforeEach(async () => {
  typed = ''
  viewer = null
  obeyed = []
  const terminal = {
    id,
    attach: (next: Viewer, from: number) => {
      viewer = next
      next.notice({ type: 'opened', terminal: id, shell: '/bin/sh', user: '', epoch: 'epoch-1', from, taken: 0 })
      next.output(Buffer.from('# '))
    },
    detach: () => {
      viewer = null
    },
    input: (bytes: Buffer) => {
      typed += bytes.toString('utf8')
      return typed.length < 100
    },
    taken: () => typed.length,
    shown: (bytes: number) => obeyed.push({ shown: bytes }),
    resize: (size: object) => obeyed.push(size),
    end: async (reason: string) => void obeyed.push(reason),
  } as unknown as Terminal
  const terminals: Terminals = {
    open: async (asked) => {
      obeyed.push(asked)
      return terminal
    },
    find: (asked) => (asked === id ? terminal : undefined),
    close: async () => {},
  }
  test = await openTestApi({ terminals })
  signedIn = await test.login()
})
afterEach(() => test.end())

const type = (at: number, text: string) =>
  test.send('POST', `/api/v1/terminals/${id}/input?at=${at}`, {
    headers: {
      cookie: signedIn.cookie,
      'x-csrf-token': signedIn.session.csrfToken,
      'content-type': 'application/octet-stream',
    },
    body: text,
  })

async function* events(path: string) {
  const response = await test.api.request(`http://localhost${path}`, { headers: { cookie: signedIn.cookie } })
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
  for await (const { name, data } of serverSentEvents(response)) {
    yield name === 'output' ? { type: name, base64: data } : (JSON.parse(data) as Record<string, unknown>)
  }
}

describe('a terminal over plain HTTP', () => {
  it('is opened by a change that proves to be ours, and named', async () => {
    const asked = { container: 'web', shell: '/bin/sh', user: '', cols: 100, rows: 30 }
    const refused = await test.send('POST', '/api/v1/terminals', {
      headers: { cookie: signedIn.cookie, 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    })
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'csrf' } } })
    const opened = await signedIn.call('POST', '/terminals', asked)
    expect(opened).toMatchObject({ status: 201, body: { terminal: id, epoch: 'epoch-1' } })
    expect(obeyed).toEqual([asked])
  })

  it('says what the shell says, from the byte that is asked for, until it ends', async () => {
    const said: unknown[] = []
    for await (const event of events(`/api/v1/terminals/${id}/events?from=7&cols=90&rows=20`)) {
      said.push(event)
      if (said.length === 2) viewer?.notice({ type: 'ended', reason: 'exited', exitCode: 0 })
    }
    expect(said).toMatchObject([
      { type: 'opened', from: 7 },
      { type: 'output', base64: Buffer.from('# ').toString('base64') },
      { type: 'ended' },
    ])
    expect(obeyed).toEqual([{ cols: 90, rows: 20 }])
    expect(viewer).toBeNull()
  })

  it('lets go of the shell when the browser leaves', async () => {
    for await (const { type: kind } of events(`/api/v1/terminals/${id}/events`)) if (kind === 'output') break
    await expect.poll(() => viewer, { timeout: 20_000 }).toBeNull()
  })

  it('says of one that is not open that it is not', async () => {
    const said: unknown[] = []
    for await (const event of events(`/api/v1/terminals/${id.replace(/1$/, '2')}/events`)) said.push(event)
    expect(said).toMatchObject([{ type: 'refused', code: 'not_found', epoch: 'epoch-1' }])
  })

  it('takes what is typed once, however often it is sent, and nothing out of turn', async () => {
    expect(await type(0, 'ls')).toMatchObject({ status: 200, body: { taken: 2 } })
    expect(await type(0, 'ls -l')).toMatchObject({ status: 200, body: { taken: 5 } })
    expect(await type(0, 'ls')).toMatchObject({ status: 200, body: { taken: 5 } })
    expect(await type(9, 'x')).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
    expect(typed).toBe('ls -l')
    expect(await type(5, 'x'.repeat(70_000))).toMatchObject({ status: 413 })
  })

  it('is resized and ended', async () => {
    await signedIn.call('POST', `/terminals/${id}/commands`, { type: 'resize', cols: 10, rows: 5 })
    await signedIn.call('POST', `/terminals/${id}/commands`, { type: 'close' })
    expect(obeyed).toMatchObject([{ cols: 10, rows: 5 }, 'closed'])
  })
})
