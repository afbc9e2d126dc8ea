// What a container was made with, as flat text under the keys of a compose file, so that what a file asks for and what an
// engine tells can be laid side by side. What an engine fills in by itself, and every spelling of "not set", is left out. Pure.
import { listOf, recordOf, textOf } from '@/lib/json-value'
import type { Fields } from '@/server/recreate/types'
import { stableJson } from '../hash'

/** A container as its engine would tell it: the image's part of the configuration is in `config` already. */
export type Made = {
  config: Fields
  host: Fields
  /** Path in the container → what stands there. */
  mounts: Record<string, string>
  /** Name of a network → how it is joined; empty where `mode` says it all. */
  networks: Record<string, string>
  /** `host`, `none`, `bridge`, `container:WHOSE`; null: the networks say it. */
  mode: string | null
  volumesFrom: string[]
}

export type Settings = Record<string, string>

const items = (value: unknown): string[] =>
  listOf(value).map((item) => (typeof item === 'object' ? stableJson(item) : String(item)))
const words = (value: unknown): string => items(value).join(' ')
const sorted = (value: unknown): string => items(value).sort().join(' ')
const flag = (value: unknown): string => (value === true ? 'true' : '')
const count = (value: unknown): string => (typeof value === 'number' && value !== 0 ? String(value) : '')
const positive = (value: unknown): string => (typeof value === 'number' && value > 0 ? String(value) : '')
const pairs = (value: unknown): string =>
  Object.entries(recordOf(value))
    .map(([key, item]) => `${key}=${String(item)}`)
    .sort()
    .join(' ')
const unless =
  (...usual: string[]) =>
  (value: unknown): string => {
    const text = textOf(value)
    return usual.includes(text) ? '' : text
  }

const capabilities = (value: unknown): string =>
  listOf(value)
    .map((name) => String(name).toUpperCase().replace(/^CAP_/, ''))
    .sort()
    .join(' ')

/** As `restart:` says it; empty: never. */
export const restartText = (value: unknown): string => {
  const { Name, MaximumRetryCount } = recordOf(value)
  const name = unless('no')(Name)
  return name === 'on-failure' && positive(MaximumRetryCount) !== '' ? `${name}:${MaximumRetryCount}` : name
}

const published = (value: unknown): string =>
  Object.entries(recordOf(value))
    .flatMap(([port, bindings]) =>
      listOf(bindings).map((binding) => {
        const { HostIp, HostPort } = recordOf(binding)
        return [unless('0.0.0.0')(HostIp), unless('0')(HostPort), port].filter((part) => part !== '').join(':')
      }),
    )
    .sort()
    .join(' ')

/** What a key of the engine's host configuration is called in a file, and how it is read. */
const hostKeys: Record<string, [string, (value: unknown) => string]> = {
  NanoCpus: ['cpus', (value) => (positive(value) === '' ? '' : String(Number(value) / 1e9))],
  CpuShares: ['cpu_shares', positive],
  CpuPeriod: ['cpu_period', positive],
  CpuQuota: ['cpu_quota', positive],
  CpuRealtimePeriod: ['cpu_rt_period', positive],
  CpuRealtimeRuntime: ['cpu_rt_runtime', positive],
  CpusetCpus: ['cpuset', textOf],
  Memory: ['mem_limit', positive],
  MemoryReservation: ['mem_reservation', positive],
  MemorySwap: ['memswap_limit', count],
  MemorySwappiness: ['mem_swappiness', (value) => (typeof value === 'number' && value >= 0 ? String(value) : '')],
  PidsLimit: ['pids_limit', positive],
  OomKillDisable: ['oom_kill_disable', flag],
  OomScoreAdj: ['oom_score_adj', count],
  BlkioWeight: ['blkio_config.weight', positive],
  BlkioWeightDevice: ['blkio_config.weight_device', sorted],
  BlkioDeviceReadBps: ['blkio_config.device_read_bps', sorted],
  BlkioDeviceReadIOps: ['blkio_config.device_read_iops', sorted],
  BlkioDeviceWriteBps: ['blkio_config.device_write_bps', sorted],
  BlkioDeviceWriteIOps: ['blkio_config.device_write_iops', sorted],
  VolumeDriver: ['volume_driver', unless('local')],
  Tmpfs: ['tmpfs', pairs],
  PortBindings: ['ports', published],
  RestartPolicy: ['restart', restartText],
  AutoRemove: ['auto-remove', flag],
  Privileged: ['privileged', flag],
  ReadonlyRootfs: ['read_only', flag],
  CapAdd: ['cap_add', capabilities],
  CapDrop: ['cap_drop', capabilities],
  GroupAdd: ['group_add', sorted],
  Sysctls: ['sysctls', pairs],
  Ulimits: ['ulimits', sorted],
  ShmSize: ['shm_size', (value) => (value === 64 * 2 ** 20 ? '' : positive(value))],
  StorageOpt: ['storage_opt', pairs],
  Init: ['init', flag],
  Dns: ['dns', words],
  DnsOptions: ['dns_opt', words],
  DnsSearch: ['dns_search', words],
  ExtraHosts: ['extra_hosts', sorted],
  Devices: ['devices', sorted],
  DeviceCgroupRules: ['device_cgroup_rules', sorted],
  DeviceRequests: ['gpus', sorted],
  PidMode: ['pid', textOf],
  IpcMode: ['ipc', unless('private', 'shareable')],
  UTSMode: ['uts', textOf],
  UsernsMode: ['userns_mode', textOf],
  CgroupParent: ['cgroup_parent', textOf],
}

