// The real clients against the real thing: docker of three generations and docker compose through the endpoint to three hosts, one
// of them with an engine of the 20.10 line, as while a cluster is being upgraded.
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { Cluster } from '@/server/cluster/types'
import { type DockerClients, type Outcome, openDockerClients, type Step } from '@/server/testing/docker-clients'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { watchLab } from '@/server/testing/lab-cluster'

let lab: Lab
let cluster: Cluster
let endpoint: TestEndpoint
let clients: DockerClients
const run = (...args: Parameters<DockerClients['run']>) => clients.run(...args)
const inOrder = (steps: readonly Step[]) => clients.inOrder(steps)

const compose = `
name: shop
services:
  web:
    image: busybox
    command: [sh, -c, "mkdir -p /www; hostname > /www/index.html; exec httpd -f -p 80 -h /www"]
    volumes: ["data:/data"]
    stop_signal: SIGKILL
  probe:
    image: busybox
    command: [sh, -c, "until wget -qO- http://web/; do sleep 0.2; done; exec sleep 1000"]
    environment: ["constraint:node==n3"]
    stop_signal: SIGKILL
volumes:
  data: {}
`

const bridge = `
name: lan
services:
  web: { image: busybox, command: "true", networks: [n] }
  job: { image: busybox, command: "true", networks: [n], profiles: [later] }
networks:
  n: { driver: bridge }
`

beforeAll(async () => {
  lab = await startLab({
    name: `endpoint-${process.pid}`,
    hosts: [{ labels: { storage: 'ssd' } }, { engine: 'kv' }, {}],
    preload: ['busybox'],
    registry: false,
  })
  await lab.swarm(1)
  cluster = await watchLab(lab)
  endpoint = await openTestEndpoint(cluster)
  clients = await openDockerClients(lab, endpoint)
  await writeFile(path.join(clients.directory, 'compose.yaml'), compose)
  await writeFile(path.join(clients.directory, 'bridge.yaml'), bridge)
  await writeFile(path.join(clients.directory, 'Dockerfile'), 'FROM busybox\nARG X\nRUN echo built $X > /built\n')
})
afterAll(async () => {
  await clients?.close()
  await endpoint?.close()
  await cluster?.stop()
  await lab?.down()
})

const id = /^[0-9a-f]{64}$/
const follow = (...args: Parameters<DockerClients['spawned']>) => {
  const child = clients.spawned(...args)
  let words = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (words += text))
  return { child, said: () => words, ended: once(child, 'close') }
}

