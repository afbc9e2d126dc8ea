// The part of a create body that says what the container may use of its host.
import type { Service } from '@/server/compose/model-service'
import type { ContainerContext } from './container-context'
import type { DesiredService } from './desired'
import { endpoints } from './endpoints'
import type { MountPlan } from './mounts'

type HostConfig = Record<string, unknown>

const restartPolicy = (service: Service): HostConfig => {
  const policy = service.deploy?.restart_policy
  if (policy !== undefined) {
    const name = { none: 'no', 'on-failure': 'on-failure', any: 'always' }[policy.condition ?? 'any'] ?? 'always'
    const retries = name === 'on-failure' ? { MaximumRetryCount: policy.max_attempts ?? 0 } : {}
    return { Name: name, ...retries }
  }
  const [name = 'no', retries] = (service.restart ?? 'no').split(':')
  return { Name: name, ...(retries === undefined ? {} : { MaximumRetryCount: Number(retries) || 0 }) }
}

const portBindings = (service: Service): HostConfig => {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {}
  for (const { target, protocol, published, host_ip: hostIp } of service.ports ?? []) {
    const key = `${target}/${protocol}`
    bindings[key] = [...(bindings[key] ?? []), { HostIp: hostIp ?? '', HostPort: published ?? '' }]
  }
  return bindings
}

const mountEntry = (plan: MountPlan): HostConfig | null => {
  const { mount } = plan
  const base = { Target: mount.target, ReadOnly: mount.read_only ?? false }
  if (plan.kind === 'volume') {
    const { nocopy, subpath, labels } = mount.volume ?? {}
    return {
      ...base,
      Type: 'volume',
      Source: plan.name,
      VolumeOptions: {
        NoCopy: nocopy ?? false,
        ...(subpath ? { Subpath: subpath } : {}),
        ...(labels ? { Labels: labels } : {}),
      },
    }
  }
  if (plan.kind === 'tmpfs') {
    return { ...base, Type: 'tmpfs', TmpfsOptions: { SizeBytes: mount.tmpfs?.size ?? 0, Mode: mount.tmpfs?.mode ?? 0 } }
  }
  return null
}

/** The short form: it alone makes a missing folder on the host and carries SELinux marks. */
const bindText = (plan: MountPlan): string | null => {
  if (plan.kind !== 'bind') return null
  const { mount, source } = plan
  const { propagation, selinux, create_host_path: createsPath } = mount.bind ?? {}
  if (createsPath === false && !plan.isStackFolder) return null
  const options = [mount.read_only ? 'ro' : 'rw', selinux, propagation].filter((option) => option !== undefined)
  return `${source}:${mount.target}:${options.join(',')}`
}

/** `bind.create_host_path: false`: a missing folder is an error. */
const strictBind = (plan: MountPlan): HostConfig | null => {
  if (plan.kind !== 'bind' || bindText(plan) !== null) return null
  const { mount, source } = plan
  const propagation = mount.bind?.propagation
  return {
    Type: 'bind',
    Source: source,
    Target: mount.target,
    ReadOnly: mount.read_only ?? false,
    ...(propagation ? { BindOptions: { Propagation: propagation } } : {}),
  }
}

const present = <T>(items: (T | null)[]): T[] => items.filter((item) => item !== null)

const namespace = (mode: string | undefined, context: ContainerContext): string | undefined => {
  if (!mode?.startsWith('service:')) return mode
  const name = mode.slice('service:'.length)
  return `container:${context.peers[name] ?? name}`
}

const networkMode = (service: Service, context: ContainerContext): string =>
  service.network_mode === undefined
    ? (endpoints(context.model, service)[0]?.network ?? 'none')
    : (namespace(service.network_mode, context) ?? 'default')

const volumesFrom = (service: Service, context: ContainerContext): string[] | undefined =>
  service.volumes_from?.map((from) => {
    if (from.startsWith('container:')) return from.slice('container:'.length)
    const [name = '', ...mode] = from.split(':')
    return [context.peers[name] ?? name, ...mode].join(':')
  })

const ulimits = (service: Service): HostConfig[] | undefined =>
  service.ulimits === undefined
    ? undefined
    : Object.entries(service.ulimits).map(([name, limit]) => ({
        Name: name,
        Soft: typeof limit === 'number' ? limit : limit.soft,
        Hard: typeof limit === 'number' ? limit : limit.hard,
      }))

const tmpfs = (service: Service): HostConfig | undefined =>
  service.tmpfs === undefined
    ? undefined
    : Object.fromEntries(
        service.tmpfs.map((text) => {
          const [target = '', ...options] = text.split(':')
          return [target, options.join(':')]
        }),
      )

