// The program in the place of classic Swarm's: real engines, real stores that are lost and come back, the real docker client.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CommandProcess, runCommand, startCommand } from '@/e2e/command-process'
import {
  prepareDiscoveryStores,
  type RunningStore,
  type StoreFiles,
  type StoreName,
  startDiscoveryStore,
} from '@/e2e/lab/discovery-stores'
import { startLab } from '@/e2e/lab/lab'
import type { Lab } from '@/e2e/lab/types'
import { testCertificates } from '@/server/testing/certificates'

let lab: Lab
let directory: string
let cli: { dockerCli: string; env: Record<string, string> }
let programs: Awaited<ReturnType<typeof prepareDiscoveryStores>>
const started: CommandProcess[] = []
const stores: RunningStore[] = []
const patience = { timeout: 60_000, interval: 200 }
// Twenty programs at once on a machine that may have two cores.
vi.setConfig({ testTimeout: 240_000 })

beforeAll(async () => {
  programs = await prepareDiscoveryStores(() => undefined)
  // The older engines, which report themselves in the store as well.
  lab = await startLab({ hosts: 2, generation: 'kv', preload: ['busybox'], registry: false, diskMiB: 256 })
  cli = await lab.client('n1')
  directory = await mkdtemp(path.join(tmpdir(), 'command-'))
})
afterAll(async () => {
  await Promise.all(started.map((each) => each.end('SIGKILL')))
  await Promise.all(stores.map((each) => each.end()))
  await lab?.down()
  if (directory) await rm(directory, { recursive: true, force: true })
})

// Below the ports that the kernel gives to outgoing connections.
let nextPort = 23_000 + (process.pid % 900) * 10
const start = (...args: string[]): CommandProcess => {
  const command = startCommand(args)
  started.push(command)
  return command
}
/** A manager, and the port at which it is. */
const manage = (...args: string[]) => {
  nextPort += 1
  const listen = `127.0.0.1:${nextPort}`
  const began = performance.now()
  const command = start('-l', 'debug', '-experimental', 'manage', '-H', listen, '--heartbeat=1s', ...args)
  return { command, listen, began }
}
const docker = (listen: string, ...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    const { DOCKER_CONFIG = '' } = cli.env
    const env = { ...process.env, DOCKER_CONFIG, DOCKER_HOST: `tcp://${listen}` }
    const child = spawn(cli.dockerCli, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('close', (code) => resolve(code === 0 ? output.trim() : `exit ${code}: ${output.trim()}`))
  })
const healthy = async (listen: string): Promise<number> =>
  (await docker(listen, 'info')).match(/Status: Healthy/g)?.length ?? 0
const authorities = () => lab.hosts.map(({ address }) => address.replace('tcp://', ''))
const startStore = async (name: StoreName, tls?: StoreFiles): Promise<RunningStore> => {
  const store = await startDiscoveryStore(name, programs, tls)
  stores.push(store)
  return store
}
/** A store's certificate, and the options of those who come to it with one of their own. */
const withTls = async (name: string) => {
  const { ca, server, client } = testCertificates
  const write = async (file: string, text: string) => {
    const full = path.join(directory, `${name}-${file}.pem`)
    await writeFile(full, text, { mode: 0o600 })
    return full
  }
  const files: StoreFiles = {
    ca: await write('ca', ca),
    cert: await write('cert', server.cert),
    key: await write('key', server.key),
  }
  const [cert, key] = [await write('client-cert', client.cert), await write('client-key', client.key)]
  const options = [`kv.cacertfile=${files.ca}`, `kv.certfile=${cert}`, `kv.keyfile=${key}`]
  return { files, options: options.flatMap((each) => ['--discovery-opt', each]) }
}
const quick = ['--engine-refresh-min-interval=1s', '--engine-refresh-max-interval=1s', '--engine-failure-retry=1']