/** The engine has a default of its own for each of these and tells it as if it had been asked for. */
const defaultedKeys: Record<string, [string, (value: unknown) => string]> = {
  LogConfig: ['logging', (value) => [recordOf(value).Type, pairs(recordOf(value).Config)].join(' ').trim()],
  CgroupnsMode: ['cgroup', textOf],
  Runtime: ['runtime', textOf],
}

const healthcheck = (value: unknown): string => {
  const { Test, ...timing } = recordOf(value)
  if (listOf(Test)[0] === 'NONE') return 'NONE'
  return [words(Test), pairs(Object.fromEntries(Object.entries(timing).filter(([, item]) => count(item) !== '')))]
    .join(' ')
    .trim()
}

const ownLabel = /^(com\.docker\.compose\.|io\.lotse\.|desktop\.docker\.io\/|com\.docker\.swarm\.)/
const expression = /^(constraint|affinity|whitelist|reschedule):/

const configSettings = (config: Fields): Settings => {
  const environment = listOf(config.Env)
    .map(String)
    .filter((entry) => !expression.test(entry))
    .map((entry) => {
      const at = entry.indexOf('=')
      return at === -1 ? [`environment.${entry}`, ''] : [`environment.${entry.slice(0, at)}`, entry.slice(at + 1)]
    })
  const labels = Object.entries(recordOf(config.Labels)).filter(([name]) => !ownLabel.test(name))
  return {
    command: words(config.Cmd),
    entrypoint: words(listOf(config.Entrypoint).filter((word) => word !== '')),
    expose: Object.keys(recordOf(config.ExposedPorts)).sort().join(' '),
    healthcheck: healthcheck(config.Healthcheck),
    hostname: textOf(config.Hostname),
    domainname: textOf(config.Domainname),
    user: textOf(config.User),
    working_dir: textOf(config.WorkingDir),
    tty: flag(config.Tty),
    stdin_open: flag(config.OpenStdin),
    stop_signal: unless('SIGTERM')(config.StopSignal),
    stop_grace_period: positive(config.StopTimeout),
    ...Object.fromEntries(environment),
    ...Object.fromEntries(labels.map(([name, value]) => [`labels.${name}`, String(value)])),
  }
}

/** Variables and labels count when they are there at all, the rest when it says something. */
const isSaid = ([key, value]: [string, string]): boolean => value !== '' || /^(environment|labels)\./.test(key)

const swapOf = (host: Fields): Fields =>
  // Twice the memory is what the engine makes of a limit without a word on swap.
  host.MemorySwap === Number(host.Memory) * 2 ? { ...host, MemorySwap: 0 } : host

const securityOf = ({ SecurityOpt, Privileged }: Fields): string =>
  // Privileged ones get this one by themselves.
  sorted(listOf(SecurityOpt).filter((option) => Privileged !== true || !/^label[=:]disable$/.test(String(option))))

export const settingsOf = (made: Made): Settings => {
  const host = swapOf(made.host)
  const entries = [
    ...Object.entries(configSettings(made.config)),
    ...Object.entries({ ...hostKeys, ...defaultedKeys }).map(([key, [name, read]]): [string, string] => [
      name,
      read(host[key]),
    ]),
    ['security_opt', securityOf(host)] as [string, string],
    ['network_mode', made.mode ?? ''] as [string, string],
    ['volumes_from', [...made.volumesFrom].sort().join(' ')] as [string, string],
    ...Object.entries(made.networks).map(([name, value]): [string, string] => [`networks.${name}`, value]),
    ...Object.entries(made.mounts).map(([target, value]): [string, string] => [`volumes.${target}`, value]),
  ]
  return Object.fromEntries(
    entries.filter((entry) => isSaid(entry) || /^networks\./.test(entry[0])).sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

const defaulted = new Set(Object.values(defaultedKeys).map(([name]) => name))

/** Keys in which a container differs from what is wanted; what only the engine says of its own defaults is none. */
export const differingKeys = (has: Settings, wanted: Settings): string[] =>
  [...new Set([...Object.keys(has), ...Object.keys(wanted)])]
    .filter((key) => has[key] !== wanted[key] && !(defaulted.has(key) && wanted[key] === undefined))
    .sort()
