import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mostLogSources } from '@/lib/contract/limits'
import { type LogItem, type LogNoteCode, logItem, logQuery } from '@/lib/contract/logs'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { type FakeContainer, type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'
import { readLogs } from './read-logs'

const at = (seconds: number) => new Date(Date.parse('2026-11-24T14:00:00Z') + seconds * 1_000).toISOString()
const frame = (kind: number, text: string) => {
  const payload = Buffer.from(text)
  const head = Buffer.alloc(8)
  head[0] = kind
  head.writeUInt32BE(payload.length, 4)
  return Buffer.concat([head, payload])
}
const hex = (n: number) => n.toString(16).padStart(64, '0')
const web = (n: number, id: string, over: Partial<FakeContainer> = {}): FakeContainer =>
  fakeContainer({
    Id: id,
    Name: `/shop-web-${n}`,
    Config: {
      Image: 'web:1',
      Labels: {
        'com.docker.compose.project': 'shop',
        'com.docker.compose.service': 'web',
        'com.docker.compose.container-number': String(n),
      },
    },
    ...over,
  })

let test: TestCluster
let n1: FakeEngine
let n2: FakeEngine
const gone = new Set<AbortController>()

beforeEach(async () => {
  test = openTestCluster()
  await test.cluster.start()
  n1 = await test.engine({ name: 'n1', containers: [web(1, hex(1))] })
  n2 = await test.engine({ name: 'n2', containers: [web(2, hex(2))] })
  for (const engine of [n1, n2]) await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(5_000)
})
afterEach(async () => {
  for (const abort of gone) abort.abort()
  await test.end()
})

/** What a container has said: second, text, stream. Followed, it stays open and can say more. */
type Said = [second: number, text: string, kind?: 1 | 2][]
function saying(engine: FakeEngine, id: string, said: Said) {
  const live = new Set<ServerResponse>()
  const bytes = ([second, text, kind = 1]: Said[number]) => frame(kind, `${at(second)} ${text}\n`)
  engine.routes.set(`/containers/${id}/logs`, (request, response) => {
    const query = new URL(request.url ?? '', 'http://engine').searchParams
    const sinceMs = Number(query.get('since') ?? 0) * 1_000
    const untilMs = Number(query.get('until') ?? Number.POSITIVE_INFINITY) * 1_000
    const kept = said.filter(([second]) => Date.parse(at(second)) >= sinceMs && Date.parse(at(second)) <= untilMs)
    const tail = query.get('tail') ?? 'all'
    response.writeHead(200)
    response.flushHeaders()
    for (const line of tail === 'all' ? kept : kept.slice(-Number(tail))) response.write(bytes(line))
    if (query.get('follow') !== 'true') return void response.end()
    live.add(response)
    response.once('close', () => live.delete(response))
  })
  return {
    followers: () => live.size,
    say(line: Said[number]) {
      said.push(line)
      for (const response of live) response.write(bytes(line))
    },
    end() {
      for (const response of live) response.end()
      live.clear()
    },
  }
}

function ask(query: Record<string, string>) {
  const abort = new AbortController()
  gone.add(abort)
  const items: LogItem[] = []
  const sourceName = (n: number | null) =>
    items.flatMap((item) => (item.type === 'source' && item.source.n === n ? [item.source] : []))[0]?.name
  const ended = (async () => {
    for await (const item of readLogs(test.cluster, logQuery.parse(query), abort.signal))
      items.push(logItem.parse(item))
  })()
  return {
    items,
    ended,
    stop: () => abort.abort(),
    lines: () => items.flatMap((item) => (item.type === 'lines' ? item.lines.map(([, , , text]) => text) : [])),
    whole: () => items.flatMap((item) => (item.type === 'lines' ? item.lines : [])),
    notes: () =>
      items.flatMap((item): [LogNoteCode, string | undefined][] =>
        item.type === 'note' ? [[item.note.code, sourceName(item.note.source) ?? item.note.name]] : [],
      ),
    isCaughtUp: () => items.some((item) => item.type === 'caught-up'),
  }
}

const askWhole = async (query: Record<string, string>) => {
  const answer = ask(query)
  await answer.ended
  return answer
}

describe('logs of many containers', () => {
  it('come as one, in the order of time, the newest of all together', async () => {
    saying(n1, hex(1), [
      [1, 'one'],
      [4, 'four', 2],
    ])
    saying(n2, hex(2), [
      [2, 'two'],
      [3, 'three'],
      [5, 'five'],
    ])
    const answer = await askWhole({ q: 'stack:shop' })
    expect(answer.items[0]).toEqual({ type: 'selection', total: 2, read: 2 })
    expect(answer.lines()).toEqual(['one', 'two', 'three', 'four', 'five'])
    expect(answer.whole()[3]).toEqual([0, at(4), 'stderr', 'four', null])
    expect((await askWhole({ q: 'stack:shop', tail: '2' })).lines()).toEqual(['four', 'five'])
    expect((await askWhole({ q: 'host:n2', since: at(3) })).lines()).toEqual(['three', 'five'])
    expect((await askWhole({ q: '', until: at(3) })).lines()).toEqual(['one', 'two'])
    expect((await askWhole({ q: 'stack:none' })).items[0]).toEqual({ type: 'selection', total: 0, read: 0 })
  })

  it('are searched over all that is kept, not only what is asked for, and never behind a mask', async () => {
    const many = Array.from({ length: 3_000 }, (_, n): Said[number] => [n / 1_000, `line ${n}`])
    saying(n1, hex(1), [...many, [5, 'password=hunter22 line 7']])
    saying(n2, hex(2), [[0.0005, '\u001b[31mli\u001b[0mne 42']])
    const found = await askWhole({ q: 'stack:shop', search: 'line (7|42)$', regex: 'true', tail: '10' })
    expect(found.lines()).toEqual(['\u001b[31mli\u001b[0mne 42', 'line 7', 'line 42', 'password=•••••• line 7'])
    expect(found.whole().map(([, , , , hits]) => hits)).toEqual([
      [0, 7],
      [0, 6],
      [0, 7],
      [16, 22],
    ])
    expect(found.items.at(-1)).toEqual({ type: 'caught-up', read: 3_002, found: 4 })
    expect((await askWhole({ q: 'stack:shop', search: 'hunter' })).lines()).toEqual([])
    const marked = await askWhole({ q: 'host:n1', search: 'LINE 7', mark: 'true', tail: '2' })
    expect(marked.whole().map(([, , , , hits]) => hits)).toEqual([null, [16, 22]])
    expect(() => readLogs(test.cluster, logQuery.parse({ search: '(', regex: 'true' }), AbortSignal.abort())).toThrow(
      /not a regular expression/,
    )
  })

  it('show what stands around a moment', async () => {
    saying(
      n1,
      hex(1),
      Array.from({ length: 100 }, (_, n): Said[number] => [n, `line ${n}`]),
    )
    const around = await askWhole({ q: `id:${hex(1)}`, around: at(50), tail: '6' })
    expect(around.lines()).toEqual(['line 47', 'line 48', 'line 49', 'line 50', 'line 51', 'line 52'])
  })

  it('are put in order by our clock where a host has another', async () => {
    n2.info.SystemTime = new Date(Date.now() + 60_000).toISOString()
    const skewed = test.cluster.hosts().find(({ name }) => name === 'n2')
    await test.cluster.refresh(skewed?.id ?? '', ['info'])
    saying(n1, hex(1), [
      [1, 'one'],
      [3, 'three'],
    ])
    saying(n2, hex(2), [[62, 'two, a minute ahead']])
    const answer = await askWhole({ q: 'stack:shop' })
    expect(answer.lines()).toEqual(['one', 'two, a minute ahead', 'three'])
    const skews = answer.items.flatMap((item) =>
      item.type === 'source' ? [Math.round(item.source.skewMs / 1_000)] : [],
    )
    expect(skews).toEqual([0, 60])
  })

  it('name what cannot be read, and go on with the others', async () => {
    saying(n1, hex(1), [[1, 'one']])
    n2.routes.set(`/containers/${hex(2)}/logs`, (_, response) => {
      response.writeHead(500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ message: 'configured logging driver does not support reading' }))
    })
    const unreadable = await askWhole({ q: 'stack:shop' })
    expect(unreadable.lines()).toEqual(['one'])
    expect(unreadable.notes()).toEqual([['unreadable', 'shop-web-2']])
    n2.fault = 'reset'
    await expect.poll(() => test.cluster.host('n2')?.state).toBe('unreachable')
    const silent = ask({ q: 'stack:shop', follow: 'true' })
    await expect.poll(silent.isCaughtUp).toBe(true)
    expect(silent.lines()).toEqual(['one'])
    expect(silent.notes()[0]?.[0]).toBe('host-silent')
    n2.fault = 'none'
    const two = saying(n2, hex(2), [[2, 'two, said while nobody heard']])
    await expect.poll(silent.lines).toEqual(['one', 'two, said while nobody heard'])
    expect(silent.notes().map(([code]) => code)).toContain('host-back')
    expect(two.followers()).toBe(1)
  })

  it('read no more containers than one request may', async () => {
    for (let n = 0; n < mostLogSources + 5; n += 1) n1.add(web(n + 10, hex(n + 10)))
    await expect
      .poll(() => test.cluster.containers({ q: 'host:n1', direction: 'asc', offset: 0, limit: 1 }).total)
      .toBe(56)
    const { items } = await askWhole({ q: 'host:n1' })
    expect(items[0]).toEqual({ type: 'selection', total: 56, read: mostLogSources })
    expect(items.filter(({ type }) => type === 'source')).toHaveLength(mostLogSources)
  })
})

