import { afterEach, describe, expect, it, vi } from 'vitest'
import { placedContainer } from '@/server/scheduler/placed-container'
import type { PlannedContainer } from '@/server/stacks/plan-input'
import { openTestCluster } from '@/server/testing/cluster'
import { fakeContainer } from '@/server/testing/fake-engine'
import { createPlacement, type Placement } from './placement'

const test = openTestCluster()
let placement: Placement | undefined

const open = async (count: number, promised?: () => PlannedContainer[]) => {
  const engines = await Promise.all(Array.from({ length: count }, (_, at) => test.engine({ name: `n${at + 1}` })))
  await test.cluster.start()
  await test.cluster.setDiscovered(engines.map(({ address }) => address))
  await test.cluster.settled(5_000)
  placement = createPlacement(test.cluster, 'spread', promised)
  return { engines, placement }
}
afterEach(async () => {
  placement?.stop()
  await test.end()
})

const outcomes = <T>(count: number, act: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => {
    try {
      return act(at)
    } catch (error) {
      return error as Error
    }
  })
const winners = (list: unknown[]) => list.filter((each) => !(each instanceof Error))

describe('claims', () => {
  it('let one of many win a name, a port of each host, and no more than there is', async () => {
    const { placement, engines } = await open(2)
    const names = outcomes(8, () => placement.claim({ name: 'web' }))
    expect(winners(names)).toHaveLength(1)
    expect((names[7] as Error).message).toContain('Conflict: The name web is already assigned')

    const portBindings = [{ port: '80/tcp', hostIp: '', hostPort: '8080' }]
    const ports = outcomes(8, () => placement.claim({ portBindings }))
    expect(winners(ports)).toHaveLength(2)
    expect((ports[7] as Error).message).toMatch(
      /^Unable to find a node that satisfies the following conditions \n\[port 8080 \(Bridge mode\)\]\n/,
    )
    expect((ports[7] as Error).message).toContain('n1: wants port 8080')

    const memoryBytes = (engines[0]?.info.MemTotal ?? 0) / 4
    const sized = outcomes(20, () => placement.claim({ memoryBytes }))
    expect(winners(sized)).toHaveLength(8)
    expect((sized[19] as Error).message).toContain('no resources available to schedule container')
  })

  it('leave room, ports and names to what a deployment or a move is about to make, until the index shows it', async () => {
    const portBindings = [{ port: '80/tcp', hostIp: '', hostPort: '80' }]
    const coming: PlannedContainer[] = []
    const { placement, engines } = await open(2, () => coming)
    const n1 = test.cluster.hosts().find(({ name }) => name === 'n1')?.id ?? ''
    coming.push({ hostId: n1, container: placedContainer({ name: 'shop-web-1', portBindings }, 'planned') })
    expect(() => placement.claim({ name: 'shop-web-1' })).toThrow('Conflict')
    const claim = placement.claim({ portBindings })
    expect(claim.hostName).toBe('n2')
    claim.release()
    const HostConfig = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '80' }] } }
    engines[0]?.add(fakeContainer({ Id: 'shown', Name: '/shop-web-1', HostConfig }))
    await expect.poll(() => test.cluster.container('shown'), { timeout: 20_000 }).toBeDefined()
    expect(placement.claim({ portBindings }).hostName).toBe('n2')
    expect(() => placement.claim({ portBindings })).toThrow('[port 80 (Bridge mode)]')
    coming.length = 0
    expect(() => placement.claim({ portBindings })).toThrow('[port 80 (Bridge mode)]')
  })

  it('are given back, or become the container that the engine made', async () => {
    const { placement, engines } = await open(1)
    const portBindings = [{ port: '80/tcp', hostIp: '', hostPort: '80' }]
    placement.claim({ name: 'web', portBindings }).release()
    const claim = placement.claim({ name: 'web', portBindings })
    claim.made('made')
    expect(() => placement.claim({ name: 'web' })).toThrow('Conflict')
    engines[0]?.add(
      fakeContainer({
        Id: 'made',
        Name: '/web',
        HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '80' }] } },
      }),
    )
    await expect.poll(() => test.cluster.container('made'), { timeout: 20_000 }).toBeDefined()
    expect(() => placement.claim({ name: 'web' })).toThrow('Conflict')
    expect(() => placement.claim({ portBindings })).toThrow('[port 80 (Bridge mode)]')
    engines[0]?.remove('made')
    await expect.poll(() => test.cluster.container('made'), { timeout: 20_000 }).toBeUndefined()
    expect(placement.claim({ name: 'web', portBindings }).hostName).toBe('n1')
  })

  it('stay, as containers do, where a host has other images and volumes', async () => {
    const { placement, engines } = await open(2)
    const [n1] = engines
    if (!n1) return
    const HostConfig = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '80' }] } }
    const Mounts = [{ Type: 'volume', Name: 'data', Destination: '/data' }]
    n1.add(fakeContainer({ Id: 'web', Name: '/web', HostConfig, Mounts }))
    await expect.poll(() => test.cluster.container('web'), { timeout: 20_000 }).toBeDefined()
    const onN1 = { env: ['constraint:node==n1'] }
    const binding = (hostPort: string) => [{ port: '80/tcp', hostIp: '', hostPort }]
    placement.claim({ ...onN1, portBindings: binding('81') })
    const beside = placement.claim({ volumes: ['data'] })
    expect(beside.hostName).toBe('n1')
    beside.release()
    expect(() => placement.claim({ env: ['affinity:image==redis'] })).toThrow('affinity')

    n1.images = [{ Id: 'sha256:7', RepoTags: ['redis:7'], Created: 0, Size: 1 }]
    n1.emit({ Type: 'image', Action: 'pull', Actor: { ID: 'redis:7' } })
    await expect.poll(() => test.cluster.images().length, { timeout: 20_000 }).toBe(1)
    expect(placement.claim({ env: ['affinity:image==redis'] }).hostName).toBe('n1')
    for (const port of ['80', '81']) {
      expect(() => placement.claim({ ...onN1, portBindings: binding(port) })).toThrow(`port ${port}`)
    }

    // Another host reaches it too: then who mounts it binds nobody.
    n1.volumes = [{ Name: 'data', Driver: 'local', Options: { type: 'nfs' } }]
    n1.emit({ Type: 'volume', Action: 'create', Actor: { ID: 'data' } })
    await expect.poll(() => test.cluster.volumes().length, { timeout: 20_000 }).toBe(1)
    expect(placement.claim({ volumes: ['data'] }).hostName).toBe('n2')
    for (const port of ['80', '81']) {
      expect(() => placement.claim({ ...onN1, portBindings: binding(port) })).toThrow(`port ${port}`)
    }
  })

  it('stay with what a host has made before it went away, and not for ever with what nobody sees', async () => {
    const { placement, engines } = await open(2)
    const claims = ['one', 'two'].map((name) => placement.claim({ name }))
    await engines[0]?.stop()
    await expect
      .poll(() => test.cluster.hosts().find(({ name }) => name === 'n1')?.state, { timeout: 20_000 })
      .not.toBe('healthy')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      for (const claim of claims) claim.made(`on ${claim.hostName}`)
      vi.advanceTimersByTime(60_000)
      const [away, lost] = claims[0]?.hostName === 'n1' ? ['one', 'two'] : ['two', 'one']
      expect(() => placement.claim({ name: away })).toThrow('Conflict')
      expect(placement.claim({ name: lost }).hostName).toBe('n2')
    } finally {
      vi.useRealTimers()
    }
    await engines[0]?.restart()
  })

  it('pass over hosts that have just failed, and spread what is claimed', async () => {
    const { placement } = await open(2)
    const hosts = [1, 2, 3, 4].map(() => placement.claim({}).hostName)
    expect(hosts.sort()).toEqual(['n1', 'n1', 'n2', 'n2'])
    expect(placement.claim({}, new Set(['n1'])).hostName).toBe('n2')
    expect(() => placement.claim({}, new Set(['n1', 'n2']))).toThrow('Unable to find a node')
    expect(() => placement.claimName('free', undefined)).not.toThrow()
    expect(() => placement.claim({ name: 'free' })).toThrow('Conflict')
  })
})
