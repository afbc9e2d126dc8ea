import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCluster, type TestCluster } from '@/server/testing/cluster'
import { type TemporaryDatabase, temporaryDatabase } from '@/server/testing/database'
import { type FakeEngine, fakeContainer } from '@/server/testing/fake-engine'
import { silentLog } from '@/server/testing/host-store'
import { createDeathStore, type DeathStore } from './death-store'
import { type KeptDeaths, keepDeaths } from './keep-deaths'

const id = 'a'.repeat(64)
let test: TestCluster
let database: TemporaryDatabase
let store: DeathStore
let engine: FakeEngine
let deaths: KeptDeaths
let passed = 0

beforeEach(async () => {
  passed = 0
  test = openTestCluster()
  database = await temporaryDatabase()
  store = createDeathStore(database.db)
  await test.cluster.start()
  deaths = keepDeaths({ cluster: test.cluster, store, log: silentLog, now: () => performance.now() + passed })
  const web = fakeContainer({ Id: id, Name: '/web', HostConfig: { NetworkMode: 'bridge', Memory: 64 << 20 } })
  engine = await test.engine({ name: 'kiel', containers: [web] })
  await test.cluster.addHost({ address: engine.address })
  await test.cluster.settled(2_000)
})
afterEach(async () => {
  deaths.stop()
  await test.end()
  await database.close()
})

/** Ends it as an engine does: its state first, then the event. */
function end(finishedAt: string, exitCode: number) {
  const web = engine.containers.get(id)
  if (web?.State) Object.assign(web.State, { FinishedAt: finishedAt, ExitCode: exitCode, Running: false })
  engine.setState(id, 'exited', 'die')
}
const frame = (stream: 1 | 2, text: string) => {
  const payload = Buffer.from(`2026-01-01T00:00:09.000000000Z ${text}\n`)
  return Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, payload.length]), payload])
}

describe('the last words of a container', () => {
  it('are kept with its end, masked, and outlive it', async () => {
    engine.routes.set(`/containers/${id}/logs`, (_request, response) => {
      response.end(Buffer.concat([frame(1, 'starting'), frame(2, 'cannot reach redis://:x5cret@db')]))
    })
    end('2026-01-01T00:00:10Z', 3)
    await expect.poll(() => store.ofContainer(id), { timeout: 20_000 }).toHaveLength(1)
    engine.remove(id)
    expect(await store.ofContainer(id)).toMatchObject([
      {
        name: 'web',
        hostName: 'kiel',
        exitCode: 3,
        memoryLimitBytes: 64 << 20,
        at: '2026-01-01T00:00:10.000Z',
        lines: [{ stream: 'stdout', text: 'starting' }, { stream: 'stderr' }],
      },
    ])
    expect(JSON.stringify(await store.ofContainer(id))).not.toContain('x5cret')
  })

  it('are told to be none where the engine cannot say them any more', async () => {
    engine.pathFaults.set(`/containers/${id}/logs`, 'error')
    end('2026-01-01T00:00:10Z', 137)
    await expect.poll(() => store.ofContainer(id), { timeout: 20_000 }).toHaveLength(1)
    expect(await store.ofContainer(id)).toMatchObject([{ exitCode: 137, lines: [] }])
  })
})

describe('of a container that goes before anybody has looked at it', () => {
  const container = () => {
    const found = test.cluster.container(id)
    if (!found) throw new Error('the container is not in the index')
    return found
  }
  const says = (...words: string[]) =>
    engine.routes.set(`/containers/${id}/logs`, (_request, response) => {
      response.end(Buffer.concat(words.map((word) => frame(1, word))))
    })
  /** As an engine of today does: the log first, then the signal, the end, and nothing between it and the removal. */
  const removeByForce = () => {
    engine.pathFaults.set(`/containers/${id}`, 'error')
    const timeNano = Date.parse(diedAt) * 1e6
    engine.emit({ Type: 'container', Action: 'kill', Actor: { ID: id, Attributes: { signal: '9' } }, timeNano })
    engine.emit({ Type: 'container', Action: 'die', Actor: { ID: id, Attributes: { exitCode: '137' } }, timeNano })
    engine.remove(id)
  }
  const diedAt = '2026-01-01T00:00:20.000Z'

  it('how and when it ended is kept, and its words if somebody asked before', async () => {
    says('all is well', 'working')
    await deaths.beforeRemoval(container())
    removeByForce()
    await expect.poll(() => store.ofContainer(id), { timeout: 20_000 }).toHaveLength(1)
    expect(await store.ofContainer(id)).toMatchObject([
      {
        name: 'web',
        exitCode: 137,
        at: diedAt,
        memoryLimitBytes: 64 << 20,
        lines: [{ text: 'all is well' }, { text: 'working' }],
      },
    ])
  })

  it('is kept without words where nobody asked', async () => {
    says('unheard')
    removeByForce()
    await expect.poll(() => store.ofContainer(id), { timeout: 20_000 }).toHaveLength(1)
    expect(await store.ofContainer(id)).toMatchObject([{ exitCode: 137, at: diedAt, lines: [] }])
  })

  it('words from before a signal that ended nothing are not those of a later end', async () => {
    says('long ago')
    await deaths.beforeRemoval(container())
    passed += 120_000
    removeByForce()
    await expect.poll(() => store.ofContainer(id), { timeout: 20_000 }).toHaveLength(1)
    expect(await store.ofContainer(id)).toMatchObject([{ exitCode: 137, lines: [] }])
  })
})

describe('what is kept', () => {
  const death = (name: string, containerId: string, exitCode = 1) =>
    store.add({
      containerId,
      name,
      hostId: 'h1',
      hostName: 'kiel',
      image: 'web:1',
      at: '2026-01-01T00:00:00Z',
      exitCode,
      oomKilled: false,
      memoryLimitBytes: 0,
      lines: [],
    })

  it('is the newest of each place, and displaces nobody else’s', async () => {
    await death('other', 'o1')
    for (let at = 0; at < 15; at++) await death('web', `w${at}`, at)
    const kept = await store.of([{ hostId: 'h1', name: 'web', ids: new Set() }])
    expect(kept.map(({ exitCode }) => exitCode).sort((a, b) => Number(a) - Number(b))).toEqual([
      5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    ])
    expect(await store.ofContainer('o1')).toHaveLength(1)
  })

  it('is found by the name on a host, and by the id wherever it was', async () => {
    await death('web', 'w1')
    const places = (hostId: string, name: string, ...ids: string[]) => store.of([{ hostId, name, ids: new Set(ids) }])
    expect(await places('h1', 'web')).toHaveLength(1)
    expect(await places('h2', 'web')).toHaveLength(0)
    expect(await places('h2', 'moved', 'w1')).toHaveLength(1)
    expect(await store.of([])).toEqual([])
  })
})