describe('lotse manage', () => {
  it('serves docker within a moment, and follows a file of hosts', async () => {
    const file = path.join(directory, 'hosts')
    await writeFile(file, `${authorities()[0]}\n`)
    const { command, listen, began } = manage(...quick, `file://${file}`)
    const ping = () =>
      fetch(`http://${listen}/_ping`).then(
        ({ status }) => status,
        () => 0,
      )
    await expect.poll(ping, { ...patience, interval: 20 }).toBe(200)
    // Half a second, and the stalls of a busy machine.
    expect(performance.now() - began).toBeLessThan(10_000)
    await expect.poll(() => healthy(listen), patience).toBe(1)
    await writeFile(file, authorities().join('\n'))
    await expect.poll(() => healthy(listen), patience).toBe(2)
    const info = await docker(listen, 'info')
    expect(info).toMatch(/Role: primary\n Strategy: spread\n Filters: health, .*\n Nodes: 2\n {2}n1: [\d.]+:2375\n/)
    expect(await docker(listen, 'run', '-d', '--name', 'one', 'busybox', 'sleep', '1000')).toMatch(/^[0-9a-f]{64}$/)
    expect(await docker(listen, 'run', '-d', '--name', 'two', 'busybox', 'sleep', '1000')).toMatch(/^[0-9a-f]{64}$/)
    const places = await docker(listen, 'ps', '--format', '{{.Names}}')
    expect(
      places
        .split('\n')
        .map((name) => name.split('/')[0])
        .sort(),
    ).toEqual(['n1', 'n2'])
    expect(await docker(listen, 'exec', 'one', 'echo', 'heard')).toBe('heard')
    expect(await docker(listen, 'rm', '-f', 'one', 'two')).toBe('one\ntwo')
    expect(await command.end()).toBe(0)
    expect(command.output()).toContain('container.create')
  })

  it('makes containers of a lost host anew elsewhere, and removes what comes back with it', async () => {
    const { command, listen } = manage(...quick, authorities().join(','))
    await expect.poll(() => healthy(listen), patience).toBe(2)
    const asking = ['-e', 'reschedule:on-node-failure', '-e', 'constraint:node==~n2', '-p', '8080:80']
    expect(await docker(listen, 'run', '-d', '--name', 'moved', ...asking, 'busybox', 'sleep', '1000')).toMatch(
      /^[0-9a-f]{64}$/,
    )
    expect(
      await docker(listen, 'run', '-d', '--name', 'lost', '-e', 'constraint:node==n2', 'busybox', 'sleep', '1000'),
    ).toMatch(/^[0-9a-f]{64}$/)
    const names = async (...flags: string[]) =>
      (await docker(listen, 'ps', ...flags, '--format', '{{.Names}}')).split('\n').sort()
    expect(await names()).toEqual(['n2/lost', 'n2/moved'])
    await lab.cut('n2')
    await expect.poll(() => names(), patience).toEqual(['n1/moved'])
    expect(await names('-a')).toEqual(['n1/moved', 'n2/lost'])
    expect(await docker(listen, 'inspect', '--format', '{{.State.Status}} {{.HostConfig.PortBindings}}', 'moved')).toBe(
      'running map[80/tcp:[{ 8080}]]',
    )
    await lab.power('n2')
    await expect.poll(() => healthy(listen), patience).toBe(2)
    const onHost = async () => (await lab.docker('n2', 'ps', '-a', '--format', '{{.Names}}')).stdout.trim()
    await expect.poll(onHost, patience).toBe('lost')
    expect(command.output()).toMatch(/Rescheduled container [0-9a-f]{12} from n2 to n1 as [0-9a-f]{12}/)
    expect(await docker(listen, 'rm', '-f', 'moved', 'lost')).toBe('moved\nlost')
    await command.end()
  })

  it('finds the engines that report themselves in their store', async () => {
    const { command, listen } = manage(lab.clusterStore ?? '')
    await expect.poll(() => healthy(listen), patience).toBe(2)
    expect((await runCommand(['list', lab.clusterStore ?? ''])).output.trim().split('\n')).toEqual(authorities())
    await command.end()
  })
})

// etcd with TLS.
describe.concurrent.each(['etcd', 'consul', 'zk'] as const)('hosts in %s', (name) => {
  it('are seen as they join, stay while the store is lost, and go when nobody reports them', async ({ expect }) => {
    const { files, options } = name === 'etcd' ? await withTls(name) : { files: undefined, options: [] }
    const store = await startStore(name, files)
    const discovery = `${store.url}/test`
    const { command, listen } = manage(...options, discovery)
    const joins = authorities().map((host) =>
      start('join', '--heartbeat=1s', '--ttl=4s', `--advertise=${host}`, ...options, discovery),
    )
    await expect.poll(() => healthy(listen), patience).toBe(2)
    expect(
      (await runCommand(['list', '--timeout=10s', ...options, discovery])).output.trim().split('\n').sort(),
    ).toEqual(authorities())
    if (files) {
      const unknown = ['--discovery-opt', `kv.cacertfile=${files.ca}`]
      expect((await runCommand(['list', '--timeout=1s', ...unknown, discovery])).code).not.toBe(0)
    }
    await store.kill()
    await expect.poll(command.output, patience).toContain('the store is away')
    expect(await healthy(listen)).toBe(2)
    await store.start({ empty: true })
    await expect.poll(command.output, patience).toContain('the store answers again')
    const listed = async () => (await runCommand(['list', ...options, discovery])).output.trim().split('\n').sort()
    await expect.poll(listed, patience).toEqual(authorities())
    expect(await healthy(listen)).toBe(2)
    await Promise.all(joins.map((each) => each.end('SIGKILL')))
    await expect.poll(() => docker(listen, 'info'), { ...patience, interval: 500 }).toContain('Nodes: 0')
    await command.end()
    await store.end()
  })
})

