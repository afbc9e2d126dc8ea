// What can go wrong with a host, done to it and undone. Whether a fault is on is read from the machine each time and
// never remembered, so another process sees it and can heal it.
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '@/server/errors'
import { hostPaths, initOf, processesOf } from './host'
import { labDirectory } from './locations'
import { systemPath } from './machine'
import { mountPoints } from './mounts'
import { setPort } from './network'
import { endProcesses, engineProcesses, hostInit, hostMark, labProcesses, signal } from './processes'
import { launch, run } from './run'
import { type HostPlan, planSlot } from './slots'
import type { LabState } from './state'
import type { Fault, FillOptions, LabHostStatus, SlowOptions } from './types'
import { until } from './waiting'

const env = () => ({ PATH: systemPath() })
const lossComment = 'lotse-lab-loss'

export const crashEngine = async (state: LabState, host: HostPlan): Promise<void> => {
  await initOf(state, host)
  // containerd is the engine's child and ends with it; the shims, and so the containers, do not.
  await endProcesses(
    async () => engineProcesses(await processesOf(state, host)),
    `The engine of ${host.name} cannot be ended.`,
  )
}

export const hangEngine = async (state: LabState, host: HostPlan): Promise<void> => {
  const engine = engineProcesses(await processesOf(state, host))
  if (engine.length === 0) throw new AppError('conflict', `No engine runs on ${host.name}, so it cannot hang.`)
  for (const { pid } of engine) signal(pid, 'SIGSTOP')
  await until(
    async () => engineProcesses(await processesOf(state, host)).every((entry) => entry.state === 'T'),
    'No stop.',
  )
}

const wakeEngine = async (state: LabState, host: HostPlan): Promise<void> => {
  // Also the program that started the engine: it stops itself along with it.
  for (const entry of await processesOf(state, host)) if (entry.state === 'T') signal(entry.pid, 'SIGCONT')
}

export const partitionHost = (state: LabState, host: HostPlan) => setPort(planSlot(state.slot), host, 'down')
export const reconnectHost = (state: LabState, host: HostPlan) => setPort(planSlot(state.slot), host, 'up')

const inNetwork = (host: HostPlan, ...command: string[]) =>
  run('nsenter', [`--net=/run/netns/${host.namespace}`, ...command], { env: env() })

const lossChains = ['INPUT', 'OUTPUT']

export const losePackets = async (state: LabState, host: HostPlan, percent: number): Promise<void> => {
  if (!(percent > 0 && percent <= 100))
    throw new AppError('invalid_input', `Loss is 0 < percent <= 100, not ${percent}.`)
  await initOf(state, host)
  await keepPackets(host)
  for (const chain of lossChains) {
    const chance = ['-m', 'statistic', '--mode', 'random', '--probability', String(percent / 100)]
    const named = ['!', chain === 'INPUT' ? '-i' : '-o', 'lo', '-m', 'comment', '--comment', lossComment]
    await inNetwork(host, 'iptables', '-w', '-I', chain, ...named, ...chance, '-j', 'DROP')
  }
}

const lossRules = async (host: HostPlan): Promise<string[][]> => {
  const { stdout } = await inNetwork(host, 'iptables', '-w', '-S').catch(() => ({ stdout: '' }))
  return stdout
    .split('\n')
    .filter((line) => line.includes(lossComment))
    .map((line) => line.replaceAll('"', '').split(' '))
}

export const keepPackets = async (host: HostPlan): Promise<void> => {
  for (const [, ...rule] of await lossRules(host)) await inNetwork(host, 'iptables', '-w', '-D', ...rule)
}

const switchTraffic = (state: LabState, ...args: string[]) =>
  run('nsenter', [`--net=/run/netns/${planSlot(state.slot).switchNamespace}`, 'tc', 'qdisc', ...args], { env: env() })

// Longer than any sensible slice, shorter than a client's patience.
const dutyPeriodSeconds = 0.5
const dutyScript = `while :; do
  for p in $pids; do kill -STOP "$p" 2>/dev/null || exit 0; done; sleep "$stopped"
  for p in $pids; do kill -CONT "$p" 2>/dev/null || exit 0; done; sleep "$running"
done`
const dutyMark = 'duty cycle'

export const slowDown = async (state: LabState, host: HostPlan, options: SlowOptions): Promise<void> => {
  await initOf(state, host)
  await speedUp(state, host)
  if (options.enginePercent === undefined) return slowNetwork(state, host, options.rateKbit ?? 256)
  if (!(options.enginePercent > 0 && options.enginePercent < 100)) {
    throw new AppError(
      'invalid_input',
      `The engine's share of the time is 0 < percent < 100, not ${options.enginePercent}.`,
    )
  }
  const share = options.enginePercent / 100
  const pids = engineProcesses(await processesOf(state, host)).map(({ pid }) => pid)
  await launch('sh', ['-c', dutyScript], {
    env: {
      ...env(),
      [hostMark]: dutyHost(host),
      pids: pids.join(' '),
      running: String(dutyPeriodSeconds * share),
      stopped: String(dutyPeriodSeconds * (1 - share)),
    },
    logFile: join(hostPaths(state.name, host.name).directory, 'slow.log'),
    labDirectory: labDirectory(state.name),
  })
}

