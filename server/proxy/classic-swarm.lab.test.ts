// What clients of classic Swarm rely on, line by line, by the real docker and docker-compose on real engines of two generations.
// The steps are in server/testing/classic; docs/classic-swarm.md says what each test is for.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { composeFiles, composeTheme } from '@/server/testing/classic/compose'
import { containersTheme } from '@/server/testing/classic/containers'
import { type Ground, nodeOf, type Theme } from '@/server/testing/classic/ground'
import { imagesTheme } from '@/server/testing/classic/images'
import { knownTheme } from '@/server/testing/classic/known'
import { networksTheme, volumesTheme } from '@/server/testing/classic/networks'
import { placementTheme } from '@/server/testing/classic/placement'
import { type DockerClients, openDockerClients } from '@/server/testing/docker-clients'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { watchLab } from '@/server/testing/lab-cluster'

let lab: Lab
let cluster: Cluster
let endpoint: TestEndpoint
let packing: TestEndpoint
let clients: DockerClients
const run = (...args: Parameters<DockerClients['run']>) => clients.run(...args)
const inOrder = (...args: Parameters<DockerClients['inOrder']>) => clients.inOrder(...args)
const at = ({ port }: TestEndpoint) => `docker -H tcp://127.0.0.1:${port}`

/** Read when a test runs: only then is there a lab. */
const ground: Ground = {
  own: (host, what) => `docker -H ${lab.host(host).address} ${what}`,
  get registry() {
    return lab.registry ?? ''
  },
  get packing() {
    return at(packing)
  },
}
/** Dozens of programs of Python one after the other take their time where the machine is shared. */
const patienceMs = 240_000
const holds = (theme: Theme) =>
  it.each(Object.entries(theme))('%s', (_name, steps) => inOrder(steps(ground)), patienceMs)

beforeAll(async () => {
  lab = await startLab({
    name: `classic-${process.pid}`,
    hosts: [
      { labels: { storage: 'ssd', 'test.label': 'true', containerslots: 'many' } },
      { engine: 'kv', labels: { storage: 'hdd' } },
      { labels: { containerslots: '6' } },
    ],
    preload: ['busybox'],
  })
  cluster = await watchLab(lab)
  endpoint = await openTestEndpoint(cluster)
  packing = await openTestEndpoint(cluster, { strategy: 'binpack' })
  clients = await openDockerClients(lab, endpoint)
  const files = { ...composeFiles, Dockerfile: 'FROM busybox\nARG X\nLABEL made=$X\nRUN echo $X > /made\n' }
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(clients.directory, name), text)))
})
afterAll(async () => {
  await clients?.close()
  await packing?.close()
  await endpoint?.close()
  await cluster?.stop()
  await lab?.down()
})

describe('what is known', () => {
  holds(knownTheme)

  it('tells events with their host as they come, and none of a time that is over', async () => {
    const listening = clients.spawned('old', 'exec "$DOCKER_CLI" events --since 1m --filter container=e1')
    let heard = ''
    listening.stdout.setEncoding('utf8').on('data', (text: string) => (heard += text))
    await inOrder([
      ['new', 'docker run --rm --name e1 -e constraint:node==n2 busybox true', /^$/],
      ['new', 'docker events --since 10m --until 9m', /^$/],
    ])
    for (const action of ['create', 'start', 'die', 'destroy'])
      await expect.poll(() => heard, { timeout: 20_000 }).toMatch(new RegExp(`container ${action} .*node.name=n2`))
    listening.kill()
  })
})

describe.concurrent('placement', () => holds(placementTheme))
describe.concurrent('containers', () => holds(containersTheme))
describe.concurrent('images', () => holds(imagesTheme))
describe.concurrent('networks', () => holds(networksTheme))
describe.concurrent('volumes', () => holds(volumesTheme))
describe('compose', () => holds(composeTheme))

describe('a manager that leads no more', () => {
  it('begins no build, whatever connection asks, and says so', async () => {
    const requireLead = () => {
      throw new AppError('host_unreachable', 'No elected primary cluster manager: this one does not act any more.')
    }
    // As it is for a connection that was opened while it led.
    const leadership = { role: () => ({ role: 'primary' as const }), requireLead, primaryTls: null }
    const former = await openTestEndpoint(cluster, { leadership })
    const build = `docker -H tcp://127.0.0.1:${former.port} build -q -t never:1 .`
    const refused = /No elected primary cluster manager: this one does not act any more/
    try {
      await inOrder([
        ['new', build, refused, 1],
        ['middle', build, refused, 1],
        ['old', build, refused, 1],
        ['new', 'docker images -q never', /^$/],
      ])
    } finally {
      await former.close()
    }
  })
})

describe('connections', () => {
  it('that wait are ten to each engine at most', async () => {
    const round = 'docker run -d --name k$n busybox echo x; docker inspect k$n; docker logs k$n; docker rm -f k$n'
    const lanes = await Promise.all(
      [0, 1, 2].map((lane) => run('new', `set -e; for n in ${lane}{0..9}; do ${round}; done`)),
    )
    for (const lane of lanes) expect(lane).toMatchObject({ code: 0 })
    for (const { ip } of lab.hosts) {
      const open = async () => (await run('new', `ss -Htn state established dst ${ip}:2375 | wc -l`)).output
      await expect.poll(async () => Number(await open()), { timeout: 20_000 }).toBeLessThanOrEqual(10)
    }
  })
})

describe('an engine that is gone', () => {
  it('fails one create, or none that may go on to another, and is then passed over', async () => {
    const [once, twice] = [
      await openTestEndpoint(cluster, { createRetry: 0 }),
      await openTestEndpoint(cluster, { createRetry: 1 }),
    ]
    try {
      await lab.crash('n2')
      const there = '-e constraint:node==~n2 busybox'
      await inOrder([
        ['old', `${at(once)} create ${there}`, /^.*Cannot connect to the docker engine endpoint/, 1],
        ['new', `${at(once)} create --name g1 busybox && ${nodeOf('g1')}`, /\nn[13]$/],
        ['new', `${at(twice)} create --name g2 ${there} && ${nodeOf('g2')}`, /\nn[13]$/],
      ])
      const unseen = lab.host('n1').address.replace(/\.\d+:/, '.99:')
      await cluster.setDiscovered([...lab.hosts.map(({ address }) => address), unseen])
      await inOrder([
        ['new', 'docker info', /Nodes: 4\n {2}\(unknown\): [\d.]+\.99:2375\n +└ ID: ?\n +└ Status: Pending\n/],
      ])
    } finally {
      await Promise.all([once.close(), twice.close()])
    }
  })
})
