// The program in the place of classic Swarm's: real engines, real stores that are lost and come back, the real docker client. What is
// promised in seconds is held to those seconds.
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCommand } from '@/e2e/command-process'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import {
  type CommandLab,
  containerId as id,
  type Manager,
  openCommandLab,
  quick,
  roleOf,
  sleeper,
  slow,
} from '@/server/testing/command-lab'
import { eventually, within } from '@/server/testing/within'

let lab: Lab
let swarm: CommandLab
const docker: CommandLab['docker'] = (...args) => swarm.docker(...args)
const manage = (...args: string[]): Manager => swarm.manage(swarm.nextListen(), ...args)
// Twenty programs at once on a machine that may have two cores.
vi.setConfig({ testTimeout: 240_000 })

beforeAll(async () => {
  // The older engines, which report themselves in the store as well. The third is lost while others are at work on two.
  lab = await startLab({ hosts: 3, generation: 'kv', preload: ['busybox'], registry: false, diskMiB: 256 })
  swarm = await openCommandLab(lab)
})
afterAll(async () => {
  await swarm?.close()
  await lab?.down()
})

const two = () => swarm.authorities.slice(0, 2)
const placeOf: CommandLab['placeOf'] = (...args) => swarm.placeOf(...args)

describe('lotse manage', () => {
  it('serves docker within a moment, started by its variables, and follows a file of hosts', async () => {
    const file = path.join(swarm.directory, 'hosts')
    await writeFile(file, `${two()[0]}\n`)
    const listen = swarm.nextListen()
    const command = swarm.start(['manage', ...quick], {
      SWARM_HOST: `tcp://${listen}`,
      SWARM_DISCOVERY: `file://${file}`,
    })
    await within(15, () => swarm.ping(listen), 200)
    // A second and a half, in the processor's time, as other programs may be on this machine.
    const stat = (await readFile(`/proc/${command.child.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
    expect((Number(stat[11]) + Number(stat[12])) / 100).toBeLessThan(1.5)
    expect(await swarm.firstInfo(listen, 1)).toContain('Role: primary')
    const events = await swarm.events(listen)
    await writeFile(file, two().join('\n'))
    await within(5, () => docker(listen, 'info'), 'Nodes: 2')
    const info = await swarm.firstInfo(listen, 2)
    expect(info).toMatch(/Role: primary\n Strategy: spread\n Filters: health, .*\n Nodes: 2\n {2}n1: [\d.]+:2375\n/)
    await eventually(events.heard, /swarm engine_connect .*node\.name=n2/)

    expect(await docker(listen, ...sleeper('one'))).toMatch(id)
    expect(await docker(listen, ...sleeper('two'))).toMatch(id)
    const places = await docker(listen, 'ps', '--format', '{{.Names}}')
    expect(
      places
        .split('\n')
        .map((name) => name.split('/')[0])
        .sort(),
    ).toEqual(['n1', 'n2'])
    expect(await docker(listen, 'exec', 'one', 'echo', 'heard')).toBe('heard')
    const host = await placeOf(listen, 'one')
    await lab.docker(host, 'commit', 'one', 'made:there')
    await within(5, () => docker(listen, 'images', '-q', 'made:there'), /^[0-9a-f]{12}$/)
    expect(await docker(listen, 'rmi', 'made:there')).toContain('Untagged: made:there')
    expect(await docker(listen, 'rm', '-f', 'one', 'two')).toBe('one\ntwo')

    await writeFile(file, `${two()[0]}\n`)
    await within(5, () => docker(listen, 'info'), 'Nodes: 1')
    await eventually(events.heard, /swarm engine_disconnect .*node\.name=n2/)
    events.end()
    expect(await command.end()).toBe(0)
    expect(command.output()).toContain('container.create')
  })

  it('fills one host after the other with binpack, and spreads otherwise', async () => {
    const packs = manage('--strategy', 'binpack', `nodes://${two().join(',')}`)
    const spreads = manage('-strategy=spread', two()[0]?.replace('.11:', '.[11:12]:') ?? '')
    expect(await swarm.firstInfo(packs.listen, 2)).toContain('Strategy: binpack')
    await swarm.firstInfo(spreads.listen, 2)
    const places = async ({ listen }: Manager, names: readonly string[]) => {
      for (const name of names) expect(await docker(listen, ...sleeper(name, '-m', '8m'))).toMatch(id)
      const hosts = await Promise.all(names.map((name) => placeOf(listen, name)))
      await docker(listen, 'rm', '-f', ...names)
      return new Set(hosts).size
    }
    expect(await places(packs, ['pack1', 'pack2', 'pack3'])).toBe(1)
    expect(await places(spreads, ['spread1', 'spread2'])).toBe(2)
    await Promise.all([packs, spreads].map(({ command }) => command.end()))
  })

  it('goes on to another host with a create when it may, and avoids a dead one', async () => {
    const retries = manage('-cluster-opt', 'swarm.createretry=1', ...slow, two().join(','))
    const fails = manage(...slow, two().join(','))
    const looks = manage(...quick, two().join(','))
    const all = [retries, fails, looks]
    await Promise.all(all.map(({ listen }) => swarm.firstInfo(listen, 2)))
    const events = await swarm.events(looks.listen)
    const wantsDead = (name: string) => ['create', '--name', name, '-e', 'constraint:node==~n2', 'busybox']
    await lab.crash('n2')
    const crashedAt = performance.now()
    const first = await docker(fails.listen, ...wantsDead('first'))
    expect(first.split('\n')[0]).toMatch(
      /^exit 1: .*(Cannot connect to the docker engine endpoint|Cannot connect to the Docker daemon)/,
    )
    expect(await docker(fails.listen, 'create', '--name', 'second', 'busybox')).toMatch(id)
    expect(await docker(retries.listen, ...wantsDead('retried'))).toMatch(id)
    await new Promise((resolve) => setTimeout(resolve, 3_000 - (performance.now() - crashedAt)))
    expect(await docker(looks.listen, ...wantsDead('avoided'))).toMatch(id)
    expect(await swarm.healthy(looks.listen)).toBe(1)
    await eventually(events.heard, /swarm engine_disconnect .*node\.name=n2/)
    for (const name of ['second', 'retried', 'avoided']) expect(await placeOf(looks.listen, name)).toBe('n1')
    await lab.restart('n2')
    for (const { listen } of all) await within(15, () => swarm.healthy(listen), 2)
    await eventually(events.heard, /swarm engine_connect .*node\.name=n2/)
    events.end()
    expect(await docker(looks.listen, 'rm', 'second', 'retried', 'avoided')).toBe('second\nretried\navoided')
    await Promise.all(all.map(({ command }) => command.end()))
  })

  it('makes containers of a lost host anew elsewhere, and removes what comes back with it', async () => {
    const { command, listen } = manage(...quick, two().join(','))
    await swarm.firstInfo(listen, 2)
    const asking = ['-e', 'reschedule:on-node-failure', '-e', 'constraint:node==~n2', '-p', '8080:80']
    expect(await docker(listen, ...sleeper('moved', ...asking))).toMatch(id)
    expect(await docker(listen, ...sleeper('lost', '-e', 'constraint:node==n2'))).toMatch(id)
    const names = async (...flags: string[]) =>
      (await docker(listen, 'ps', ...flags, '--format', '{{.Names}}')).split('\n').sort()
    expect(await names()).toEqual(['n2/lost', 'n2/moved'])
    await lab.cut('n2')
    await within(5, () => docker(listen, 'info'), 'Status: Unhealthy')
    await within(5, () => names(), ['n1/moved'])
    expect(await names('-a')).toEqual(['n1/moved', 'n2/lost'])
    expect(await docker(listen, 'inspect', 'lost')).toMatch(/^exit 1/)
    expect(await docker(listen, 'inspect', '--format', '{{.State.Status}} {{.HostConfig.PortBindings}}', 'moved')).toBe(
      'running map[80/tcp:[{ 8080}]]',
    )
    // One that is not there yet when a manager begins.
    const later = manage(...quick, two().join(','))
    await within(15, () => docker(later.listen, 'info'), /Nodes: 2\n(.*\n)*.*Status: Pending/)
    await lab.power('n2')
    await within(30, () => swarm.healthy(listen), 2)
    await within(45, () => swarm.healthy(later.listen), 2)
    const onHost = async () => (await lab.docker('n2', 'ps', '-a', '--format', '{{.Names}}')).stdout.trim()
    await eventually(onHost, /^lost$/)
    expect(command.output()).toMatch(/Rescheduled container [0-9a-f]{12} from n2 to n1 as [0-9a-f]{12}/)
    expect(await docker(listen, 'rm', '-f', 'moved', 'lost')).toBe('moved\nlost')
    await Promise.all([command.end(), later.command.end()])
  })

  it('lets in only who has a certificate where it is told to, at each place at which it listens', async () => {
    const { files, client } = await swarm.withTls('manager')
    const own = ['--tlsverify', `--tlscacert=${files.ca}`, `--tlscert=${files.cert}`, `--tlskey=${files.key}`]
    const socket = path.join(swarm.directory, 'manager.sock')
    const { command, listen } = manage('-H', `unix://${socket}`, ...own, 'nodes://')
    await eventually(command.output, `unix://${socket}`)
    const theirs = ['--tlsverify', `--tlscacert=${files.ca}`]
    const certified = [...theirs, `--tlscert=${client.cert}`, `--tlskey=${client.key}`]
    expect(await docker(listen, ...certified, 'info')).toContain('Nodes: 0')
    expect(await docker(listen, ...theirs, 'info')).toMatch(/certificate/)
    expect(await docker(listen, 'info')).toMatch(/^exit 1: .*error during connect/s)
    expect(await docker(listen, '-H', `unix://${socket}`, 'info')).toContain('Nodes: 0')
    await command.end()
  })

  it('finds the engines that report themselves in their store', async () => {
    const { command, listen } = manage(lab.clusterStore ?? '')
    await swarm.firstInfo(listen, 3)
    expect(await swarm.listed(lab.clusterStore ?? '')).toEqual(swarm.authorities)
    await command.end()
  })
})

const replicationTtl = 4

// The longest first, as no more than five run beside each other. Consul with TLS.
describe.concurrent.each(['etcd', 'zk', 'consul'] as const)('two managers with a lock in %s', (name) => {
  it('have one primary, through which the other passes everything, and another when it ends', async ({ expect }) => {
    const kept = `kept-${name}`
    const { files, options } = name === 'consul' ? await swarm.withTls(name) : { options: [] }
    const store = await swarm.startStore(name, files)
    const discovery = `${store.url}/test`
    // A host of which one is lost, for the others are at work on the rest.
    const hosts = name === 'consul' ? swarm.authorities.slice(1) : two()
    const joins = hosts.map((host) =>
      swarm.start(['join', '--heartbeat=1s', '--ttl=10s', `--advertise=${host}`, ...options, discovery]),
    )
    await eventually(() => swarm.listed(...options, discovery), hosts)
    const replicated = () => {
      const listen = swarm.nextListen()
      const replication = ['--replication', '--replication-ttl', `${replicationTtl}s`, '--advertise', listen]
      return swarm.manage(listen, ...quick, ...replication, ...options, discovery)
    }
    const one = replicated()
    expect(roleOf(await swarm.firstInfo(one.listen, 2))).toEqual(['primary', undefined])
    const other = replicated()
    expect(roleOf(await swarm.firstInfo(other.listen, 2))).toEqual(['replica', one.listen])
    expect(await docker(other.listen, ...sleeper(kept, '-e', 'constraint:node==n2'))).toMatch(id)
    expect(one.command.output()).toContain('container.create')
    expect(await docker(other.listen, 'exec', kept, 'echo', 'through')).toBe('through')
    const attached = docker(other.listen, 'run', '--rm', 'busybox', 'sh', '-c', 'echo out; exit 3')
    expect(await attached).toBe('exit 3: out')

    const asking = ['-e', 'reschedule:on-node-failure', '-e', 'constraint:node==~n3']
    if (name === 'consul') expect(await docker(other.listen, ...sleeper('saved', ...asking))).toMatch(id)
    // In good order, by force, and asleep with a host of which it will hear only when it wakes.
    if (name === 'etcd') expect(await one.command.end('SIGTERM')).toBe(0)
    else if (name === 'zk') await one.command.end('SIGKILL')
    else {
      one.command.child.kill('SIGSTOP')
      await lab.cut('n3')
    }
    await within(2 * replicationTtl, () => docker(other.listen, 'info'), 'Role: primary')
    expect(await docker(other.listen, 'exec', kept, 'echo', 'still')).toBe('still')
    if (name === 'consul') {
      await eventually(() => docker(other.listen, 'ps', '--format', '{{.Names}}'), 'n2/saved')
      const asked = docker(one.listen, 'create', '--name', 'twice', 'busybox')
      expect(await docker(other.listen, 'create', '--name', 'twice', 'busybox')).toMatch(id)
      one.command.child.kill('SIGCONT')
      expect(await asked).toMatch(/^exit 1: .*(No elected primary cluster manager|Conflict)/)
      await eventually(async () => roleOf(await docker(one.listen, 'info')), ['replica', other.listen])
      expect(await docker(one.listen, 'exec', kept, 'echo', 'awake')).toBe('awake')
      await lab.power('n3')
      await within(30, () => swarm.healthy(other.listen), 2)
      const copies = async () => {
        const found = ['n1', 'n2', 'n3'].map((host) => lab.docker(host, 'ps', '-a', '--format', `${host}/{{.Names}}`))
        return (await Promise.all(found)).flatMap(({ stdout }) => stdout.match(/\S+\/(saved|twice)\b/g) ?? []).sort()
      }
      await eventually(copies, ['n2/saved', 'n2/twice'])
      expect(one.command.output()).not.toContain('Rescheduled container')
      expect(await docker(one.listen, 'rm', '-f', 'saved', 'twice')).toBe('saved\ntwice')
      await one.command.end()
    }

    // All of the store is lost: nobody acts until it is back, then one does, and the others know which.
    const third = replicated()
    expect(roleOf(await swarm.firstInfo(third.listen, 2))).toEqual(['replica', other.listen])
    await store.kill()
    await eventually(() => docker(other.listen, 'kill', kept), 'No elected primary cluster manager')
    await store.start({ empty: true })
    const roles = () => Promise.all([other, third].map(async ({ listen }) => roleOf(await docker(listen, 'info'))))
    const oneAndWho = async () => {
      const [of, ofThird] = await roles()
      const [primary] = [of?.[0] === 'primary' ? other : third]
      return (
        [of, ofThird]
          .map((each) => each?.join(' '))
          .sort()
          .join() === `primary ,replica ${primary?.listen}`
      )
    }
    await within(20, oneAndWho, true)
    await eventually(() => docker(other.listen, 'rm', '-f', kept), new RegExp(`^${kept}$`))
    await Promise.all([other, third].map(({ command }) => command.end()))
    await Promise.all(joins.map((each) => each.end('SIGKILL')))
    await store.end()
  })
})

// etcd with TLS.
describe.concurrent.each(['etcd', 'zk', 'consul'] as const)('hosts in %s', (name) => {
  it('are seen as they join, stay while the store is lost, and go when nobody reports them', async ({ expect }) => {
    const { files, client, options } = name === 'etcd' ? await swarm.withTls(name) : { options: [] }
    const store = await swarm.startStore(name, files)
    const discovery = `${store.url}/test`
    const { command, listen } = manage(...options, discovery)
    await within(15, () => docker(listen, 'info'), 'Nodes: 0')
    const times = ['--heartbeat=1s', '--ttl=10s', '--delay=500ms']
    const [first = '', second = ''] = two()
    const joins = [swarm.start(['join', ...times, `--advertise=${first}`, ...options, discovery])]
    await within(5, () => docker(listen, 'info'), 'Nodes: 1')
    const asVariables = { SWARM_ADVERTISE: second, SWARM_DISCOVERY: discovery }
    joins.push(swarm.start(['-l', 'debug', 'join', ...times, ...options], asVariables))
    await within(5, () => docker(listen, 'info'), 'Nodes: 2')
    expect(await swarm.listed('--timeout=10s', ...options, discovery)).toEqual(two())
    if (client) {
      const unknown = ['--discovery-opt', `kv.cacertfile=${client.ca}`]
      expect((await runCommand(['list', '--timeout=1s', ...unknown, discovery])).code).not.toBe(0)
      // Where managers of classic Swarm look for them.
      expect(await swarm.listedByV2(store, client)).toEqual(two())
    }
    await swarm.firstInfo(listen, 2)
    await store.kill()
    await eventually(command.output, 'the store is away')
    expect(await swarm.healthy(listen)).toBe(2)
    await store.start({ empty: true })
    await eventually(command.output, 'the store answers again')
    await eventually(() => swarm.listed(...options, discovery), two())
    expect(await swarm.healthy(listen)).toBe(2)
    await Promise.all(joins.map((each) => each.end('SIGKILL')))
    await within(15, () => docker(listen, 'info'), 'Nodes: 0')
    await command.end()
    await store.end()
  })
})

describe.concurrent('hosts at a discovery service of our own', () => {
  it('are seen by its token, also when the service was killed and is back', async ({ expect }) => {
    const service = swarm.nextListen()
    const serve = () => swarm.start(['discovery', '-H', service, '--file', path.join(swarm.directory, 'clusters.json')])
    const first = serve()
    await eventually(first.output, 'the discovery service is served')
    const created = await runCommand(['create', '--service', `http://${service}`])
    expect(created.answer).toMatch(/^[0-9a-f]{32}\n$/)
    const token = created.answer.trim()
    const discovery = `token+http://${service}/${token}`
    const { command, listen } = manage(discovery)
    const joins = two().map((host) =>
      swarm.start(['join', '--heartbeat=1s', '--ttl=10s', `--advertise=${host}`, discovery]),
    )
    await swarm.firstInfo(listen, 2)
    await first.end('SIGKILL')
    await eventually(command.output, 'the store is away')
    expect(await swarm.healthy(listen)).toBe(2)
    serve()
    const known = { LOTSE_DISCOVERY_SERVICE: `http://${service}` }
    const listed = async () => (await runCommand(['list', `token://${token}`], known)).answer
    await eventually(listed, `${two().join('\n')}\n`)
    await Promise.all(joins.map((each) => each.end('SIGKILL')))
    await within(15, () => docker(listen, 'info'), 'Nodes: 0')
    await command.end()
  })
})