// Not the host's own mark: the cycle runs on the machine and goes on when the host is off.
const dutyHost = (host: HostPlan): string => `${dutyMark} of ${host.name}`

const dutyProcesses = async (state: LabState, host: HostPlan) =>
  (await labProcesses(labDirectory(state.name))).filter((entry) => entry.host === dutyHost(host))

const slowNetwork = async (state: LabState, host: HostPlan, rateKbit: number): Promise<void> => {
  if (!(rateKbit >= 8)) throw new AppError('invalid_input', `The rate is 8 kbit/s or more, not ${rateKbit}.`)
  const limit = ['tbf', 'rate', `${rateKbit}kbit`, 'burst', '4kb', 'latency', '400ms']
  await switchTraffic(state, 'replace', 'dev', host.port, 'root', ...limit)
  await inNetwork(host, 'tc', 'qdisc', 'replace', 'dev', 'eth0', 'root', ...limit)
}

export const speedUp = async (state: LabState, host: HostPlan): Promise<void> => {
  await endProcesses(() => dutyProcesses(state, host), `The duty cycle of ${host.name} cannot be ended.`)
  await wakeEngine(state, host)
  if (!(await isNetworkSlow(state, host))) return
  await switchTraffic(state, 'del', 'dev', host.port, 'root')
  await inNetwork(host, 'tc', 'qdisc', 'del', 'dev', 'eth0', 'root')
}

const isNetworkSlow = async (state: LabState, host: HostPlan): Promise<boolean> => {
  const shown = await switchTraffic(state, 'show', 'dev', host.port).catch(() => null)
  return shown?.stdout.includes('tbf') ?? false
}

/** A memory disk is full when it may grow no more: it is shrunk to what it holds, which costs no memory. */
export const fillDisk = async (state: LabState, host: HostPlan, options: FillOptions): Promise<void> => {
  const { disk } = hostPaths(state.name, host.name)
  if (!(await mountPoints(disk)).includes(disk)) {
    throw new AppError(
      'not_supported',
      `Host ${host.name} has no disk of its own; filling it would fill the machine's.`,
      {
        details: { fix: 'Start the lab with a disk size above 0.' },
      },
    )
  }
  await until(async () => {
    const { blocks, bfree, bsize } = await statfs(disk)
    const bytes = (blocks - bfree) * bsize + (options.leaveMiB ?? 0) * 2 ** 20
    // Refused when the engine has just written more than was counted.
    return resizeDisk(disk, `${bytes}`).then(
      () => true,
      () => false,
    )
  }, `The disk of ${host.name} cannot be filled.`)
}

const resizeDisk = (disk: string, size: string) => run('mount', ['-o', `remount,size=${size},mode=755`, disk])

export const emptyDisk = async (state: LabState, host: HostPlan): Promise<void> => {
  const { disk } = hostPaths(state.name, host.name)
  if (await isDiskFull(state, host)) await resizeDisk(disk, `${state.diskMiB}m`)
}

const isDiskFull = async (state: LabState, host: HostPlan): Promise<boolean> => {
  const { disk } = hostPaths(state.name, host.name)
  if (!(await mountPoints(disk)).includes(disk)) return false
  const { blocks, bsize } = await statfs(disk)
  return blocks * bsize < state.diskMiB * 2 ** 20
}

export const faultsOf = async (state: LabState, host: HostPlan): Promise<Pick<LabHostStatus, 'engine' | 'faults'>> => {
  const processes = await processesOf(state, host)
  if (hostInit(processes) === null) return { engine: 'off', faults: ['cut'] }
  const engine = engineProcesses(processes)
  const crashed = !engine.some(({ command }) => command === 'dockerd')
  const { stdout: ports } = await run('ip', ['-n', planSlot(state.slot).switchNamespace, 'link', 'show', host.port], {
    env: env(),
  })
  const cycling = (await dutyProcesses(state, host)).length > 0
  const found: [Fault, boolean][] = [
    ['crash', crashed],
    ['hang', !cycling && engine.some((entry) => entry.state === 'T')],
    ['partition', !/[<,]UP[,>]/.test(ports)],
    ['loss', (await lossRules(host)).length > 0],
    ['slow', cycling || (await isNetworkSlow(state, host))],
    ['fill', await isDiskFull(state, host)],
  ]
  return { engine: crashed ? 'crashed' : 'running', faults: found.filter(([, on]) => on).map(([fault]) => fault) }
}
