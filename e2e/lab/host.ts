// One host of the lab: a set of namespaces with an init of its own, and the engine started into it. The init is not the
// engine, so that an engine can crash and its containers go on, and a power cut ends everything at once.
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '@/server/errors'
import { cgroupParent, removeCgroups } from './cgroups'
import { labDirectory, labsRoot } from './locations'
import { mountPoints } from './mounts'
import { createHostNetwork, namespaceNames, removeHostNetwork, setPort } from './network'
import { endProcesses, engineProcesses, hostInit, hostMark, hostProcesses, signal } from './processes'
import { launch, run } from './run'
import { type HostPlan, planSlot, type SlotPlan } from './slots'
import type { LabState } from './state'
import { tlsFiles } from './tls'
import type { Toolchain } from './toolchain'
import { until } from './waiting'

const initScript = fileURLToPath(new URL('./host-init.sh', import.meta.url))

interface HostPaths {
  directory: string
  disk: string
  dataDir: string
  socketPath: string
  engineLog: string
}

export const hostPaths = (labName: string, host: string): HostPaths => {
  const directory = join(labDirectory(labName), 'hosts', host)
  const disk = join(directory, 'disk')
  return {
    directory,
    disk,
    dataDir: join(disk, 'docker'),
    socketPath: join(directory, 'docker.sock'),
    engineLog: join(directory, 'dockerd.log'),
  }
}

export const processesOf = (state: LabState, host: HostPlan) => hostProcesses(labDirectory(state.name), host.name)

/** Network, disk and namespaces; not yet the engine. What is there from before a power cut is used again. */
export const startHost = async (
  state: LabState,
  host: HostPlan,
  toolchain: Toolchain,
  signal?: AbortSignal,
): Promise<void> => {
  const plan = planSlot(state.slot)
  const paths = hostPaths(state.name, host.name)
  await mkdir(paths.disk, { recursive: true })
  if (!(await namespaceNames()).includes(host.namespace)) await createHostNetwork(plan, host)
  if (state.diskMiB > 0 && !(await mountPoints(paths.disk)).includes(paths.disk)) {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${state.diskMiB}m,mode=755`, 'tmpfs', paths.disk])
  }
  const ready = join(paths.directory, 'ready')
  await rm(ready, { force: true })
  const logFile = join(paths.directory, 'init.log')
  const namespaces = ['unshare', '-m', '-u', '-p', '-i', '--fork', '--kill-child', '--mount-proc']
  await launch(
    'nsenter',
    [
      `--net=/run/netns/${host.namespace}`,
      ...namespaces,
      'sh',
      initScript,
      host.name,
      paths.directory,
      labsRoot(),
    ].concat(plan.nameserver, toolchain.init),
    { env: hostEnvironment(toolchain, host), logFile, labDirectory: labDirectory(state.name) },
  )
  // Its script ends by becoming the init program, and for a moment bears no mark.
  const isUp = async () => {
    const processes = await processesOf(state, host)
    const init = hostInit(processes)
    return init !== null && processes.some(({ pid, command }) => pid === init && command !== 'sh')
  }
  await until(
    async () => existsSync(ready) && (await isUp()),
    async () => `Host ${host.name} did not start: ${await lastLines(logFile)}`,
    30_000,
    signal,
  )
}

const hostEnvironment = (toolchain: Toolchain, host: HostPlan) => ({ ...toolchain.env, [hostMark]: host.name })

const lastLines = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n')

const engineFlags = (state: LabState, host: HostPlan, plan: SlotPlan, init: string): string[] => {
  const paths = hostPaths(state.name, host.name)
  const tls = tlsFiles(labDirectory(state.name))
  const registry = `${plan.gateway}:5000`
  const port = state.tls ? 2376 : 2375
  return [
    ['--data-root', paths.dataDir],
    ['--exec-root', '/run/docker'],
    ['--pidfile', '/run/docker.pid'],
    ['-H', `unix://${paths.socketPath}`],
    ['-H', 'unix:///run/docker.sock'],
    ['-H', `tcp://${host.ip}:${port}`],
    ['--exec-opt', 'native.cgroupdriver=cgroupfs'],
    ['--init-path', init],
    ['--cgroup-parent', cgroupParent(plan, host.name)],
    ...Object.entries(host.labels).map(([key, value]) => ['--label', `${key}=${value}`]),
    ['--insecure-registry', plan.subnet],
    state.registry ? ['--registry-mirror', `http://${registry}`] : [],
    state.tls
      ? ['--tlsverify', '--tlscacert', tls.ca, '--tlscert', tls.hostCert(host.name), '--tlskey', tls.hostKey(host.name)]
      : ['--tls=false'],
    state.generation === 'kv'
      ? [`--cluster-store=etcd://${plan.gateway}:2379`, `--cluster-advertise=${host.ip}:${port}`]
      : [],
    state.daemonFlags,
  ].flat()
}

