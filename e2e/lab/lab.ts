// Starts a lab, or takes hold of one that another process started. A lab is in the machine, not in the process: what
// an object of this module knows is in the lab's state file.
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@/server/errors'
import * as faults from './faults'
import { cutPower, hostPaths, initOf, insideHost, startEngine, startHost, stopEngine } from './host'
import { preloadArchive, prepareImages } from './images'
import { labDirectory, labsLock } from './locations'
import { withLock } from './lock'
import { installMissingTools, requireLinuxRoot } from './machine'
import { createSwitch, namespaceNames, routeTable, startNameserver } from './network'
import { pushImages, startRegistry } from './registry'
import { launch, run } from './run'
import { checkLabName, chooseSlot, type HostPlan, networksInRoutes, planHosts, planSlot } from './slots'
import { type LabState, listLabs, readState, writeState } from './state'
import { removeLab } from './teardown'
import { makeCertificates, tlsFiles } from './tls'
import { prepareClient, prepareToolchain, type Toolchain } from './toolchain'
import type { Lab, LabHost, LabOptions } from './types'
import { until } from './waiting'

const silent = () => {}

/** Fetches and builds everything a lab of the generation needs, so that starting one needs no network. */
export const prepareLab = async (options: Pick<LabOptions, 'generation' | 'dockerd' | 'log'>) => {
  requireLinuxRoot()
  const say = options.log ?? silent
  await installMissingTools(say)
  const toolchain = await prepareToolchain(options.generation ?? 'modern', options.dockerd ?? null, say)
  const images = await prepareImages(toolchain.busybox, say)
  const client = await prepareClient(say)
  return { toolchain, images, client }
}

export const startLab = async (options: LabOptions = {}): Promise<Lab> => {
  const { toolchain, images, client } = await prepareLab(options)
  const say = options.log ?? silent
  const state = await reserveLab(options)
  const directory = labDirectory(state.name)
  const plan = planSlot(state.slot)
  try {
    say(`Starting lab ${state.name} on ${plan.subnet}: ${state.hosts.map(({ name }) => name).join(', ')}`)
    await createSwitch(plan)
    await startNameserver(plan, directory)
    if (state.tls) await makeCertificates(directory, state.hosts)
    if (state.generation === 'kv') await startStore(state, toolchain)
    const registry = async () => {
      if (!state.registry) return
      await startRegistry(`${plan.gateway}:5000`, directory, toolchain)
      await pushImages(`${plan.gateway}:5000`, images)
    }
    const preload = options.preload ?? true
    const archive = preload === false ? null : await preloadArchive(images, preload, directory)
    const host = async (wanted: HostPlan) => {
      await startHost(state, wanted, toolchain)
      await startEngine(state, wanted, toolchain)
      if (archive) {
        const socket = `unix://${hostPaths(state.name, wanted.name).socketPath}`
        await run(client.dockerCli, ['-H', socket, 'load', '-q', '-i', archive])
      }
    }
    await Promise.all([registry(), ...state.hosts.map(host)])
    await writeState({ ...state, complete: true })
    return openLab(state)
  } catch (error) {
    await removeLab(state.name)
    throw error
  }
}

/** Under the lock of all labs: from here on the slot is this lab's, and `down` knows what it may have. */
const reserveLab = async (options: LabOptions): Promise<LabState> => {
  if (options.name !== undefined) checkLabName(options.name)
  return withLock(labsLock(), async () => {
    const labs = await listLabs()
    if (options.name !== undefined && labs.includes(options.name)) {
      throw new AppError('name_taken', `A lab called "${options.name}" exists already.`, {
        details: { fix: `End it: npm run lab -- down ${options.name}` },
      })
    }
    const states = await Promise.all(labs.map((name) => readState(name).catch(() => null)))
    const taken = states.flatMap((state) => (state ? [state.slot] : []))
    const named = (await namespaceNames()).flatMap((name) => /^lotse(\d+)-/.exec(name)?.[1] ?? []).map(Number)
    const slot = chooseSlot([...taken, ...named], networksInRoutes(await routeTable()))
    const state: LabState = {
      name: options.name ?? `lab${slot}`,
      slot,
      generation: options.generation ?? 'modern',
      hosts: planHosts(slot, options.hosts ?? 3),
      tls: options.tls ?? false,
      registry: options.registry ?? true,
      dockerd: options.dockerd ?? null,
      daemonFlags: options.daemonFlags ?? [],
      diskMiB: options.diskMiB ?? 4096,
      complete: false,
    }
    await writeState(state)
    return state
  })
}

const startStore = async (state: LabState, toolchain: Toolchain): Promise<void> => {
  const directory = labDirectory(state.name)
  const { gateway } = planSlot(state.slot)
  const client = `http://${gateway}:2379`
  const peer = `http://${gateway}:2380`
  const logFile = join(directory, 'etcd.log')
  await mkdir(join(directory, 'etcd'), { recursive: true, mode: 0o700 })
  const addresses = ['--listen-client-urls', client, '--advertise-client-urls', client]
  const peers = [
    '--listen-peer-urls',
    peer,
    '--initial-advertise-peer-urls',
    peer,
    '--initial-cluster',
    `default=${peer}`,
  ]
  await launch(toolchain.etcd, ['--enable-v2', '--data-dir', join(directory, 'etcd'), ...addresses, ...peers], {
    env: toolchain.env,
    logFile,
    labDirectory: directory,
  })
  await until(
    () =>
      fetch(`${client}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    async () => `The key-value store did not start: ${await readFile(logFile, 'utf8')}`,
  )
}

/** Takes hold of a lab that runs, by its name. */
export const attachLab = async (name: string): Promise<Lab> => openLab(await readState(checkLabName(name)))

const openLab = (state: LabState): Lab => {
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
      return { dockerCli, env: { DOCKER_HOST: address.replace('tls://', 'tcp://'), DOCKER_CONFIG: config, ...secure } }
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
    exec: async (name, ...command) => run('nsenter', insideHost(await initOf(state, planOf(name)), command)),

    cut: async (name) => cutPower(state, planOf(name)),
    power: async (name) => {
      const host = planOf(name)
      const tools = await toolchain()
      await startHost(state, host, tools)
      await startEngine(state, host, tools)
    },
    crash: async (name) => faults.crashEngine(state, planOf(name)),
    restart: async (name) => {
      await stopEngine(state, planOf(name))
      await startEngine(state, planOf(name), await toolchain())
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