describe('followed logs', () => {
  const second = () => (Date.now() - Date.parse(at(0))) / 1_000

  it('go on from where looking back ended, without a line twice', async () => {
    const one = saying(n1, hex(1), [[second() - 1, 'before']])
    const two = saying(n2, hex(2), [])
    const answer = ask({ q: 'stack:shop', follow: 'true' })
    await expect.poll(() => one.followers() + two.followers()).toBe(2)
    one.say([second(), 'first'])
    two.say([second() + 0.01, 'second'])
    one.say([second() + 0.02, 'third'])
    await expect.poll(answer.lines).toEqual(['before', 'first', 'second', 'third'])
    answer.stop()
    await answer.ended
    await expect.poll(() => one.followers() + two.followers()).toBe(0)
  })

  it('take up again what broke off', async () => {
    const one = saying(n1, hex(1), [[second() - 1, 'before']])
    const answer = ask({ q: 'host:n1', follow: 'true' })
    await expect.poll(one.followers).toBe(1)
    one.say([second(), 'during'])
    await expect.poll(answer.lines).toEqual(['before', 'during'])
    one.end()
    await expect.poll(one.followers, { timeout: 20_000 }).toBe(1)
    one.say([second(), 'after'])
    await expect.poll(answer.lines).toEqual(['before', 'during', 'after'])
  })

  it('follow a service to its new container on another host', async () => {
    const old = saying(n1, hex(1), [[second() - 1, 'old']])
    saying(n2, hex(2), [])
    const answer = ask({ q: 'stack:shop service:web', follow: 'true' })
    await expect.poll(old.followers).toBe(1)
    n1.setState(hex(1), 'exited', 'die')
    old.end()
    await expect.poll(answer.notes).toEqual([['ended', 'shop-web-1']])
    n1.remove(hex(1))
    const fresh = saying(n2, hex(3), [[second(), 'new']])
    n2.add(web(1, hex(3)))
    await expect.poll(answer.lines).toEqual(['old', 'new'])
    expect(answer.notes()).toEqual([
      ['ended', 'shop-web-1'],
      ['removed', 'shop-web-1'],
      ['recreated', 'shop-web-1'],
    ])
    fresh.say([second() + 0.1, 'newer'])
    await expect.poll(answer.lines).toEqual(['old', 'new', 'newer'])
  })

  it('hold back an engine whose lines nobody takes', async () => {
    const mib = 'x'.repeat(2 ** 16)
    let written = 0
    n1.routes.set(`/containers/${hex(1)}/logs`, (request, response) => {
      response.writeHead(200)
      if (!request.url?.includes('follow=true')) return void response.end()
      const write = () => {
        while (written < 4_000 && !response.destroyed) {
          written += 1
          if (!response.write(frame(1, `${at(second())} ${mib}\n`))) return void response.once('drain', write)
        }
      }
      write()
    })
    const abort = new AbortController()
    gone.add(abort)
    const reader = readLogs(test.cluster, logQuery.parse({ q: 'host:n1', follow: 'true' }), abort.signal)
    for (let item = await reader.next(); !item.done; item = await reader.next()) if (item.value.type === 'lines') break
    // A quarter of a gigabyte waits to be told; what is under way stops growing.
    let before = -1
    await expect
      .poll(
        () => {
          const isStill = written === before
          before = written
          return isStill
        },
        { interval: 500, timeout: 40_000 },
      )
      .toBe(true)
    expect(written).toBeLessThan(4_000)
    abort.abort()
  }, 60_000)
})
