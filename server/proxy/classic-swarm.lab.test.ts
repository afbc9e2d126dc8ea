// What clients of classic Swarm rely on, line by line, by the real docker on real engines of two generations, beside what the
// neighbours of this file try already.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import type { Cluster } from '@/server/cluster/types'
import { AppError } from '@/server/errors'
import { linesOfObjects } from '@/server/testing/classic-objects'
import { type DockerClients, openDockerClients, type Step } from '@/server/testing/docker-clients'
import { openTestEndpoint, type TestEndpoint } from '@/server/testing/docker-endpoint'
import { watchLab } from '@/server/testing/lab-cluster'

let lab: Lab
let cluster: Cluster
let endpoint: TestEndpoint
let clients: DockerClients
const run = (...args: Parameters<DockerClients['run']>) => clients.run(...args)
const inOrder = (steps: readonly Step[]) => clients.inOrder(steps)

const id = /^[0-9a-f]{64}$/
const nodeOf = (name: string) => `docker inspect -f "{{.Node.Name}}" ${name}`
/** What an engine itself answers, as the CLI prints it. */
const own = (host: string, what: string) => `docker -H ${lab.host(host).address} ${what}`

beforeAll(async () => {
  lab = await startLab({
    name: `classic-${process.pid}`,
    hosts: [
      { labels: { storage: 'ssd', 'test.label': 'true', containerslots: 'many' } },
      { engine: 'kv', labels: { storage: 'hdd' } },
      { labels: { containerslots: '2' } },
    ],
    preload: ['busybox'],
  })
  cluster = await watchLab(lab)
  endpoint = await openTestEndpoint(cluster)
  clients = await openDockerClients(lab, endpoint)
  await writeFile(
    path.join(clients.directory, 'Dockerfile'),
    'FROM busybox\nARG X\nLABEL made=$X\nRUN echo $X > /made\n',
  )
})
afterAll(async () => {
  await clients?.close()
  await endpoint?.close()
  await cluster?.stop()
  await lab?.down()
})