describe('docker against the cluster', () => {
  it('knows it as one engine', () =>
    inOrder([
      ['old', 'docker version -f "{{.Server.Version}} {{.Server.APIVersion}}"', /swarm\/1\.2\.9\) 1\.\d\d$/],
      ['new', 'docker info', /Nodes: 3\n {2}n1: [\d.]+:2375\n.*\n +└ Status: Healthy/],
      ['old', 'docker info', /└ Reserved Memory: 0 B \/ [\d.]+ GiB/],
      ['new', 'docker service ls', /This node is not a swarm manager/, 1],
      ['new', 'docker plugin ls -q && docker plugin disable none', /^Error[^\n]*Plugins belong to one engine/, 1],
      ['new', 'docker inspect nosuch', /No such object: nosuch/, 1],
      ['old', 'docker volume create -d none v', /^[^\n]*: create v: [^\n]*"none" not found$/, 1],
    ]))

  it('places containers and says why not', () =>
    inOrder([
      ['new', 'docker run -d --name ssd -e constraint:storage==ssd -p 8080:80 busybox sleep 1000', id],
      ['old', 'docker inspect -f "{{.Node.Name}} {{.Config.Env}}" ssd', /^n1 \[PATH=[^ ]*\]$/],
      ['middle', 'docker inspect ssd | tail -25', /"Node": \{[^}]*"Name": "n1"/],
      ['new', 'docker port ssd 80', /^10\.[\d.]+:8080/],
      ['old', 'docker run -d --name ssd busybox true', /Conflict.*The name ssd is already assigned/, 125],
      [
        'new',
        'docker run -d -e constraint:storage==hdd busybox true',
        /Unable to find a node that satisfies the following conditions \n\[available container slots\]\n\[storage==hdd\]\nn1: wants constraint storage == hdd, is ssd/,
        125,
      ],
      ['new', 'docker run -d -m 1000g busybox true', /no resources available to schedule container/, 125],
      ['middle', 'docker run -d --name link --link ssd:db -c 1 busybox sleep 1000', id],
      ['new', 'docker inspect -f "{{.Node.Name}} {{.HostConfig.CpuShares}}" link', /^n1 \d+$/],
      ['new', 'docker run -d --name beside --net container:link busybox sleep 1000', id],
      [
        'new',
        'docker ps --filter node=n1 --format "{{.Names}}" | sort | tr "\\n" " "',
        /^n1\/beside n1\/link n1\/ssd$/,
      ],
      ['new', 'docker rename beside ssd', /Conflict/, 1],
      ['old', 'docker rename beside aside && docker ps -q --filter name=aside', /^[0-9a-f]{12}$/],
      ['new', 'docker rm -f aside link', /aside\nlink/],
    ]))

  it('runs, streams and copies', () =>
    inOrder([
      ['new', 'echo one two | docker run -i --rm busybox wc -w', /^2$/],
      ['old', 'docker run --rm busybox sh -c "echo out; exit 5"', /^out$/, 5],
      ['middle', 'docker run -d --name talk busybox sh -c "echo hello; exec sleep 1000"', id],
      ['new', 'docker logs talk', /^hello$/],
      ['old', 'echo in | docker exec -i talk cat', /^in$/],
      ['new', 'docker exec talk sh -c "exit 3"', /^$/, 3],
      ['new', 'docker exec -t talk tty', /\/dev\/pts\/\d/],
      ['new', 'echo data > f && docker cp f talk:/tmp/f && docker cp talk:/tmp/f - | tar xO', /data$/],
      ['new', 'docker diff talk', /A \/tmp\/f/],
      ['middle', 'docker export talk | tar t | grep -c bin/busybox', /^\d+$/],
      ['new', 'docker top talk', /sleep 1000/],
      ['new', 'docker stats --no-stream --format "{{.Name}}" talk', /^talk$/],
      [
        'new',
        'docker pause talk && docker ps --filter status=paused --format "{{.Status}}" && docker unpause talk',
        /\(Paused\)\ntalk$/,
      ],
      ['new', 'docker info -f "{{.ContainersRunning}} {{.ContainersStopped}}"', /^2 0$/],
      ['new', 'docker stop -t 0 talk && docker wait talk && docker start talk', /^talk\n137\ntalk$/],
      [
        'new',
        'docker commit talk mine:1 && docker run --rm mine:1 cat /tmp/f && docker rmi mine:1',
        /\ndata\n.*Untagged: mine:1/,
      ],
      [
        'new',
        'docker events --since 5m --until 0s --filter container=talk --filter event=pause',
        /container pause .*node\.name=n\d/,
      ],
      ['new', 'docker rm talk', /container is running|running container/i, 1],
      ['old', 'docker rm -f talk ssd && docker ps -aq', /^talk\nssd$/],
    ]))

  it('has images, networks and volumes of all hosts', () =>
    inOrder([
      [
        'new',
        'docker save busybox:latest -o b.tar && docker rmi -f busybox:latest && docker load -q -i b.tar',
        /Loaded image: busybox/,
      ],
      ['new', 'docker images -q busybox:latest | wc -l', /^1$/],
      ['old', 'docker pull no.such.invalid/x:1', /no such host|server misbehaving|lookup/, 1],
      [
        'new',
        'DOCKER_BUILDKIT=0 docker build -q -t built:1 --build-arg X=7 --build-arg constraint:node==n2 .',
        /sha256:[0-9a-f]{64}$/,
      ],
      ['new', 'docker run --rm built:1 cat /built', /^built 7$/],
      ['new', 'docker network inspect bridge', /ambiguous/, 1],
      ['new', 'docker network ls --format "{{.Name}}" --filter "name=^bridge$"', /n1\/bridge\nn2\/bridge\nn3\/bridge/],
      [
        'old',
        'docker network create n2/near && docker run -d --name near --net near busybox sleep 1000',
        /[0-9a-f]{64}$/,
      ],
      [
        'new',
        'docker inspect -f "{{.Node.Name}}" near && docker rm -f near && docker network rm n2/near',
        /^n2\nnear\nn2\/near$/,
      ],
      [
        'new',
        'docker volume create every && docker volume ls --format "{{.Name}}"',
        /^every\nn1\/every\nn2\/every\nn3\/every$/,
      ],
      ['new', 'docker volume create n3/one && docker volume rm one every && docker volume ls -q', /^one\none\nevery$/],
      ['new', 'docker system df --format "{{.Type}} {{.TotalCount}}"', /^Images \d+\nContainers 0/],
    ]))

  it('lets one of many at once win a name and a port of each host', async () => {
    const wins = (outcomes: Outcome[]) => outcomes.filter(({ code }) => code === 0).length
    const names = await Promise.all([1, 2, 3, 4].map(() => run('new', 'docker create --name same busybox true')))
    expect(wins(names)).toBe(1)
    const ports = await Promise.all(
      [1, 2, 3, 4, 5].map(() => run('new', 'docker run -d -p 9090:90 busybox sleep 1000')),
    )
    expect(wins(ports)).toBe(3)
    expect(ports.find(({ code }) => code !== 0)?.output.split('\n')[1]).toBe('[port 9090 (Bridge mode)]')
    expect((await run('new', 'docker rm -f $(docker ps -aq)')).output.split('\n')).toHaveLength(4)
  })

  it('gives an inspect of the engine’s own bytes', async () => {
    await run('new', 'docker run -d --name bytes -p 81 busybox sleep 1000')
    const found = cluster.container('bytes')
    const host = lab.host(found?.hostName ?? '')
    const own = await (await fetch(`${host.address.replace('tcp', 'http')}/v1.41/containers/${found?.id}/json`)).text()
    const ours = await (await fetch(`${endpoint.url}/v1.41/containers/bytes/json`)).text()
    const without = ours.replace(/,"Node":\{.*\}\}\n$/, '}\n').replace(`"HostIp":"${host.ip}"`, '"HostIp":"0.0.0.0"')
    expect(without).toBe(own)
    await run('new', 'docker rm -f bytes')
  })
})

