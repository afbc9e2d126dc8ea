// Clients beside `docker` itself, old and new, and builds by BuildKit, through the endpoint to engines of two generations.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { defaultPolicies } from '@/lib/contract/docker-access'
import type { Cluster } from '@/server/cluster/types'
import type { Caller } from '@/server/docker-access/caller'
import { clientFiles } from '@/server/testing/client-files'
import { type DockerClients, openDockerClients, type Step } from '@/server/testing/docker-clients'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { watchLab } from '@/server/testing/lab-cluster'

let lab: Lab
let cluster: Cluster
let endpoint: TestEndpoint
let clients: DockerClients
const inOrder = (steps: readonly Step[]) => clients.inOrder(steps)

beforeAll(async () => {
  lab = await startLab({
    name: `clients-${process.pid}`,
    hosts: [{ labels: { storage: 'ssd' } }, { engine: 'kv' }, {}],
    preload: ['busybox', 'redis'],
    registry: false,
  })
  await lab.swarm(1)
  cluster = await watchLab(lab, { heartbeatMs: 1_000, failureRetry: 2, unreachableAfterMs: 8_000 })
  endpoint = await openTestEndpoint(cluster, { reschedules: true })
  clients = await openDockerClients(lab, endpoint)
  await Promise.all(
    Object.entries(clientFiles).map(([name, text]) => writeFile(path.join(clients.directory, name), text)),
  )
})
afterAll(async () => {
  await clients?.close()
  await endpoint?.close()
  await cluster?.stop()
  await lab?.down()
})

const imagesOn = (host: string, name: string) =>
  `docker images --filter node=${host} --format "{{.Repository}}:{{.Tag}}" ${name}`

/** The words of a program that ends at once may be lost by an engine that is busy. */
const said = (program: string) => `for try in 1 2 3; do docker run --rm ${program} | grep . && break; done`

describe('BuildKit', () => {
  it('builds on one host, with files and secrets of its client, and where it is told to', () =>
    inOrder([
      ['new', `docker build -q -t k:1 --build-arg X=1 . && ${said('k:1 cat /built')}`, /\nbuilt 1 file$/],
      ['middle', `docker build -q -t k:2 --build-arg constraint:node==n2 . && ${imagesOn('n2', 'k')}`, /\nk:2$/],
      ['new', `docker build -q -t k:3 --build-arg constraint:node==n3 . && ${imagesOn('n3', 'k')}`, /\nk:3/],
      [
        'old',
        `DOCKER_BUILDKIT=1 docker build -q -t k:4 --build-arg constraint:node==n2 . && ${imagesOn('n2', 'k')}`,
        /\nk:4/,
      ],
      ['old', 'tar c Dockerfile f | DOCKER_BUILDKIT=1 docker build -q -t k:5 -', /sha256:[0-9a-f]{64}$/],
      [
        'new',
        `docker build -q -t k:6 --secret id=s,src=secret -f Secret.Dockerfile . && ${said('k:6 cat /size')}`,
        /\n11$/,
      ],
      ['new', 'docker build -q --build-arg constraint:node==n9 .', /Unable to find a node(.|\n)*\[node==n9\]/, 1],
      ['middle', 'docker build -q -f none .', /no such file/, 1],
      ['new', 'docker builder prune -f && docker system prune -f', /Total reclaimed space/],
    ]))

  it('builds for a role with limits what stays, and calls no address that stands in a Dockerfile', async () => {
    const limits = { ...defaultPolicies.operator, files: false }
    const caller: Caller = { role: 'operator', policy: limits, actor: 'certificate:bo', details: { user: 'bo' } }
    const limited = await openTestEndpoint(cluster, {
      access: { admit: () => caller, subscribe: () => () => undefined },
    })
    const as = (command: string) => `export DOCKER_HOST=tcp://127.0.0.1:${limited.port}; ${command}`
    try {
      await inOrder([
        ['new', as(`docker build -q -t r:1 --build-arg constraint:node==n3 . && ${said('r:1 cat /f')}`), /\nfile$/],
        ['middle', as('docker build -q -t r:2 --build-arg constraint:node==n2 .'), /sha256:[0-9a-f]{64}$/],
        ['old', as('docker build -q -t r:3 .'), /sha256:[0-9a-f]{64}$/],
        ['new', as('tar c . | docker build -q --no-cache --build-arg constraint:node==n3 -'), /sha256:[0-9a-f]{64}$/],
        [
          'new',
          as('docker build --build-arg constraint:node==n3 -f Add.Dockerfile .'),
          /source "http:\/\/127\.0\.0\.1:9\/x" denied by policy/,
          1,
        ],
      ])
    } finally {
      await limited.close()
    }
  })

  it('builds several at once on several hosts, and ends what its client has left', async () => {
    const slow = [1, 2, 3].map((at) =>
      clients.spawned('new', `exec "$DOCKER_CLI" build --no-cache -t slow:${at} -f Slow.Dockerfile .`),
    )
    const sleepers = async () => {
      const all = await Promise.all(lab.hosts.map(({ name }) => lab.exec(name, 'ps', 'ax', '-o', 'args')))
      return all.map(({ stdout }) => stdout.split('\n').filter((line) => line.includes('sleep 1000')).length > 0)
    }
    await expect.poll(sleepers, { timeout: 60_000 }).toEqual([true, true, true])
    for (const child of slow) child.kill('SIGINT')
    await expect.poll(sleepers, { timeout: 30_000 }).toEqual([false, false, false])
    const builds = () => endpoint.recorded.filter(({ target }) => target?.includes('slow:'))
    await expect.poll(() => builds().map(({ result }) => result), { timeout: 10_000 }).toHaveLength(3)
  })

  it('builds for compose', () =>
    inOrder([
      ['middle', 'docker compose -f build.yaml build -q && docker compose -f build.yaml up -d', /built-two-1 +Started/],
      ['middle', 'docker compose -f build.yaml exec -T two cat /built', /^built c2 file$/],
      ['new', 'docker compose -f build.yaml up -d --build', /built-one-1 +(Running|Started)/],
      ['new', 'docker compose -f build.yaml exec -T one cat /built', /^built c1 file$/],
      ['new', 'docker compose -f build.yaml down --rmi local', /Image built-one.* Removed/],
    ]))
})

