// What an engine tells of itself and of its swarm, in the shapes of a Debian 13 engine.
import { swarmIdOf } from './chance'
import { timeText } from './container-json'
import { dataRoot } from './populate'
import type { FarmHost } from './types'

export const engineVersion = '26.1.5'
export const newestApi = '1.45'
export const oldestApi = '1.24'
const kernel = '6.12.48+deb13-amd64'
const buildTime = '2026-08-13T05:35:48.000000000+00:00'

export const versionJson = () => ({
  Platform: { Name: '' },
  Components: [
    {
      Name: 'Engine',
      Version: engineVersion,
      Details: {
        ApiVersion: newestApi,
        Arch: 'amd64',
        BuildTime: buildTime,
        Experimental: 'false',
        GitCommit: '411e817',
        GoVersion: 'go1.24.4',
        KernelVersion: kernel,
        MinAPIVersion: oldestApi,
        Os: 'linux',
      },
    },
    { Name: 'containerd', Version: '1.7.24', Details: { GitCommit: '1.7.24~ds1-6' } },
    { Name: 'runc', Version: '1.1.15', Details: { GitCommit: '1.1.15+ds1-2' } },
    { Name: 'docker-init', Version: '0.19.0', Details: { GitCommit: '' } },
  ],
  Version: engineVersion,
  ApiVersion: newestApi,
  MinAPIVersion: oldestApi,
  GitCommit: '411e817',
  GoVersion: 'go1.24.4',
  Os: 'linux',
  Arch: 'amd64',
  KernelVersion: kernel,
  BuildTime: buildTime,
})

/** What runc tells of itself: the bulk of the answer, and the same everywhere. */
const runtime = {
  path: 'runc',
  status: {
    'org.opencontainers.runtime-spec.features': JSON.stringify({
      ociVersionMin: '1.0.0',
      ociVersionMax: '1.2.0',
      hooks: ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststart', 'poststop'],
      mountOptions: Array.from({ length: 56 }, (_, at) => `option-${at}`),
      linux: {
        namespaces: ['cgroup', 'ipc', 'mount', 'network', 'pid', 'user', 'uts'],
        capabilities: Array.from({ length: 41 }, (_, at) => `CAP_NUMBER_${at}`),
      },
    }),
  },
}

const swarmJson = (host: FarmHost, hosts: FarmHost[]) => {
  const managers = hosts.filter(({ swarm }) => swarm?.isManager)
  if (!host.swarm)
    return {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive',
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    }
  return {
    NodeID: host.swarm.nodeId,
    NodeAddr: host.ip,
    LocalNodeState: 'active',
    ControlAvailable: host.swarm.isManager,
    Error: '',
    RemoteManagers: managers.map(({ swarm, ip }) => ({ NodeID: swarm?.nodeId, Addr: `${ip}:2377` })),
    ...(host.swarm.isManager ? { Nodes: hosts.length, Managers: managers.length, Cluster: clusterJson() } : {}),
  }
}

export const clusterJson = () => ({
  ID: swarmIdOf('cluster'),
  Version: { Index: 10 },
  CreatedAt: '2026-01-01T08:00:00.000000000Z',
  UpdatedAt: '2026-01-01T08:00:01.000000000Z',
  Spec: {
    Name: 'default',
    Labels: {},
    Orchestration: { TaskHistoryRetentionLimit: 5 },
    Raft: { SnapshotInterval: 10_000, ElectionTick: 10, HeartbeatTick: 1 },
    Dispatcher: { HeartbeatPeriod: 5_000_000_000 },
    CAConfig: { NodeCertExpiry: 7_776_000_000_000_000 },
  },
  DefaultAddrPool: ['10.0.0.0/8'],
  SubnetSize: 24,
  DataPathPort: 4789,
})

export const nodeJson = (host: FarmHost) => ({
  ID: host.swarm?.nodeId,
  Version: { Index: 12 },
  CreatedAt: '2026-01-01T08:00:00.000000000Z',
  UpdatedAt: '2026-01-01T08:00:01.000000000Z',
  Spec: { Labels: {}, Role: host.swarm?.isManager ? 'manager' : 'worker', Availability: 'active' },
  Description: {
    Hostname: host.name,
    Platform: { Architecture: 'x86_64', OS: 'linux' },
    Resources: { NanoCPUs: host.cpus * 1e9, MemoryBytes: host.memoryBytes },
    Engine: { EngineVersion: engineVersion },
  },
  Status: { State: 'ready', Addr: host.ip },
  ...(host.swarm?.isManager
    ? { ManagerStatus: { Leader: host.index === 0, Reachability: 'reachable', Addr: `${host.ip}:2377` } }
    : {}),
})

export function infoJson(host: FarmHost, hosts: FarmHost[], nowMs: number) {
  const containers = [...host.containers.values()]
  const running = containers.filter(({ status }) => status === 'running' || status === 'restarting').length
  const paused = containers.filter(({ status }) => status === 'paused').length
  return {
    ID: host.engineId,
    Containers: containers.length,
    ContainersRunning: running,
    ContainersPaused: paused,
    ContainersStopped: containers.length - running - paused,
    Images: host.images.size,
    Driver: 'overlay2',
    DriverStatus: [
      ['Backing Filesystem', 'extfs'],
      ['Supports d_type', 'true'],
      ['Using metacopy', 'false'],
      ['Native Overlay Diff', 'true'],
      ['userxattr', 'false'],
    ],
    Plugins: {
      Volume: ['local'],
      Network: ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'],
      Authorization: null,
      Log: ['awslogs', 'fluentd', 'gelf', 'journald', 'json-file', 'local', 'splunk', 'syslog'],
    },
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
    Debug: false,
    NFd: 53,
    OomKillDisable: false,
    NGoroutines: 186,
    SystemTime: timeText(nowMs, host.engineId),
    LoggingDriver: 'json-file',
    CgroupDriver: 'systemd',
    CgroupVersion: '2',
    NEventsListener: host.streams.size,
    KernelVersion: kernel,
    OperatingSystem: 'Debian GNU/Linux 13 (trixie)',
    OSVersion: '13',
    OSType: 'linux',
    Architecture: 'x86_64',
    IndexServerAddress: 'https://index.docker.io/v1/',
    RegistryConfig: {
      InsecureRegistryCIDRs: ['127.0.0.0/8'],
      IndexConfigs: { 'docker.io': { Name: 'docker.io', Mirrors: [], Secure: true, Official: true } },
      Mirrors: [],
    },
    NCPU: host.cpus,
    MemTotal: host.memoryBytes,
    GenericResources: null,
    DockerRootDir: dataRoot,
    HttpProxy: '',
    HttpsProxy: '',
    NoProxy: '',
    Name: host.name,
    Labels: host.labels,
    ExperimentalBuild: false,
    ServerVersion: engineVersion,
    Runtimes: { 'io.containerd.runc.v2': runtime, runc: runtime },
    DefaultRuntime: 'runc',
    Swarm: swarmJson(host, hosts),
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    ContainerdCommit: { ID: '1.7.24~ds1-6', Expected: '1.7.24~ds1-6' },
    RuncCommit: { ID: '1.1.15', Expected: '1.1.15' },
    InitCommit: { ID: '', Expected: '' },
    SecurityOptions: ['name=apparmor', 'name=seccomp,profile=builtin', 'name=cgroupns'],
    CDISpecDirs: [],
    Warnings: null,
  }
}