// Consul with TLS.
describe.concurrent.each(['etcd', 'zk', 'consul'] as const)('two managers with a lock in %s', (name) => {
  it('have one primary, through which the other passes everything, and another when it dies', async ({ expect }) => {
    const kept = `kept-${name}`
    const { files, options } = name === 'consul' ? await withTls(name) : { files: undefined, options: [] }
    const store = await startStore(name, files)
    const discovery = `${store.url}/test`
    const joins = authorities().map((host) =>
      start('join', '--heartbeat=1s', '--ttl=10s', `--advertise=${host}`, ...options, discovery),
    )
    const replicated = (port: number) => [
      '--replication',
      '--replication-ttl',
      '4s',
      '--advertise',
      `127.0.0.1:${port}`,
      ...options,
    ]
    const one = manage(...replicated(nextPort + 1), discovery)
    await expect.poll(() => docker(one.listen, 'info'), patience).toContain('Role: primary')
    const two = manage(...replicated(nextPort + 1), discovery)
    await expect.poll(() => docker(two.listen, 'info'), patience).toContain(`Role: replica\n Primary: ${one.listen}`)
    await expect.poll(() => healthy(two.listen), patience).toBe(2)
    expect(await docker(two.listen, 'run', '-d', '--name', kept, 'busybox', 'sleep', '1000')).toMatch(/^[0-9a-f]{64}$/)
    expect(one.command.output()).toContain('container.create')
    expect(await docker(two.listen, 'exec', kept, 'echo', 'through')).toBe('through')
    const attached = docker(two.listen, 'run', '--rm', 'busybox', 'sh', '-c', 'echo out; exit 3')
    expect(await attached).toBe('exit 3: out')

    const diedAt = performance.now()
    // Of one that only sleeps nobody knows that it will not wake.
    if (name === 'consul') one.command.child.kill('SIGSTOP')
    else await one.command.end('SIGKILL')
    await expect.poll(() => docker(two.listen, 'info'), patience).toContain('Role: primary')
    // Twice the ttl, which election.test.ts holds it to, and the stalls of a busy machine.
    expect(performance.now() - diedAt).toBeLessThan(30_000)
    expect(await docker(two.listen, 'exec', kept, 'echo', 'still')).toBe('still')
    if (name === 'consul') {
      one.command.child.kill('SIGCONT')
      await expect.poll(() => docker(one.listen, 'info'), patience).toContain(`Role: replica\n Primary: ${two.listen}`)
      expect(await docker(one.listen, 'exec', kept, 'echo', 'awake')).toBe('awake')
      await one.command.end()
    }

    // All of the store is lost: nobody acts until it is back, then one does, and the others know which.
    const three = manage(...replicated(nextPort + 1), discovery)
    await expect.poll(() => docker(three.listen, 'info'), patience).toContain(`Primary: ${two.listen}`)
    await store.kill()
    await expect.poll(() => docker(two.listen, 'kill', kept), patience).toContain('No elected primary cluster manager')
    await store.start({ empty: true })
    const roles = async () =>
      (await Promise.all([two, three].map(({ listen }) => docker(listen, 'info')))).map(
        (text) => /Role: (\w+)/.exec(text)?.[1],
      )
    await expect.poll(async () => (await roles()).sort(), patience).toEqual(['primary', 'replica'])
    await expect.poll(() => docker(two.listen, 'rm', '-f', kept), patience).toBe(kept)
    await Promise.all([two, three].map(({ command }) => command.end()))
    await Promise.all(joins.map((each) => each.end('SIGKILL')))
    await store.end()
  })
})
