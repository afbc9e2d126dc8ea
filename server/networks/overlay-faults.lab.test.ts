// Overlay networking when hosts hang, ports are blocked and managers die: what works goes on, what does not says why.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { createNetworkRequest, enableOverlayRequest } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { silentLog as log } from '@/server/testing/host-store'
import { watchLab } from '@/server/testing/lab-cluster'
import { createNetworks } from './networks'
import type { Networks } from './types'

let lab: Lab
let cluster: Cluster
let networks: Networks

const idOf = (name: string): string => cluster.host(name)!.id
const enable = (...names: string[]) => enableOverlayRequest.parse({ hostIds: names.map(idOf) })
const wanted = (request: object) => createNetworkRequest.parse(request)
const stateOf = (name: string) => cluster.host(name)!.state
const until = (name: string, state: string) => expect.poll(() => stateOf(name), { timeout: 90_000 }).toBe(state)
const firewall = (host: string, verb: '-A' | '-D', protocol: string, port: string) =>
  Promise.all(
    ['INPUT', 'OUTPUT'].map((chain) =>
      lab.exec(host, 'iptables', '-w', verb, chain, '-p', protocol, '--dport', port, '-j', 'DROP'),
    ),
  )
const reasonsOf = async (name: string) => {
  const status = await networks.overlayStatus()
  return status.hosts.find((host) => host.hostName === name)!.reasons.map((reason) => reason.code)
}

beforeAll(async () => {
  lab = await startLab({ hosts: 4, registry: false, preload: ['busybox'], diskMiB: 256 })
  // Faults are all there is here: they are to be seen soon.
  cluster = await watchLab(lab, { unreachableAfterMs: 5_000, maxRetryMs: 2_000 })
  networks = createNetworks({ cluster, log, gossipFreshMs: 1_000 })
})
afterAll(async () => {
  await cluster?.stop()
  await lab?.down()
})

describe.sequential('overlay networking under faults', () => {
  test('a host that hangs is left out without holding up the others, and joins when asked again', async () => {
    await lab.hang('n3')
    const began = performance.now()
    const result = await networks.enableOverlay(enable('n1', 'n2', 'n3'))
    // The time-out of a join alone is 45 s.
    expect(performance.now() - began).toBeLessThan(40_000)
    expect(result.ok).toBe(false)
    expect(result.steps.filter((step) => step.state === 'failed')).toMatchObject([{ kind: 'join', hostName: 'n3' }])
    expect(result.status).toMatchObject({ enabled: true, managers: 1 })
    expect(result.status.hosts.map((host) => host.status).slice(0, 2)).toEqual(['in', 'in'])

    await lab.heal('n3')
    await until('n3', 'healthy')
    // Once it goes on the engine may carry out the first request by itself, and is still joining while it is asked again.
    const again = async () => {
      const { steps, status } = await networks.enableOverlay(enable('n1', 'n2', 'n3'))
      const failed = steps.filter((step) => step.state === 'failed').map(({ message }) => message)
      return { failed, managers: status.managers, hosts: status.hosts.slice(0, 3).map((host) => host.status) }
    }
    await expect
      .poll(again, { timeout: 90_000, interval: 1000 })
      .toEqual({ failed: [], managers: 3, hosts: ['in', 'in', 'in'] })
  })

  test('a host whose way to the managers is blocked fails with the ports to open, and is not half in', async () => {
    await firewall('n4', '-A', 'tcp', '2377')
    try {
      const result = await networks.enableOverlay(enable('n4'))
      expect(result.ok).toBe(false)
      const [failed] = result.steps
      expect(failed).toMatchObject({
        kind: 'join',
        hostName: 'n4',
        state: 'failed',
        fix: expect.stringContaining('2377/tcp'),
      })
      const { stdout } = await lab.docker('n4', 'info', '-f', '{{.Swarm.LocalNodeState}}')
      expect(stdout.trim()).toBe('inactive')
      expect(await reasonsOf('n4')).toEqual(['ports-blocked'])
    } finally {
      await firewall('n4', '-D', 'tcp', '2377')
    }
    const again = await networks.enableOverlay(enable('n4'))
    expect(again.ok).toBe(true)
  })

  test('with one manager dead, networks are still made; what the dead host had counts until it is forced', async () => {
    await networks.create(wanted({ name: 'front' }))
    await lab.docker('n1', 'run', '-d', '--name', 'web', '--network', 'front', 'busybox', 'sleep', '1000')
    await expect.poll(() => cluster.container('n1/web')?.state).toBe('running')
    await lab.cut('n1')
    await until('n1', 'unreachable')

    // The managers that are left answer again once they have chosen a leader.
    await expect
      .poll(async () => (await networks.overlayStatus()).summary, { timeout: 60_000 })
      .toBe('3 managers, 1 does not answer; quorum is lost with the next one (n1, n2, n3)')
    const status = await networks.overlayStatus()
    expect(status.hosts[0]).toMatchObject({ status: 'unknown', role: 'manager', reasons: [{ code: 'no-answer' }] })

    const network = await networks.create(wanted({ name: 'later' }))
    expect(network.hostIds).not.toContain(idOf('n1'))
    await networks.remove('later')

    expect((await networks.detail('front')).endpoints).toMatchObject([{ hostName: 'n1', containerName: 'web' }])
    await expect(networks.remove('front')).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining('n1/web (last seen; n1 does not answer)'),
    })
    await expect(networks.connect('front', { containerId: 'n1/web', aliases: [] })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('without quorum every act is refused and says so', async () => {
    await lab.cut('n2')
    await until('n2', 'unreachable')
    // A manager without quorum answers some questions and lets others hang: for a while it may count as silent itself.
    await expect.poll(() => reasonsOf('n3'), { timeout: 100_000 }).toContain('quorum-lost')
    expect((await networks.overlayStatus()).summary).toMatch(/quorum is lost/i)
    const noQuorum = { message: expect.stringMatching(/no quorum|no answer|does not answer|answers/) }
    await expect(networks.create(wanted({ name: 'late' }))).rejects.toMatchObject(noQuorum)
    await expect(networks.remove('front', { force: true })).rejects.toMatchObject(noQuorum)
    await expect(networks.enableOverlay(enable('n4', 'n3'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/quorum|No manager/),
    })
  })

  test('heals by itself when the managers come back', async () => {
    await Promise.all([lab.power('n1'), lab.power('n2')])
    await Promise.all([until('n1', 'healthy'), until('n2', 'healthy')])
    await expect
      .poll(async () => (await networks.overlayStatus()).summary, { timeout: 60_000 })
      .toBe('3 managers; quorum holds with any one lost (n1, n2, n3)')
    await lab.docker('n1', 'rm', '-f', 'web')
    await cluster.refresh(idOf('n1'))
    // Managers that have just come back may change their leader once more.
    const removed = () =>
      networks.remove('front').then(
        () => 'removed',
        (error: Error) => error.message,
      )
    await expect.poll(removed, { timeout: 90_000, interval: 1_000 }).toMatch(/^removed$|There is no network/)
  })

  test('members that do not hear each other are shown, though every engine answers', async () => {
    await Promise.all(['tcp', 'udp'].map((protocol) => firewall('n4', '-A', protocol, '7946')))
    await expect.poll(() => reasonsOf('n4'), { timeout: 110_000, interval: 500 }).toContain('gossip-blocked')
    // Until the others have given it up, each of them seems not to hear somebody.
    await expect.poll(() => reasonsOf('n1'), { timeout: 90_000, interval: 500 }).not.toContain('gossip-blocked')
    expect(await reasonsOf('n4')).toContain('gossip-blocked')
  }, 240_000)
})
