// What a power cut does to containers that ask to be rescheduled, by the real docker on real engines of two generations: under
// `lotse manage` within the times of classic Swarm, and under a console that is killed in the midst of it.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CommandProcess, startCommand } from '@/e2e/command-process'
import { type ConsoleClient, signIn } from '@/e2e/console-client'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { anyFreePort, type ServerProcess, startServer } from '@/e2e/server-process'
import type { Attention, Overview } from '@/lib/contract/overview'
import { within } from '@/server/testing/within'

let lab: Lab
let cli: { dockerCli: string; env: Record<string, string> }
let listen: string
let command: CommandProcess | undefined
let directory: string
let server: ServerProcess | undefined
const patience = { timeout: 90_000, interval: 200 }
vi.setConfig({ testTimeout: 240_000 })

beforeAll(async () => {
  lab = await startLab({
    hosts: [{}, { engine: 'kv' }, {}],
    preload: ['busybox'],
    registry: false,
    diskMiB: 256,
  })
  await lab.swarm(1)
  cli = await lab.client('n1')
  directory = await mkdtemp(path.join(tmpdir(), 'reschedule-'))
})
afterAll(async () => {
  await command?.end('SIGKILL')
  await server?.kill()
  await lab?.down()
  if (directory) await rm(directory, { recursive: true, force: true })
})

/** What it prints, or how it failed. */
const docker = (line: string): Promise<string> =>
  new Promise((resolve) => {
    const { DOCKER_CONFIG = '' } = cli.env
    const env = { ...process.env, DOCKER_CONFIG, DOCKER_HOST: `tcp://${listen}` }
    const child = spawn('bash', ['-c', `docker() { "${cli.dockerCli}" "$@"; }\n${line}`], { env, stdio: 'pipe' })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('close', (code) => resolve(code === 0 ? output.trim() : `exit ${code}: ${output.trim()}`))
  })
const id = /^[0-9a-f]{64}$/
const names = async (flags = '') => (await docker(`docker ps ${flags} --format '{{.Names}}'`)).split('\n').sort()
const statusOf = async (host: string) =>
  new RegExp(` ${host}: .*\n.*ID: .*\n.*Status: (\\w+)`).exec(await docker('docker info'))?.[1]
/** On the engine itself, whatever a manager knows. */
const onEngine = async (host: string, flags = '-a') =>
  (await lab.docker(host, 'ps', ...flags.split(' ').filter(Boolean), '--format', '{{.Names}}')).stdout
    .split('\n')
    .filter(Boolean)
    .sort()

const shut = async () => {
  await docker('docker rm -fv $(docker ps -aq)')
  await expect.poll(() => names('-a'), patience).toEqual([''])
}
const asks = '-e reschedule:on-node-failure'
const serves = `busybox sh -c 'mkdir /www && hostname > /www/index.html; exec httpd -f -p 80 -h /www'`

