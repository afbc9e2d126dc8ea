import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { LiveEvent } from '@/lib/contract/events'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'
import { openTestServer, type TestServer } from '@/server/testing/http'
import { serverSentEvents } from '@/server/testing/server-sent-events'
import { startLiveFeed } from './live-feed'

let test: TestServer
let engine: FakeEngine
let signedIn: Awaited<ReturnType<TestServer['login']>>
const id = 'a'.repeat(64)
/** A new one for each test: acts change it. */
const web = () =>
  fakeContainer({
    Id: id,
    Name: '/web',
    Config: { Image: 'nginx:1', Labels: { 'backup.password': 'hunter22' } },
  } as Parameters<typeof fakeContainer>[0])

beforeEach(async () => {
  test = await openTestServer()
  engine = await test.engine({ name: 'kiel-1', containers: [web()] })
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(2_000)
  signedIn = await test.login()
})
afterEach(() => test.end())

async function* read(response: Response): AsyncGenerator<{ name: string; event: LiveEvent }> {
  for await (const { name, data } of serverSentEvents(response)) yield { name, event: JSON.parse(data) as LiveEvent }
}
const listen = async () => {
  const gone = new AbortController()
  const response = await fetch(`${test.url}/api/v1/events`, {
    headers: { cookie: signedIn.cookie },
    signal: gone.signal,
  })
  return { response, events: read(response), leave: () => gone.abort() }
}
const until = async (
  events: AsyncGenerator<{ name: string; event: LiveEvent }>,
  isIt: (event: LiveEvent) => boolean,
) => {
  for (;;) {
    const { value, done } = await events.next()
    if (done) throw new Error('the stream ended')
    expect(value.name).toBe(value.event.type)
    if (isIt(value.event)) return value.event
  }
}

