// The hold on a lab that runs. A lab is in the machine, not in the process: all that an object of this module knows is in
// the lab's state file, so any process can take hold of it.
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@/server/errors'
import * as faults from './faults'
import { cutPower, hostPaths, initOf, insideHost, startEngine, startHost, stopEngine } from './host'
import { labDirectory } from './locations'
import { startLockedRegistry } from './registry'
import { run } from './run'
import { type HostPlan, planSlot } from './slots'
import type { LabState } from './state'
import { removeLab } from './teardown'
import { tlsFiles } from './tls'
import { prepareClient, prepareToolchain, toolchainOf } from './toolchain'
import type { Lab, LabHost } from './types'

const silent = () => {}

export const openLab = (state: LabState): Lab => {
  const plan = planSlot(state.slot)
  const directory = labDirectory(state.name)
  const files = tlsFiles(directory)
  const hosts = state.hosts.map((host): LabHost => {
    const { socketPath, dataDir } = hostPaths(state.name, host.name)
    const address = state.tls ? `tls://${host.ip}:2376` : `tcp://${host.ip}:2375`
    return { name: host.name, ip: host.ip, address, socketPath, dataDir, labels: host.labels }
  })
  const planOf = (name: string): HostPlan => {
    const found = state.hosts.find((host) => host.name === name)
    if (found) return found
    const names = state.hosts.map((host) => host.name).join(', ')
    throw new AppError('not_found', `Lab ${state.name} has no host "${name}"; it has ${names}.`)
  }
  const toolchain = () => prepareToolchain(state.generation, state.dockerd, silent)
  const status = () =>
    Promise.all(
      state.hosts.map(async (host, index) => ({
        ...(hosts[index] as LabHost),
        ...(await faults.faultsOf(state, host)),
      })),
    )

  // The lab's own, so that a login or a builder made in a test ends with the lab.
  const clientConfig = async (plugins: string): Promise<string> => {
    const config = join(directory, 'client')
    await mkdir(config, { recursive: true })
    await symlink(plugins, join(config, 'cli-plugins')).catch(() => {})
    return config
  }

  const lab: Lab = {
    name: state.name,
    generation: state.generation,
    hosts,
    registry: state.registry ? `${plan.gateway}:5000` : null,
    subnet: plan.subnet,
    gateway: plan.gateway,
    tls: state.tls ? { directory: files.directory, ca: files.ca, cert: files.cert, key: files.key } : null,
    clusterStore: state.generation === 'kv' ? `etcd://${plan.gateway}:2379` : null,
    directory,

    host: (name) => hosts[state.hosts.indexOf(planOf(name))] as LabHost,
    docker: async (name, ...args) => {
      const client = await lab.client(name)
      return run(client.dockerCli, args, { env: client.env })
    },
    client: async (name) => {
      const { dockerCli, plugins } = await prepareClient(silent)
      const config = await clientConfig(plugins)
      const { address } = lab.host(name)
      const secure: Record<string, string> = state.tls
        ? { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: files.directory }
        : {}
      const engine = { DOCKER_HOST: address.replace('tls://', 'tcp://'), DOCKER_CONFIG: config }
      return { dockerCli, env: { ...engine, ...secure, NO_PROXY: plan.subnet, no_proxy: plan.subnet } }
    },
    swarm: async (managers = 1) => {
      const [first, ...others] = hosts as [LabHost, ...LabHost[]]
      await lab.docker(first.name, 'swarm', 'init', '--advertise-addr', first.ip)
      const token = async (role: 'manager' | 'worker') =>
        (await lab.docker(first.name, 'swarm', 'join-token', '-q', role)).stdout.trim()
      const tokens = { manager: await token('manager'), worker: await token('worker') }
      for (const [index, host] of others.entries()) {
        const role = index + 1 < managers ? 'manager' : 'worker'
        const join = ['swarm', 'join', '--token', tokens[role], '--advertise-addr', host.ip, `${first.ip}:2377`]
        await lab.docker(host.name, ...join)
      }
    },
    status,
    lockedRegistry: async () => startLockedRegistry(`${plan.gateway}:5001`, directory, await toolchain()),
    exec: async (name, ...command) => run('nsenter', insideHost(await initOf(state, planOf(name)), command)),

    cut: async (name) => cutPower(state, planOf(name)),
    power: async (name) => {
      const host = planOf(name)
      const tools = await toolchainOf(state, host)
      await startHost(state, host, tools)
      await startEngine(state, host, tools)
    },
    crash: async (name) => faults.crashEngine(state, planOf(name)),
    restart: async (name) => {
      await stopEngine(state, planOf(name))
      await startEngine(state, planOf(name), await toolchainOf(state, planOf(name)))
    },
    hang: async (name) => faults.hangEngine(state, planOf(name)),
    partition: async (name) => {
      await faults.partitionHost(state, planOf(name))
    },
    loss: async (name, percent) => faults.losePackets(state, planOf(name), percent),
    slow: async (name, options = {}) => faults.slowDown(state, planOf(name), options),
    fill: async (name, options = {}) => faults.fillDisk(state, planOf(name), options),
    heal: async (name) => {
      const names = name === undefined ? hosts.map((host) => host.name) : [planOf(name).name]
      await Promise.all(names.map(healHost))
    },
    down: () => removeLab(state.name),
  }

  const healHost = async (name: string): Promise<void> => {
    const host = planOf(name)
    const { engine } = await faults.faultsOf(state, host)
    await faults.emptyDisk(state, host)
    if (engine === 'off') return lab.power(name)
    await faults.reconnectHost(state, host)
    await faults.keepPackets(host)
    await faults.speedUp(state, host)
    if (engine === 'crashed') await lab.restart(name)
  }
  return lab
}
