// The API over real engines: what a person sees of them, how fast, and what they say when they refuse.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { Container, LogLine } from '@/lib/contract/containers'
import type { LiveEvent } from '@/lib/contract/events'
import { defaultTimes } from '@/server/cluster/options'
import { openTestServer, type TestServer } from '@/server/testing/http'

let lab: Lab
let test: TestServer
let signedIn: Awaited<ReturnType<TestServer['login']>>

beforeAll(async () => {
  lab = await startLab({ hosts: [{ labels: { storage: 'ssd' } }, { labels: { storage: 'disk' } }] })
  // The cluster of the fast tests gives engines a tenth of a second; real ones get what they get in earnest.
  test = await openTestServer({}, {}, defaultTimes)
  signedIn = await test.login()
  for (const { address } of lab.hosts) await signedIn.call('POST', '/hosts', { address })
  await test.cluster.settled(20_000)
})
afterAll(async () => {
  await test?.end()
  await lab?.down()
})

const run = (host: string, name: string, ...command: string[]) =>
  lab.docker(host, 'run', '-d', '--name', name, 'busybox', ...command)
const known = async (name: string) => {
  await expect.poll(() => test.cluster.container(name)?.state).toBeDefined()
  return test.cluster.container(name) as Container
}

async function* lines(path: string, signal: AbortSignal, accept = 'application/x-ndjson'): AsyncGenerator<string> {
  const response = await fetch(`${test.url}/api/v1${path}`, { headers: { cookie: signedIn.cookie, accept }, signal })
  if (!response.ok) throw new Error(await response.text())
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts.filter((part) => part !== '')
  }
}

describe.sequential('over real engines', () => {
  it('hosts show what they are and carry', async () => {
    expect((await signedIn.call('GET', '/hosts')).body).toMatchObject([
      { name: 'n1', engine: { osType: 'linux' }, labels: { engine: { storage: 'ssd' } } },
      { name: 'n2', labels: { engine: { storage: 'disk' } } },
    ])
    expect((await signedIn.call('POST', '/labels/match', { expression: 'storage==ssd' })).body).toMatchObject({
      matching: 1,
      hosts: [
        { hostName: 'n1', eligible: true },
        { hostName: 'n2', eligible: false },
      ],
    })
  })

  it('an engine’s event is with the client in less than 300 ms', async () => {
    await run('n1', 'quick', 'sleep', '1000')
    const { id } = await known('quick')
    const gone = new AbortController()
    const stream = lines('/events', gone.signal, 'text/event-stream')
    await stream.next()
    const seenAs = async (state: Container['state']) => {
      for (;;) {
        const { value: line, done } = await stream.next()
        if (done) throw new Error('the stream ended')
        if (!line.startsWith('data: ')) continue
        const event = JSON.parse(line.slice(6)) as LiveEvent
        if (event.type === 'containers' && event.upserts.some((each) => each.id === id && each.state === state)) {
          return Date.now()
        }
      }
    }
    // The quickest of a few: a busy machine stalls, and what waits for nothing is quick in between.
    const delaysMs: number[] = []
    for (let round = 0; round < 5; round += 1) {
      for (const [verb, state] of [
        ['pause', 'paused'],
        ['unpause', 'running'],
      ] as const) {
        const seen = seenAs(state)
        await lab.docker('n1', verb, 'quick')
        const actedMs = Date.now()
        delaysMs.push((await seen) - actedMs)
      }
    }
    expect(Math.min(...delaysMs)).toBeLessThan(300)
    gone.abort()
  })

  it('a log is followed as it is written', async () => {
    await run('n2', 'talker', 'sh', '-c', 'i=0; while true; do i=$((i+1)); echo line $i; sleep 0.2; done')
    const { id } = await known('talker')
    const gone = new AbortController()
    const told: LogLine[] = []
    for await (const line of lines(`/containers/${id}/logs?follow=true&tail=1`, gone.signal)) {
      told.push(JSON.parse(line) as LogLine)
      if (told.length === 4) break
    }
    gone.abort()
    const numbers = told.map(({ text }) => Number(text.split(' ')[1]))
    expect(numbers).toEqual([0, 1, 2, 3].map((step) => (numbers[0] ?? 0) + step))
    const [first, , , last] = told.map(({ at }) => Date.parse(at ?? ''))
    expect((last ?? 0) - (first ?? 0)).toBeGreaterThan(400)
  })

  it('acts do what they say, and refusals keep their words', async () => {
    const act = (name: string, body: object) => signedIn.call('POST', `/containers/${name}/actions`, body)
    expect((await act('quick', { action: 'stop', timeoutSeconds: 0 })).status).toBe(204)
    await expect.poll(() => test.cluster.container('quick')?.state).toBe('exited')
    expect((await act('quick', { action: 'start' })).status).toBe(204)
    expect((await act('quick', { action: 'start' })).status).toBe(204)
    const refused = await act('quick', { action: 'remove' })
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { error: { code: 'conflict', message: expect.stringMatching(/running|stop/i) } },
    ])
    expect((await act('quick', { action: 'unpause' })).status).toBeGreaterThanOrEqual(400)
    expect((await act('quick', { action: 'remove', force: true })).status).toBe(204)
    await expect.poll(() => test.cluster.container('quick')).toBeUndefined()
  })

  it('images come with progress, stay while in use and go when they are not', async () => {
    const { text } = await signedIn.call('POST', '/images/pull', { reference: 'lab/web:1' })
    const ends = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ state }) => state !== 'running')
    expect(ends).toMatchObject([{ state: 'done' }, { state: 'done' }])
    const failed = await signedIn.call('POST', '/images/pull', { reference: 'lab/none:1', hostIds: ['n1'] })
    expect(JSON.parse(failed.text.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      hostName: 'n1',
      state: 'failed',
    })
    const busy = await signedIn.call(
      'DELETE',
      `/images/${encodeURIComponent((await known('talker')).imageId)}?hostId=n2`,
    )
    expect([busy.status, busy.body]).toMatchObject([409, { error: { code: 'in_use' } }])
  })

  it('a host that is cut off says so within seconds and holds nobody up', async () => {
    await lab.cut('n2')
    await expect.poll(() => test.cluster.host('n2')?.state, { timeout: 30_000 }).toBe('unreachable')
    const startedAtMs = performance.now()
    expect((await signedIn.call('GET', '/containers/talker')).body).toMatchObject({
      container: { known: false },
      inspect: null,
    })
    const stop = await signedIn.call('POST', '/containers/talker/actions', { action: 'stop' })
    expect(stop.body).toMatchObject({ error: { code: 'host_unreachable' } })
    expect((await signedIn.call('GET', '/overview')).body).toMatchObject({
      attention: expect.arrayContaining([expect.objectContaining({ title: 'n2 does not answer' })]),
    })
    // A hundredth of a second; whoever asked the host would wait for its time-out three times.
    expect(performance.now() - startedAtMs).toBeLessThan(defaultTimes.connectTimeoutMs * 2)
  })
})
