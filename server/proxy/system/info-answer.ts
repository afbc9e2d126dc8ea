// `docker info` of the cluster: sums over its hosts, and the hosts themselves in the lines that classic Swarm had for them.
import { hostname } from 'node:os'
import type { Host } from '@/lib/contract/hosts'
import type { Cluster } from '@/server/cluster/types'
import { sendJsonText } from '../http/docker-error'
import { managerOf } from '../swarm-mode/swarm-mode'
import type { Answer, ProxyContext } from '../types'
import { type Role, systemStatus } from './system-status'
import { serverVersion } from './version-answer'

const sum = (hosts: readonly Host[], of: (host: Host) => number): number =>
  hosts.reduce((total, host) => total + of(host), 0)

/** Of hosts that differ nothing is said. */
function commonTo(hosts: readonly Host[], of: (host: Host) => string | undefined): string {
  const values = new Set(hosts.map(of))
  const [value] = values
  return values.size === 1 && value !== undefined ? value : ''
}

/** Those that every engine since 20.10 brings; consoles offer what stands here. */
const logDrivers = ['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog']

/** What is said of a cluster holds until it changes, and is asked far more often. */
const remembered = new WeakMap<Cluster, { key: string; text: string }>()

export const infoAnswer: Answer = (context, { response }) => {
  const { cluster, leadership } = context
  const role = leadership?.role()
  const key = `${cluster.revision()} ${JSON.stringify(role)}`
  let known = remembered.get(cluster)
  if (known?.key !== key) {
    known = { key, text: JSON.stringify(infoOf(context, role)).slice(0, -1) }
    remembered.set(cluster, known)
  }
  sendJsonText(response, `${known.text},"SystemTime":"${new Date().toISOString()}"}\n`)
}

const infoOf = (context: ProxyContext, role: Role | undefined) => {
  const { cluster, strategy, rules, version } = context
  const manager = managerOf(context)
  const hosts = cluster.hosts()
  const up = hosts.filter(({ state }) => state === 'healthy' || state === 'suspect')
  const engine = up[0]?.engine
  const pairs = systemStatus(hosts, {
    strategy,
    ...(rules?.filters ? { filters: rules.filters } : {}),
    ...(role ? { role } : {}),
  })
  const drivers = [...new Set(up.flatMap((host) => host.engine?.networkDrivers ?? []))].sort()
  return {
    ID: '',
    Containers: sum(hosts, ({ containers }) => containers.total),
    ContainersRunning: sum(up, ({ containers }) => containers.running),
    ContainersPaused: sum(up, ({ containers }) => containers.paused),
    ContainersStopped: sum(hosts, ({ containers }) => containers.stopped),
    Images: cluster.images().length,
    Driver: commonTo(up, (host) => host.engine?.storageDriver),
    // Older clients print the one, newer ones only the other.
    DriverStatus: null,
    SystemStatus: pairs,
    Plugins: { Volume: ['local'], Network: drivers, Authorization: null, Log: logDrivers },
    MemoryLimit: true,
    SwapLimit: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    BridgeNfIptables: true,
    BridgeNfIp6tables: true,
    OomKillDisable: true,
    Debug: false,
    NFd: 0,
    NGoroutines: 0,
    NEventsListener: 0,
    LoggingDriver: '',
    CgroupDriver: '',
    KernelVersion: engine?.kernelVersion ?? '',
    OperatingSystem: engine?.operatingSystem ?? 'linux',
    OSVersion: '',
    OSType: 'linux',
    Architecture: engine?.architecture ?? '',
    // Without it older clients warn at every login.
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: { InsecureRegistryCIDRs: [], IndexConfigs: {}, Mirrors: [] },
    NCPU: sum(up, ({ total }) => total.cpus),
    MemTotal: sum(up, ({ total }) => total.memoryBytes),
    GenericResources: null,
    DockerRootDir: commonTo(up, (host) => host.engine?.rootDirectory),
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: hostname(),
    Labels: [],
    ExperimentalBuild: false,
    ServerVersion: serverVersion(version),
    Runtimes: null,
    DefaultRuntime: '',
    Swarm: {
      NodeID: manager?.engine?.swarm.nodeId ?? '',
      NodeAddr: manager?.engine?.swarm.nodeAddress ?? '',
      LocalNodeState: manager === undefined ? 'inactive' : 'active',
      ControlAvailable: manager !== undefined,
      Error: '',
      RemoteManagers: null,
    },
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: '',
    SecurityOptions: [],
    Warnings: hosts
      .filter(({ state }) => state === 'unreachable')
      .map(({ name, stateReason }) => `WARNING: ${name} does not answer: ${stateReason ?? 'no reason is known'}`),
  }
}