/** Runs a program inside the host. */
export const insideHost = (init: number, command: string[]): string[] => [
  '-t',
  String(init),
  '-m',
  '-u',
  '-p',
  '-i',
  '-n',
  '--',
  ...command,
]

export const initOf = async (state: LabState, host: HostPlan): Promise<number> => {
  const init = hostInit(await processesOf(state, host))
  if (init !== null) return init
  throw new AppError('conflict', `Host ${host.name} of lab ${state.name} is powered off.`, {
    details: { fix: `Power it on: npm run lab -- power ${host.name} --lab ${state.name}` },
  })
}

export const startEngine = async (
  state: LabState,
  host: HostPlan,
  toolchain: Toolchain,
  signal?: AbortSignal,
): Promise<void> => {
  const plan = planSlot(state.slot)
  const paths = hostPaths(state.name, host.name)
  const init = await initOf(state, host)
  // After a kill -9 these name a process that is no more, or by now another one.
  for (const file of ['docker.pid', 'docker/containerd/containerd.pid']) {
    await rm(`/proc/${init}/root/run/${file}`, { force: true })
  }
  const pid = await launch(
    'nsenter',
    insideHost(init, [toolchain.dockerd, ...engineFlags(state, host, plan, toolchain.init)]),
    {
      env: hostEnvironment(toolchain, host),
      logFile: paths.engineLog,
      labDirectory: labDirectory(state.name),
    },
  )
  await until(
    async () => {
      if (await answersPing(paths.socketPath)) return true
      if (existsSync(`/proc/${pid}`)) return false
      throw new AppError('internal', `The engine of ${host.name} ended at once: ${await lastLines(paths.engineLog)}`)
    },
    async () => `The engine of ${host.name} does not answer: ${await lastLines(paths.engineLog)}`,
    60_000,
    signal,
  )
}

const answersPing = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const outgoing = request({ socketPath, path: '/_ping', timeout: 2_000, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('error', () => resolve(false))
    outgoing.end()
  })

/** In good order: SIGTERM, and kill -9 only for one that does not listen. */
export const stopEngine = async (state: LabState, host: HostPlan): Promise<void> => {
  const running = async () => engineProcesses(await processesOf(state, host))
  for (const { pid, command } of await running()) if (command === 'dockerd') signal(pid, 'SIGTERM')
  await until(async () => (await running()).length === 0, 'The engine goes on running.', 20_000).catch(() =>
    endProcesses(running, `The engine of ${host.name} cannot be ended.`),
  )
}

/** The cable is dead before the first process ends: a host without power answers nothing, not even a refusal. */
export const cutPower = async (state: LabState, host: HostPlan): Promise<void> => {
  const plan = planSlot(state.slot)
  if ((await namespaceNames()).includes(host.namespace)) await setPort(plan, host, 'down')
  await endProcesses(() => processesOf(state, host), `Processes of host ${host.name} cannot be ended.`)
  await removeHostNetwork(plan, host)
  await removeCgroups(plan, host.name)
  await rm(hostPaths(state.name, host.name).socketPath, { force: true })
}