describe('docker-compose 1.29', () => {
  it('spreads files of version 2 over engines of both generations', () =>
    inOrder([
      ['old', 'compose1 -p old -f v2.yml up -d --scale web=3', /old_db_1 +\.\.\. .*done/],
      ['old', 'docker ps --format "{{.Names}} {{.Networks}}" --filter name=old_db', /^n2\/old_db_1 old_testn$/],
      ['old', 'docker ps --format "{{.Names}}" | cut -d/ -f1 | sort -u | tr "\\n" " "', /^n1 n2 n3$/],
      ['old', 'compose1 -p old -f v2.yml exec -T db wget -qO- http://web/', /[0-9a-f]{12}$/],
      [
        'old',
        'docker inspect -f "{{index .Config.Labels \\"com.docker.swarm.reschedule-policies\\"}}" old_web_1',
        /^\["on-node-failure"\]$/,
      ],
      ['old', 'compose1 -p old -f v2.yml down', /Removing network old_testn/],
    ]))

  it('links the containers of version 1 on one host', () =>
    inOrder([
      ['old', 'compose1 -p old -f v1.yml up -d', /old_two_1 +\.\.\. .*done/],
      [
        'old',
        'docker inspect -f "{{.Node.Name}} {{.HostConfig.Links}}" old_two_1',
        /^n1 .*\/old_one_1:\/old_two_1\/one/,
      ],
      ['old', 'compose1 -p old -f v1.yml down', /Removing old_one_1/],
    ]))
})