describe('a power cut under lotse manage', () => {
  it('moves what asks for it as it was, in time, leaves the rest, and clears up when the host is back', async () => {
    listen = `127.0.0.1:${await anyFreePort()}`
    const quick = ['--engine-refresh-min-interval=1s', '--engine-refresh-max-interval=1s', '--engine-failure-retry=1']
    const hosts = lab.hosts.map(({ address }) => address.replace('tcp://', '')).join(',')
    command = startCommand(['-l', 'debug', 'manage', '-H', listen, '--heartbeat=1s', ...quick, hosts])
    await expect.poll(() => statusOf('n2'), patience).toBe('Healthy')
    const create = 'docker network create -d overlay --attachable --subnet 10.88.0.0/24 shared'
    expect(await docker(create)).toMatch(/^[0-9a-z]{25}$/)

    const near = '-e constraint:node==~n2 --stop-signal KILL'
    const byLabel = `--label 'com.docker.swarm.reschedule-policies=["on-node-failure"]'`
    const web = `--net shared --network-alias front -p 8080:80 -l own=kept -m 20m --restart always -v /anon -h shop`
    for (const line of [
      `run -d --name web ${asks} ${near} ${web} ${serves}`,
      `run -d --name beside ${asks} --net container:web busybox sleep 1000`,
      `run -d --name fixed ${byLabel} ${near} --net shared --ip 10.88.0.77 busybox sleep 1000`,
      `create --name idle ${byLabel} ${near} busybox sleep 1000`,
      `run -d --name swift ${asks} ${near} -p 8082:80 busybox sleep 1000`,
      `run -d --name paused ${asks} ${near} busybox sleep 1000`,
      `run -d --name pinned ${asks} -e constraint:node==n2 busybox sleep 1000`,
      `run -d --name data ${asks} ${near} -v kept:/data busybox sleep 1000`,
      `run -d --name plain -e constraint:node==n2 busybox sleep 1000`,
    ])
      expect(await docker(`docker ${line}`), line).toMatch(id)
    expect(await docker('docker pause paused')).toBe('paused')
    const all = ['beside', 'data', 'fixed', 'idle', 'paused', 'pinned', 'plain', 'swift', 'web']
    expect(await names('-a')).toEqual(all.map((name) => `n2/${name}`))
    const swarmIdOf = (name: string) =>
      docker(`docker inspect -f '{{index .Config.Labels "com.docker.swarm.id"}}' ${name}`)
    const swarmId = await swarmIdOf('web')
    expect(swarmId).toMatch(id)

    await lab.cut('n2')
    await within(5, () => statusOf('n2'), 'Unhealthy')
    const moved = async () => (await names()).map((name) => name.replace(/^n[13]\//, '')).sort()
    await within(5, async () => (await moved()).join(' '), /paused.* swift/)
    // Swarm mode gives an overlay to a host only with its first container.
    await expect.poll(moved, patience).toEqual(expect.arrayContaining(['beside', 'web']))

    expect(await swarmIdOf(swarmId)).toBe(swarmId)
    expect(
      await docker(
        `docker inspect -f '{{.State.Status}} {{.HostConfig.PortBindings}} {{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}} {{index .Config.Labels "own"}} {{.Config.Hostname}}' web`,
      ),
    ).toBe('running map[80/tcp:[{ 8080}]] 20971520 always kept shop')
    expect(await docker('docker port web')).toMatch(/^80\/tcp -> [\d.]+:8080/m)
    const nodeOf = (name: string) => docker(`docker inspect -f '{{.Node.Name}}' ${name}`)
    expect(await nodeOf('beside')).toBe(await nodeOf('web'))
    // Who never ran is made and not started.
    expect(await docker(`docker inspect -f '{{.State.Status}}' idle`)).toBe('created')
    const asked = `docker run --rm --net shared -e constraint:node!=$(docker inspect -f '{{.Node.Name}}' web) busybox wget -qO- http://front/`
    await expect.poll(() => docker(asked), patience).toBe('shop')
    // An address of a Swarm-mode overlay is free when its managers have given the host up.
    await expect.poll(moved, patience).toContain('fixed')
    const address = `docker inspect -f '{{.NetworkSettings.Networks.shared.IPAddress}}' fixed`
    expect(await docker(address)).toBe('10.88.0.77')

    // What did not ask for it, may be nowhere else, or has its data there.
    expect((await names('-a')).filter((name) => name.startsWith('n2/'))).toEqual(['n2/data', 'n2/pinned', 'n2/plain'])
    expect(await names()).not.toContain('n2/plain')
    expect(await docker('docker inspect plain')).toMatch(/^exit 1: .*running on unhealthy node/s)
    expect(command.output()).toMatch(/Rescheduled container [0-9a-f]{12} from n2 to n[13] as [0-9a-f]{12}/)
    expect(command.output()).toContain('data has data on n2 in the local volume kept.')

    await lab.power('n2')
    await within(30, () => statusOf('n2'), /^Healthy$/)
    await expect.poll(() => onEngine('n2'), patience).toEqual(['data', 'pinned', 'plain'])
    expect(await swarmIdOf('web')).toBe(swarmId)
    expect((await names('-a')).map((name) => name.replace(/^n\d\//, '')).sort()).toEqual(all)
    await shut()
    expect(await command.end()).toBe(0)
  })
})

describe('a power cut under the console', () => {
  const adminPassword = 'a-password-for-the-lab'
  let client: ConsoleClient
  const rescheduling = async (): Promise<Attention[]> =>
    (await client.call<Overview>('GET', '/overview')).attention.filter(({ cause }) => cause.kind === 'reschedule')
  const copies = async (flags?: string) => {
    const hosts = ['n1', 'n2', 'n3']
    const all = await Promise.all(hosts.map((host) => onEngine(host, flags).catch((): string[] => [])))
    return hosts.flatMap((host, at) => (all[at]?.includes('db') ? [host] : []))
  }

  it('is told, and leaves one copy, whenever the server is killed', async () => {
    listen = `127.0.0.1:${await anyFreePort()}`
    const dataDir = path.join(directory, 'data')
    const discovery = `nodes://${lab.hosts.map(({ address }) => address.replace('tcp://', '')).join(',')}`
    server = await startServer({ dataDir, discovery, adminPassword, env: { LOTSE_DOCKER_LISTEN: listen } })
    client = await signIn(server.url, adminPassword)
    await expect.poll(() => statusOf('n3'), patience).toBe('Healthy')
    const create = 'docker network create -d overlay --attachable --subnet 10.89.0.0/24 apart'
    expect(await docker(create)).toMatch(/^[0-9a-z]{25}$/)
    const db = `--net apart --network-alias store -p 8081:80 -l own=kept --restart always`
    const near = '-e constraint:node==~n3'
    expect(await docker(`docker run -d --name db ${asks} ${near} ${db} busybox sleep 1000`)).toMatch(id)
    expect(await docker(`docker run -d --name pinned ${asks} -e constraint:node==n3 busybox sleep 1000`)).toMatch(id)
    const swarmId = await docker(`docker inspect -f '{{index .Config.Labels "com.docker.swarm.id"}}' db`)
    const kept = () => readFile(path.join(dataDir, 'rescheduling.json'), 'utf8').catch(() => '')
    // What a lost host had is not asked of it any more.
    await expect
      .poll(async () => /"apart"/.test(await kept()) && /"name":"pinned"/.test(await kept()), patience)
      .toBe(true)

    // Killed before it can have noticed.
    await lab.cut('n3')
    await server.kill()
    await server.start()
    client = await signIn(server.url, adminPassword)
    // Killed when the other one is made, and waits for its network or has just been started.
    await expect.poll(() => copies(), patience).toHaveLength(1)
    await server.kill()
    await server.start()
    client = await signIn(server.url, adminPassword)
    await expect.poll(() => copies(''), patience).toHaveLength(1)
    const [there] = await copies()
    await expect.poll(() => names(), patience).toContain(`${there}/db`)
    expect(
      await docker(
        `docker inspect -f '{{index .Config.Labels "com.docker.swarm.id"}} {{index .Config.Labels "own"}} {{.HostConfig.PortBindings}} {{.NetworkSettings.Networks.apart.Aliases}}' db`,
      ),
    ).toMatch(new RegExp(`^${swarmId} kept map\\[80/tcp:\\[\\{ 8081\\}\\]\\] \\[.*store`))

    await expect.poll(rescheduling, patience).toMatchObject([
      {
        severity: 'fail',
        title: 'pinned could not be rescheduled from n3',
        text: expect.stringMatching(/^No other host takes it\. n1: constraint node == n3/),
      },
    ])
    await lab.power('n3')
    await expect.poll(() => onEngine('n3'), patience).toEqual(['pinned'])
    await expect.poll(rescheduling, patience).toEqual([])
    expect(await copies()).toEqual([there])
    await shut()
    await server.stop()
  })
})