describe('server-sent events', () => {
  it('begin with hello and tell an engine’s event', async () => {
    const { response, events, leave } = await listen()
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(await until(events, () => true)).toMatchObject({ type: 'hello', epoch: 'epoch-1' })
    engine.setState(id, 'exited', 'die')
    const told = await until(events, (event) => event.type === 'containers')
    expect(told).toMatchObject({ upserts: [{ id, name: 'web', state: 'exited' }] })
    expect(JSON.stringify(told)).not.toContain('hunter22')
    leave()
  })

  it('tell of stacks, deployments and the audit trail', async () => {
    const { events, leave } = await listen()
    await until(events, (event) => event.type === 'hello')
    test.stacks.tell({ type: 'stack-removed', name: 'shop' })
    await until(events, (event) => event.type === 'stack-removed')
    await signedIn.call('POST', '/tokens', { name: 'ci' })
    const told = await until(events, (event) => event.type === 'activity' && event.entry.action === 'token.create')
    expect(told).toMatchObject({ entry: { actor: 'admin', target: 'ci' } })
    leave()
  })

  it('hold no memory for a client that is gone', async () => {
    const { cluster } = test.parts
    const subscribe = cluster.subscribe
    let open = 0
    cluster.subscribe = (listener) => {
      open += 1
      const end = subscribe(listener)
      return () => {
        open -= 1
        end()
      }
    }
    for (let i = 0; i < 3; i++) {
      const { events, leave } = await listen()
      await until(events, (event) => event.type === 'hello')
      expect(open).toBe(1)
      leave()
      await expect.poll(() => open).toBe(0)
    }
  })

  it('are for the signed in', async () => {
    expect((await fetch(`${test.url}/api/v1/events`)).status).toBe(401)
  })

  it('fold what a slow client does not take, instead of keeping it all', async () => {
    const socket = connect(test.port, '127.0.0.1')
    socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: ${signedIn.cookie}\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    socket.pause()
    const entry = (serial: number): LiveEvent => ({
      type: 'stack',
      stack: { name: `s${serial % 50}`, statement: `${serial} ${'x'.repeat(2_000)}` } as never,
    })
    for (let serial = 0; serial < 20_000; serial++) {
      test.stacks.tell(entry(serial) as never)
      if (serial % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    }
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.resume()
    await expect.poll(() => text.includes('"statement":"19999 '), { timeout: 20_000 }).toBe(true)
    const told = text.match(/"type":"stack"/g)?.length ?? 0
    expect(told).toBeGreaterThan(50)
    expect(told).toBeLessThan(10_000)
    socket.destroy()
  })
})

describe('a feed', () => {
  const outlet = () => {
    const sent: LiveEvent[] = []
    const state = { isReady: true, ended: 0 }
    return {
      sent,
      state,
      send: (events: LiveEvent[]) => void sent.push(...events),
      isReady: () => state.isReady,
      end: () => {
        state.ended += 1
      },
    }
  }
  const intervals = { heartbeatMs: 10, patienceMs: 30 }

  it('ends when its session ended', async () => {
    const out = outlet()
    startLiveFeed(test.parts, out, async () => false, intervals)
    await expect.poll(() => out.state.ended).toBe(1)
    test.stacks.tell({ type: 'stack-removed', name: 'x' })
    expect(out.sent.filter(({ type }) => type === 'stack-removed')).toEqual([])
  })

  it('survives a database that cannot say whether the session still lives', async () => {
    const out = outlet()
    const feed = startLiveFeed(test.parts, out, () => Promise.reject(new Error('locked')), intervals)
    await expect.poll(() => out.sent.filter(({ type }) => type === 'heartbeat').length).toBeGreaterThan(2)
    expect(out.state.ended).toBe(0)
    feed.stop()
  })

  it('ends when its client takes nothing for too long', async () => {
    const out = outlet()
    out.state.isReady = false
    startLiveFeed(test.parts, out, async () => true, intervals)
    await expect.poll(() => out.state.ended).toBe(1)
  })
})

describe('WebSockets', () => {
  const open = (path: string, headers: Record<string, string>) =>
    new WebSocket(`ws://127.0.0.1:${test.port}${path}`, { headers })
  const refusal = (socket: WebSocket) =>
    new Promise<number | undefined>((resolve, reject) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
      socket.on('open', () => reject(new Error('it was let in')))
      socket.on('error', () => {})
    })

  it('carry the same events', async () => {
    const socket = open('/api/ws/events', { cookie: signedIn.cookie, origin: test.url })
    const events: LiveEvent[] = []
    socket.on('message', (data) => events.push(JSON.parse(String(data))))
    await expect.poll(() => events[0]?.type).toBe('hello')
    engine.setState(id, 'exited', 'die')
    await expect.poll(() => events.some(({ type }) => type === 'containers')).toBe(true)
    socket.terminate()
  })

  it('are refused to pages of other origins, to nobody, and on unknown paths', async () => {
    const { cookie } = signedIn
    expect(await refusal(open('/api/ws/events', { cookie, origin: 'https://evil.example' }))).toBe(403)
    expect(await refusal(open('/api/ws/events', { cookie, origin: `http://127.0.0.1:${test.port + 1}` }))).toBe(403)
    expect(await refusal(open('/api/ws/events', { cookie, origin: 'null' }))).toBe(403)
    expect(await refusal(open('/api/ws/events', { origin: test.url }))).toBe(401)
    expect(await refusal(open('/api/ws/nothing', { cookie, origin: test.url }))).toBe(404)
    expect(await refusal(open('/_next/hmr', { cookie, origin: test.url }))).toBe(404)
    expect(await refusal(open('/elsewhere', { cookie, origin: test.url }))).toBe(404)
  })

  it('let scripts in with their token, which have no origin', async () => {
    const { token } = (await signedIn.call('POST', '/tokens', { name: 'ci' })).body as { token: string }
    const socket = open('/api/ws/events', { authorization: `Bearer ${token}` })
    await new Promise((resolve, reject) => {
      socket.once('message', resolve)
      socket.once('error', reject)
    })
    socket.terminate()
  })

  it('end with the server', async () => {
    const socket = open('/api/ws/events', { cookie: signedIn.cookie, origin: test.url })
    await new Promise((resolve) => socket.once('message', resolve))
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const { end } = test
    test.end = async () => {}
    await end()
    await closed
  })
})