// The file of docs/ as a user would run it; `old` is docker-compose 1.29, `middle` docker compose 2.26.
describe('a search cluster over three hosts', () => {
  const file = path.resolve(import.meta.dirname, '../../docs/search-cluster/docker-compose.yml')
  const compose = { old: `compose1 -f ${file}`, middle: `docker compose -f ${file}` }
  const found = (generation: keyof typeof compose, count: number): Step => [
    generation,
    `for i in $(seq 200); do n=$(${compose[generation]} exec -T gateway wget -qO- http://127.0.0.1:9200/cgi-bin/nodes | wc -l); [ "$n" = ${count} ] && break; sleep 0.3; done; echo "found $n"`,
    new RegExp(`found ${count}$`),
  ]
  const ended = (generation: keyof typeof compose): Step => [
    generation,
    `${compose[generation]} down -v -t 2`,
    /Removing network|search +Removed/,
  ]
  const hostsOf = (service: string) =>
    `docker ps --format "{{.Names}}" --filter label=com.docker.compose.service=${service} | cut -d/ -f1 | sort | uniq -c | tr -s " \n" " "`

  it.each(['old', 'middle'] as const)('is started, scaled, read, entered, renewed and ended by %s', (generation) => {
    const up = `${compose[generation]} up -d`
    return inOrder([
      [generation, `${up} --scale node=2`, /gateway.1 .*(done|Started)/],
      found(generation, 2),
      [generation, `${up} --scale node=3`, /node.3 .*(done|Started)/],
      found(generation, 3),
      [generation, hostsOf('node'), /^ ?1 n1 1 n2 1 n3 ?$/],
      [generation, `${compose[generation]} logs --no-color node`, /node.3 .*\| nodes: 3/],
      [generation, `${compose[generation]} exec -T --index=2 node hostname`, /^[0-9a-f]{12}$/m],
      // The new one is made while the old one has its port.
      [generation, `${up} --no-deps --force-recreate gateway`, /gateway.1 .*(done|Started)/],
      [generation, hostsOf('gateway'), /^ ?1 n2 ?$/],
      found(generation, 3),
      ended(generation),
      [generation, 'docker ps -aq && docker volume ls -q && docker network ls -q --filter name=search', /^$/],
    ])
  })

  it('loses a host, finds its node elsewhere by the same names, and keeps no copy when the host is back', async () => {
    const onThird = async () => (await lab.docker('n3', 'ps', '-a', '--format', '{{.Names}}')).stdout.trim()
    await inOrder([['middle', `${compose.middle} up -d --scale node=3`, /Started/], found('middle', 3)])
    const name = await onThird()
    expect(name).toMatch(/^search-cluster-node-\d$/)
    const swarmId = () => cluster.container(name)?.labels['com.docker.swarm.id']
    const asMade = swarmId()
    expect(asMade).toMatch(/^[0-9a-f]{64}$/)
    await lab.cut('n3')
    const place = () => cluster.container(name)?.hostName
    await expect.poll(place, { timeout: 60_000 }).toMatch(/^n[12]$/)
    expect(swarmId()).toBe(asMade)
    const wget = `${compose.middle} exec -T gateway wget -qO- -T 5`
    await inOrder([
      found('middle', 3),
      ['middle', `${wget} http://${name}:9200/name`, /[0-9a-f]{12}$/],
      ['middle', `${compose.middle} up -d --scale node=3 2>&1 | grep -c Running`, /^5$/],
    ])
    await lab.power('n3')
    await expect.poll(onThird, { timeout: 60_000 }).toBe('')
    expect(place()).toMatch(/^n[12]$/)
    await inOrder([found('middle', 3), ended('middle')])
    expect(endpoint.recorded.filter(({ action }) => action === 'container.reschedule')).toHaveLength(1)
  })
})

describe('a terminal', () => {
  it('has its size, follows it, and ends with its program', () =>
    inOrder(
      (['old', 'new'] as const).map(
        (generation): Step => [generation, 'python terminal.py "$DOCKER_CLI" run -it --rm busybox sh', /^left with 7$/],
      ),
    ))
})

describe('libraries', () => {
  it('of Python work as with one engine', () =>
    inOrder([
      [
        'old',
        'python client.py',
        /^b'hi\\n'\nrunning n2 ExecResult\(exit_code=3, output=\(b'in\\n', None\)\)\nTrue 3 UID\n137 \['py:t'\]\n\['py:1'\]\n\['n1\/py', 'n2\/py', 'n3\/py'\]\nnot found No such container: none$/,
      ],
    ]))

  it('of Node work as with one engine', async () => {
    const docker = new Docker({ host: '127.0.0.1', port: endpoint.port, protocol: 'http' })
    const container = await docker.createContainer({
      Image: 'busybox',
      name: 'node',
      Cmd: ['cat'],
      OpenStdin: true,
      StdinOnce: true,
      Env: ['constraint:node==n2'],
    })
    const attached = await container.attach({ stream: true, stdin: true, stdout: true, hijack: true })
    await container.start()
    attached.end('words\n')
    expect(await container.wait()).toMatchObject({ StatusCode: 0 })
    expect(String(await container.logs({ stdout: true }))).toContain('words\n')
    const filters = { name: ['node'] }
    expect(await docker.listContainers({ all: true, filters })).toMatchObject([{ Names: ['/n2/node'] }])
    await container.remove()
    await expect(container.inspect()).rejects.toMatchObject({ statusCode: 404 })
  })
})
