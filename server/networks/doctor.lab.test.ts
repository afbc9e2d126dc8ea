// The doctor on real engines: an overlay over hosts that is well, then with each fault it is there to tell.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { DoctorHost } from '@/lib/contract/doctor'
import { createNetworkRequest, enableOverlayRequest } from '@/lib/contract/networks'
import type { Cluster } from '@/server/cluster/types'
import { silentLog as log } from '@/server/testing/host-store'
import { watchLab } from '@/server/testing/lab-cluster'
import { createNetworks } from './networks'
import type { Networks } from './types'

let lab: Lab
let cluster: Cluster
let networks: Networks

const settled = () => Promise.all(cluster.hosts().map((host) => cluster.refresh(host.id)))
const start = (host: string, name: string, ...command: string[]) =>
  lab.docker(
    host,
    'run',
    '-d',
    '--init',
    '--name',
    name,
    '--network',
    'shop',
    '--network-alias',
    `the-${name}`,
    'busybox',
    ...command,
  )
const check = async (name: string, port: number | null, probe: boolean) => {
  const streamed: DoctorHost[] = []
  const { hosts } = await networks.doctor('shop', { name, port, probe }, (host) => streamed.push(host))
  expect(streamed.map(({ hostName }) => hostName).sort()).toEqual(hosts.map(({ hostName }) => hostName))
  return Object.fromEntries(hosts.map((host) => [host.hostName, host]))
}
const causeOn = async (host: string, name: string) => (await check(name, null, false))[host]?.cause
const firewall = (verb: '-A' | '-D', protocol: string, port: string) =>
  Promise.all(
    ['INPUT', 'OUTPUT'].map((chain) =>
      lab.exec('n1', 'iptables', '-w', verb, chain, '-p', protocol, '--dport', port, '-j', 'DROP'),
    ),
  )
const whileBlocked = async <T>(port: string, protocols: string[], act: () => Promise<T>): Promise<T> => {
  await Promise.all(protocols.map((protocol) => firewall('-A', protocol, port)))
  try {
    return await act()
  } finally {
    await Promise.all(protocols.map((protocol) => firewall('-D', protocol, port)))
  }
}

beforeAll(async () => {
  lab = await startLab({ hosts: 2, registry: false, preload: ['busybox'], diskMiB: 256 })
  cluster = await watchLab(lab)
  networks = createNetworks({ cluster, log })
  await networks.enableOverlay(enableOverlayRequest.parse({ hostIds: cluster.hosts().map(({ id }) => id) }))
  await networks.create(createNetworkRequest.parse({ name: 'shop' }))
  await start('n1', 'web', 'httpd', '-f', '-p', '8080')
  await start('n1', 'shy', 'httpd', '-f', '-p', '127.0.0.1:8080')
  await start('n1', 'near', 'sleep', '1000')
  await start('n2', 'asker', 'sleep', '1000')
  await settled()
})
afterAll(async () => {
  await cluster?.stop()
  await lab?.down()
})

test('a name that is well is well on every host, by its engine and from inside, and nothing is left behind', async () => {
  for (const name of ['the-web', 'web', 'shy'])
    await expect.poll(() => causeOn('n2', name), { timeout: 60_000 }).toBe('names-ok')
  const found = await check('the-web', 8080, true)
  for (const host of ['n1', 'n2']) {
    expect(found[host]).toMatchObject({ state: 'ok', cause: 'ok', source: 'probe' })
    expect(found[host]?.addresses).toMatchObject([
      { owner: 'n1/web', expected: true, resolved: true, connection: 'open' },
    ])
  }
  expect(found.n2).toMatchObject({ from: 'n2/asker', image: expect.stringContaining('busybox') })
  for (const host of ['n1', 'n2']) {
    expect((await lab.docker(host, 'ps', '-aq', '--filter', 'label=io.lotse.probe')).stdout).toBe('')
  }
})

test('a port that nobody listens on, and one that is only open inside, are told apart', async () => {
  const wrongPort = await check('web', 81, true)
  expect(wrongPort.n2).toMatchObject({ state: 'fail', cause: 'not-listening', about: ['n1/web'] })
  expect(wrongPort.n2?.detail).toContain(':8080')
  const loopback = await check('shy', 8080, true)
  expect(loopback.n2).toMatchObject({ state: 'fail', cause: 'loopback-only', detail: '127.0.0.1:8080' })
})

test('blocked VXLAN is told from the names that are right, and only for the way between the hosts', async () => {
  const found = await whileBlocked('4789', ['udp'], () => check('the-web', 8080, true))
  expect(found.n1).toMatchObject({ state: 'ok', cause: 'ok' })
  expect(found.n2).toMatchObject({ state: 'fail', cause: 'data-blocked', about: ['n1'] })
  expect(found.n2?.addresses).toMatchObject([{ resolved: true, connection: 'timeout' }])
})

test('a host that the gossip does not reach is told without running anything there', async () => {
  const found = await whileBlocked('7946', ['tcp', 'udp'], async () => {
    await start('n1', 'late', 'sleep', '1000')
    await settled()
    return check('late', null, false)
  })
  expect(found.n1).toMatchObject({ cause: 'names-ok' })
  expect(found.n2).toMatchObject({ state: 'fail', cause: 'not-told', about: ['n1'], source: 'engine' })
})