describe('what is counted', () => {
  it('stands in the next answer', () =>
    inOrder([
      ['new', 'docker run -d --name c1 -m 20m -c 1 -e constraint:node==n1 busybox sleep 1000', id],
      [
        'old',
        'docker info',
        / n1: [\d.]+:2375\n +└ ID: \S+\n +└ Status: Healthy\n +└ Containers: 1 \(1 Running, 0 Paused, 0 Stopped\)\n +└ Reserved CPUs: 1 \/ \d+\n +└ Reserved Memory: 20 MiB \/ [\d.]+ [GM]iB\n +└ Labels: .*storage=ssd.*\n +└ UpdatedAt: \S+Z\n +└ ServerVersion: [\d.]+/,
      ],
      [
        'new',
        'docker pause c1 >/dev/null; docker info',
        /n1:(.*\n){3} +└ Containers: 1 \(0 Running, 1 Paused, 0 Stopped\)/,
      ],
      [
        'new',
        'docker unpause c1 >/dev/null; docker kill c1 >/dev/null; docker info',
        /\(0 Running, 0 Paused, 1 Stopped\)\n +└ Reserved CPUs: 1 /,
      ],
      ['new', 'docker update -m 30m --memory-swap 30m c1 >/dev/null; docker info', /└ Reserved Memory: 30 MiB \//],
      [
        'new',
        'docker rm c1 >/dev/null; docker info',
        /n1:(.*\n){3} +└ Containers: 0 \(0 Running.*\n.*CPUs: 0 .*\n +└ Reserved Memory: 0 B /,
      ],
      ['new', 'docker version -f "{{.Server.Version}}"', /^swarm\/|swarm\//],
    ]))

  it('is listed newest first over all hosts, by every filter', () =>
    inOrder([
      [
        'new',
        'for n in 1 2 3; do docker run -d --name l$n -e constraint:node==n$n -l nr=$n -l tier=web busybox sleep 1000; done',
        /[0-9a-f]{64}$/,
      ],
      ['new', 'docker ps --format "{{.Names}}" | tr "\\n" " "', /^n3\/l3 n2\/l2 n1\/l1$/],
      ['old', 'docker ps -l --format "{{.Names}}"; docker ps -n 2 --format "{{.Names}}"', /^n3\/l3\nn3\/l3\nn2\/l2$/],
      [
        'new',
        'docker kill l2 && docker run --name l4 -e constraint:node==n1 -v near:/d -v /anon busybox sh -c "exit 3"',
        /l2/,
        3,
      ],
      ...(
        [
          ['--filter status=exited', 'l2 l4'],
          ['--filter exited=3', 'l4'],
          ['--filter exited=137', 'l2'],
          ['-a --filter name=l4', 'l4'],
          ['-a --filter id=$(docker inspect -f "{{.Id}}" l1)', 'l1'],
          ['-a --filter label=nr', 'l1 l2 l3'],
          ['-a --filter label=nr=1', 'l1'],
          ['-a --filter label=nr=1 --filter label=tier=web', 'l1'],
          ['-a --filter label=nr=1 --filter label=tier=db', ''],
          ['-a --filter node=n2', 'l2'],
          ['-a --filter volume=near', 'l4'],
          ['-a --filter volume=/anon', 'l4'],
          ['-a --filter network=bridge', 'l1 l2 l3 l4'],
          ['-a --filter is-task=false', 'l1 l2 l3 l4'],
          ['-a --filter is-task=true', ''],
          ['-a --filter health=none', 'l1 l2 l3 l4'],
          ['-a --filter health=healthy', ''],
        ] as const
      ).map(
        ([filter, names]): Step => [
          'new',
          `docker ps ${filter} --format "{{.Names}}" | cut -d/ -f2 | sort | tr "\\n" " "`,
          new RegExp(`^${names}$`),
        ],
      ),
      ['old', 'docker ps --filter nothing=1', /nothing/, 1],
      ['new', 'docker rm -f l1 l2 l3 && docker rm -v l4', /l4/],
    ]))

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

describe.concurrent('placement', () => {
  it('goes by labels as by variables, by what is there, and says what is not', async () => {
    await inOrder([
      [
        'new',
        `docker run -d --name a1 --label 'com.docker.swarm.constraints=["node==n2"]' -l role=db -v /shared busybox sleep 1000`,
        id,
      ],
      ['old', nodeOf('a1'), /^n2$/],
      [
        'old',
        `docker create --name a2 -e constraint:storage!=hdd -e constraint:node!=n3 busybox && ${nodeOf('a2')}`,
        /\nn1$/,
      ],
      [
        'new',
        `docker create --name a3 -e constraint:storage==~tape -e constraint:node==n1 busybox && ${nodeOf('a3')}`,
        /\nn1$/,
      ],
      [
        'new',
        `docker create --name a4 -e 'constraint:storagedriver==/over|vfs/' -e affinity:container==a1 busybox && ${nodeOf('a4')}`,
        /\nn2$/,
      ],
      [
        'middle',
        `docker create --name a5 -e affinity:container!=a1 -e constraint:node!=n3 busybox && ${nodeOf('a5')}`,
        /\nn1$/,
      ],
      [
        'new',
        `docker create --name a6 --label 'com.docker.swarm.affinities=["container==a1"]' busybox && ${nodeOf('a6')}`,
        /\nn2$/,
      ],
      ['new', `docker create --name a7 -e affinity:role==db busybox && ${nodeOf('a7')}`, /\nn2$/],
      [
        'new',
        'docker create -e affinity:role!=/./ -e constraint:node==n2 busybox',
        /\n\[role!=\/\.\/ \(soft=false\)\]\n\[node==n2\]/,
        1,
      ],
      ['new', 'docker run -d -c 10240 busybox true', /no resources available to schedule container/, 125],
      ['new', 'docker run -d -e constraint:nonsense busybox true', /One of operator ==, != is expected/, 125],
      ['old', 'docker run $(printf "a%.0s" {1..64})', /cannot specify 64-byte hexadecimal strings/, 125],
      ['new', 'docker create -e reschedule:false busybox', /invalid reschedule policy: false/, 1],
      [
        'new',
        `docker create -e reschedule:off --label 'com.docker.swarm.reschedule-policies=["on-node-failure"]' busybox`,
        /too many reschedule policies/,
        1,
      ],
      [
        'new',
        'for n in 1 2 3; do docker run -d -e constraint:node==n1 --net host --expose 80 busybox sleep 1000; done',
        /\[port 80\/tcp \(Host mode\)\](.|\n)*\[port 80\/tcp \(Host mode\)\]/,
        125,
      ],
    ])
  })

  it('counts slots', () =>
    inOrder([
      [
        'new',
        'docker create --name s1 -e constraint:node==n3 busybox && docker create --name s2 -e constraint:node==n3 busybox',
        /[0-9a-f]{64}$/,
      ],
      ['new', 'docker create -e constraint:node==n3 busybox', /\n\[available container slots\]/, 1],
      [
        'new',
        `docker create --name s3 -e constraint:node==~n3 busybox && ${nodeOf('s3')} && docker rm s1 s2 s3`,
        /\nn[12]\ns1\ns2\ns3$/,
      ],
    ]))

  it('follows what a container depends on, and leaves that as it was written', () =>
    inOrder([
      ['new', 'docker run -d --name d1 -e constraint:node==n2 -v /shared busybox sleep 1000', id],
      ['new', 'docker create --name d2 --volumes-from=/d1:ro busybox', id],
      ['new', 'docker inspect -f "{{.Node.Name}} {{.HostConfig.VolumesFrom}}" d2', /^n2 \[\/d1:ro\]$/],
      ['old', 'docker create --name d3 --link=/d1:foo busybox', id],
      ['old', 'docker inspect -f "{{.Node.Name}} {{.HostConfig.Links}}" d3', /^n2 \[\/d1:\/d3\/foo\]$/],
      ['new', 'docker run -d --name d4 --net=container:/d1 busybox sleep 1000', id],
      [
        'new',
        'docker inspect -f "{{.Node.Name}} {{.HostConfig.NetworkMode}}" d4',
        /^n2 container:([0-9a-f]{64}|\/d1)$/,
      ],
      ['new', 'docker create --volumes-from d1 -e constraint:node==n1 busybox', /Unable to find a node/, 1],
    ]))

  it('keeps names one over the cluster, and the id of classic Swarm', () =>
    inOrder([
      ['new', 'docker run -d --name x1 -e constraint:node==n1 busybox sh -c "echo said; exec sleep 1000"', id],
      ['new', 'docker create --name x2 -e constraint:node==n2 busybox', id],
      ['new', 'docker rename x2 $(docker inspect -f "{{.Id}}" x1)', /Conflict/, 1],
      [
        'new',
        'short=$(docker inspect -f "{{.Id}}" x1 | cut -c1-10); docker create --name $short busybox && docker rm $short',
        /[0-9a-f]{64}\n[0-9a-f]{10}$/,
      ],
      ['new', 'long=$(docker inspect -f "{{.Id}}" x2); docker create --name $long -e constraint:node==n1 busybox', id],
      [
        'new',
        `own=$(docker inspect -f '{{index .Config.Labels "com.docker.swarm.id"}}' x1); echo \${#own}; docker inspect -f "{{.Name}}" $own; docker logs $own; docker ps --filter label=com.docker.swarm.id=$own --format "{{.Names}}"; docker commit $own x:own >/dev/null && docker rmi x:own; test $own != $(docker inspect -f "{{.Id}}" x1)`,
        /^64\n\/x1\nsaid\nn1\/x1\nUntagged: x:own/,
      ],
    ]))

  it('passes on whatever a container is to have', () =>
    inOrder(
      (['n1', 'n2'] as const).flatMap((host): Step[] => [
        [
          host === 'n1' ? 'new' : 'old',
          `docker create --name h-${host} -e constraint:node==${host} --add-host up:10.0.0.1 --cap-add NET_ADMIN --cap-drop MKNOD --ulimit nofile=99:100 --ipc host --pid host --tmpfs /t:size=1m --device /dev/null:/dev/zero1 --device-read-bps /dev/vda:1mb --dns 10.0.0.9 --group-add 7 --oom-score-adj 5 --read-only --restart on-failure:2 --security-opt no-new-privileges --shm-size 8m --sysctl net.ipv4.ip_forward=1 --stop-timeout 4 --log-opt max-size=1m -h called busybox`,
          id,
        ],
        [
          'new',
          `docker inspect -f "{{json .HostConfig}}" h-${host} > ours; ${own(host, `inspect -f "{{json .HostConfig}}" h-${host}`)} > theirs; cmp ours theirs && cat ours`,
          /"MaximumRetryCount":2.*"CapAdd":\["(CAP_)?NET_ADMIN"\].*"ExtraHosts":\["up:10.0.0.1"\].*"IpcMode":"host".*"PidMode":"host".*"ShmSize":8388608/,
        ],
      ]),
    ))
})

describe.concurrent('containers', () => {
  it('are reached by every verb', () =>
    inOrder([
      [
        'new',
        `docker create -i --name r1 -e constraint:node==n2 busybox sh -c 'read a; echo got $a; exit 4' && docker start r1`,
        /r1$/,
      ],
      ['old', 'echo word | docker attach r1', /^got word$/, 4],
      ['middle', 'docker exec r1 true', /is not running/, 1],
      ['new', 'echo again | docker start -ai r1', /^got again$/, 4],
      ['new', 'docker logs --tail 1 -f r1 && docker wait r1', /^got again\n4$/],
      ['new', 'docker run -d --name r2 -e constraint:node==n1 --stop-signal KILL busybox sleep 1000', id],
      [
        'new',
        'docker exec -d r2 touch /there && docker exec r2 sh -c "until test -e /there; do sleep 0.1; done" && docker restart r2',
        /^r2$/,
      ],
      [
        'new',
        'mkdir -p in/deep && echo x > in/deep/f && docker cp in r2:/tmp && docker cp r2:/tmp/in out && cat out/deep/f',
        /(^|\n)x$/,
      ],
      ['old', 'docker cp r2:/none . ', /No such container:path|Could not find the file/, 1],
      ['new', 'docker wait r2 & sleep 0.2; docker kill r2 && wait', /^(r2\n137|137\nr2)$/],
      ['new', 'docker rm r1 r2 && docker rm r1', /No such container: r1/, 1],
    ]))
})

describe.concurrent('objects of all hosts', () => {
  it.each(Object.entries(linesOfObjects))('%s', (_what, lines) => inOrder(lines({ own, registry: lab.registry ?? '' })))
})

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
      [0, 1, 2, 3, 4, 5].map((lane) => run('new', `set -e; for n in ${lane}a ${lane}b; do ${round}; done`)),
    )
    for (const lane of lanes) expect(lane).toMatchObject({ code: 0 })
    for (const { ip } of lab.hosts) {
      const open = async () => (await run('new', `ss -Htn state established dst ${ip}:2375 | wc -l`)).output
      await expect.poll(async () => Number(await open()), { timeout: 20_000 }).toBeLessThanOrEqual(10)
    }
  })
})