const resources = (service: Service): HostConfig => {
  const { limits, reservations } = service.deploy?.resources ?? {}
  const cpus = limits?.cpus ?? service.cpus
  return {
    NanoCpus: cpus === undefined ? undefined : Math.round(cpus * 1e9),
    CpuShares: service.cpu_shares,
    CpuPeriod: service.cpu_period,
    CpuQuota: service.cpu_quota,
    CpuRealtimePeriod: service.cpu_rt_period,
    CpuRealtimeRuntime: service.cpu_rt_runtime,
    CpusetCpus: service.cpuset,
    Memory: limits?.memory ?? service.mem_limit,
    MemoryReservation: reservations?.memory ?? service.mem_reservation,
    MemorySwap: service.memswap_limit,
    MemorySwappiness: service.mem_swappiness,
    PidsLimit: limits?.pids ?? service.pids_limit,
    OomKillDisable: service.oom_kill_disable,
    OomScoreAdj: service.oom_score_adj,
  }
}

const blockIo = (service: Service): HostConfig => {
  const blkio = service.blkio_config
  if (blkio === undefined) return {}
  const rates = (list: { path: string; rate: number }[] | undefined) =>
    list?.map(({ path, rate }) => ({ Path: path, Rate: rate }))
  return {
    BlkioWeight: blkio.weight,
    BlkioWeightDevice: blkio.weight_device?.map(({ path, weight }) => ({ Path: path, Weight: weight })),
    BlkioDeviceReadBps: rates(blkio.device_read_bps),
    BlkioDeviceReadIOps: rates(blkio.device_read_iops),
    BlkioDeviceWriteBps: rates(blkio.device_write_bps),
    BlkioDeviceWriteIOps: rates(blkio.device_write_iops),
  }
}

const anonymousMounts = (desired: DesiredService, context: ContainerContext): HostConfig[] => {
  const named = new Set(desired.mounts.filter((plan) => plan.kind !== 'anonymous').map((plan) => plan.mount.target))
  return Object.entries(context.anonymousVolumes)
    .filter(([target]) => !named.has(target))
    .map(([target, name]) => ({ Type: 'volume', Source: name, Target: target }))
}

const logging = (service: Service): HostConfig | undefined =>
  service.logging === undefined
    ? undefined
    : { Type: service.logging.driver ?? '', Config: service.logging.options ?? {} }

const extraHosts = (service: Service): string[] | undefined =>
  service.extra_hosts?.map((entry) => entry.replace(/^([^=:]+)=/, '$1:').replace(/:\[(.+)\]$/, ':$1'))

export const hostConfig = (desired: DesiredService, context: ContainerContext): HostConfig => {
  const { service, mounts } = desired
  return {
    ...resources(service),
    ...blockIo(service),
    Binds: present(mounts.map(bindText)),
    Mounts: [
      ...present(mounts.map(mountEntry)),
      ...present(mounts.map(strictBind)),
      ...anonymousMounts(desired, context),
    ],
    VolumesFrom: volumesFrom(service, context),
    VolumeDriver: service.volume_driver,
    Tmpfs: tmpfs(service),
    NetworkMode: networkMode(service, context),
    PortBindings: /^(host|none|service:|container:)/.test(service.network_mode ?? '')
      ? undefined
      : portBindings(service),
    RestartPolicy: restartPolicy(service),
    Privileged: service.privileged,
    ReadonlyRootfs: service.read_only,
    CapAdd: service.cap_add,
    CapDrop: service.cap_drop,
    SecurityOpt: service.security_opt,
    GroupAdd: service.group_add,
    Sysctls: service.sysctls,
    Ulimits: ulimits(service),
    ShmSize: service.shm_size,
    StorageOpt: service.storage_opt,
    Init: service.init,
    Dns: service.dns,
    DnsOptions: service.dns_opt,
    DnsSearch: service.dns_search,
    ExtraHosts: extraHosts(service),
    Devices: service.devices?.map(({ source, target, permissions }) => ({
      PathOnHost: source,
      PathInContainer: target,
      CgroupPermissions: permissions,
    })),
    DeviceCgroupRules: service.device_cgroup_rules,
    LogConfig: logging(service),
    PidMode: namespace(service.pid, context),
    IpcMode: namespace(service.ipc, context),
    UTSMode: service.uts,
    UsernsMode: service.userns_mode,
    CgroupnsMode: service.cgroup,
    CgroupParent: service.cgroup_parent,
    Runtime: service.runtime,
  }
}