describe('docker compose against the cluster', () => {
  it('spreads a project over the hosts, whose containers reach each other by name', async () => {
    await inOrder([
      ['middle', 'docker compose up -d --scale web=3', /shop-web-3 +Started/],
      ['middle', 'docker network ls --filter name=shop --format "{{.Name}} {{.Driver}}"', /^shop_default overlay$/],
      ['new', 'docker ps --format "{{.Names}}" | cut -d/ -f1 | sort -u | tr "\\n" " "', /^n1 n2 n3$/],
      [
        'middle',
        'docker compose ps --format "{{.Service}} {{.State}}" | sort | uniq -c',
        /1 probe running\n +3 web running/,
      ],
      [
        'middle',
        // The engines tell each other of names in their own time.
        'for n in 1 2 3; do until docker compose exec -T probe wget -qO- http://shop-web-$n/ 2>/dev/null; do sleep 0.2; done; done',
        /^([0-9a-f]{12}\n?){3}$/,
      ],
      [
        'middle',
        'until docker compose logs probe | grep "[0-9a-f]\\{12\\}$"; do sleep 0.2; done',
        /probe-1 +\| [0-9a-f]{12}/,
      ],
      ['middle', 'docker compose up -d --scale web=1', /shop-web-1 +Running/],
      ['middle', 'docker compose down -v', /Network shop_default +Removed/],
    ])
    // Workers let go of an overlay in their own time.
    const left = 'docker ps -aq; docker volume ls -q; docker network ls -q --filter driver=overlay --filter type=custom'
    await expect.poll(() => run('new', left), { timeout: 60_000 }).toEqual({ code: 0, output: '' })
  })
})

describe('docker compose with a bridge network', () => {
  it('finds it by its name and removes it, though a container of a profile has been left', () =>
    inOrder([
      ['middle', 'docker compose -f bridge.yaml --profile later up', /job-1 exited with code 0/],
      ['middle', 'docker compose -f bridge.yaml down', /Network lan_n +Removed/],
      ['new', 'docker rm lan-job-1 && docker network ls -q --filter name=lan_n', /^lan-job-1$/],
    ]))
})

describe('a host that dies', () => {
  it('ends its own streams with a word, and is passed over', async () => {
    await inOrder([
      ['new', 'docker run -d --name dying -e constraint:node==n3 busybox sh -c "echo on; exec sleep 1000"', id],
      ['new', 'docker run -d --name living -e constraint:node==n2 busybox sh -c "echo on; exec sleep 1000"', id],
    ])
    const followed = follow('middle', 'docker logs -f dying 2>&1')
    const living = follow('new', 'exec "$DOCKER_CLI" logs -f living')
    const attached = run('new', 'docker exec dying sleep 1000')
    for (const each of [followed, living]) await expect.poll(each.said).toContain('on')
    await expect.poll(() => endpoint.recorded.some(({ message }) => message === 'sleep')).toBe(true)
    await lab.cut('n3')
    expect((await attached).code).not.toBe(0)
    await followed.ended
    expect(followed.said()).toMatch(/on\n(.|\n)*(n3 broke off|unexpected EOF)/)
    expect(living.child.exitCode).toBeNull()
    living.child.kill()
    await expect.poll(() => cluster.host('n3')?.state, { timeout: 30_000 }).toBe('unreachable')
    await inOrder([
      ['new', 'docker ps --format "{{.Names}}"', /^n2\/living$/],
      ['new', 'docker ps -a --format "{{.Names}} {{.Status}}" --filter name=dying', /^n3\/dying Host Down$/],
      ['new', 'docker inspect dying', /running on unhealthy node n3/, 1],
      ['old', 'docker logs dying', /Container dying running on unhealthy node n3/, 1],
      ['new', 'docker info', /n3: [\d.]+:2375\n.*\n +└ Status: Unhealthy/],
      ['old', 'docker run --rm -e "constraint:node!=/n[12]/" busybox true', /Unable to find a node/, 125],
      ['new', 'docker run --rm busybox echo placed', /^placed$/],
    ])
  })

  it('has left a line for every change', () => {
    const actions = new Set(endpoint.recorded.map(({ actor, action }) => `${actor} ${action}`))
    for (const act of [
      'create',
      'start',
      'stop',
      'pause',
      'rename',
      'remove',
      'command',
      'commit',
      'attach',
      'upload',
    ]) {
      expect(actions).toContain(`docker API container.${act}`)
    }
    expect(endpoint.recorded.filter(({ action }) => action === 'image.build')).toMatchObject([
      { target: 'built:1', result: 'ok' },
    ])
  })
})
