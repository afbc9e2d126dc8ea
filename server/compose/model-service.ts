// One service in canonical long form. Every key of the Compose Specification has its place here; v1's own keys (net, log_driver, …)
// have been turned into today's.
import type { PlainValue, StringMap } from './plain-value'

export interface Service {
  name: string
  annotations?: StringMap
  attach?: boolean
  blkio_config?: BlkioConfig
  build?: Build
  cap_add?: string[]
  cap_drop?: string[]
  cgroup?: 'host' | 'private'
  cgroup_parent?: string
  /** Null: the image's own. An empty list clears it. */
  command: string[] | null
  configs?: FileReference[]
  container_name?: string
  cpu_count?: number
  cpu_percent?: number
  cpu_period?: number
  cpu_quota?: number
  cpu_rt_period?: number
  cpu_rt_runtime?: number
  cpu_shares?: number
  cpus?: number
  cpuset?: string
  credential_spec?: { config?: string; file?: string; registry?: string }
  /** Includes what links, volumes_from and `network_mode|ipc|pid: service:…` imply. */
  depends_on?: Record<string, Dependency>
  deploy?: Deploy
  develop?: PlainValue
  device_cgroup_rules?: string[]
  devices?: { source: string; target: string; permissions: string }[]
  dns?: string[]
  dns_opt?: string[]
  dns_search?: string[]
  domainname?: string
  /** Null: the image's own. An empty list clears it. */
  entrypoint: string[] | null
  /** Where some of `environment` came from; its values are already in there. */
  env_file?: { path: string; required: boolean; format?: string }[]
  /** `environment` over the env files' values. Null: named without a value and not set anywhere; not passed on. */
  environment?: Record<string, string | null>
  expose?: string[]
  external_links?: string[]
  /** `name=address` */
  extra_hosts?: string[]
  gpus?: DeviceRequest[]
  group_add?: string[]
  healthcheck?: Healthcheck
  hostname?: string
  image?: string
  init?: boolean
  ipc?: string
  isolation?: string
  /** Where some of `labels` came from; its values are already in there. */
  label_file?: string[]
  labels?: StringMap
  /** `service` or `service:alias` */
  links?: string[]
  logging?: { driver?: string; options?: StringMap }
  mac_address?: string
  mem_limit?: number
  mem_reservation?: number
  mem_swappiness?: number
  /** Bytes of memory and swap together; -1: unlimited. */
  memswap_limit?: number
  models?: Record<string, { endpoint_var?: string; model_var?: string } | null>
  /** `host`, `none`, `bridge`, `service:NAME`, `container:NAME`, or a driver's own. Without it `networks` decides. */
  network_mode?: string
  /** `{default: null}` when the file names none and there is no `network_mode`. */
  networks?: Record<string, NetworkAttachment | null>
  oom_kill_disable?: boolean
  oom_score_adj?: number
  pid?: string
  pids_limit?: number
  platform?: string
  ports?: Port[]
  post_start?: Hook[]
  pre_start?: Hook[]
  pre_stop?: Hook[]
  privileged?: boolean
  profiles?: string[]
  provider?: PlainValue
  pull_policy?: string
  pull_refresh_after?: string
  read_only?: boolean
  /** `no`, `always`, `unless-stopped`, `on-failure`, `on-failure:N` */
  restart?: string
  runtime?: string
  scale?: number
  secrets?: FileReference[]
  security_opt?: string[]
  shm_size?: number
  stdin_open?: boolean
  stop_grace_period?: string
  stop_signal?: string
  storage_opt?: StringMap
  sysctls?: StringMap
  tmpfs?: string[]
  tty?: boolean
  ulimits?: Record<string, number | { soft: number; hard: number }>
  use_api_socket?: boolean
  user?: string
  userns_mode?: string
  uts?: string
  /** v1's default driver for the service's volumes. */
  volume_driver?: string
  volumes?: Mount[]
  /** `service`, `service:ro`, `container:NAME`, `container:NAME:ro` */
  volumes_from?: string[]
  working_dir?: string
  [extension: `x-${string}`]: PlainValue
}

export interface Dependency {
  condition: 'service_started' | 'service_healthy' | 'service_completed_successfully'
  /** False: start anyway when the other service is missing or fails. */
  required: boolean
  /** True: restart this one when the other is updated or restarted. */
  restart?: boolean
}

export interface Port {
  /** The container's port; ranges have been spread into single ports. */
  target: number
  /** A port, or a range `8000-8010` of which the engine takes a free one. Missing: the engine chooses. */
  published?: string
  protocol: string
  host_ip?: string
  /** `ingress` (default) or `host` */
  mode: string
  name?: string
  app_protocol?: string
}

export interface Mount {
  type: 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'cluster' | 'image'
  source?: string
  target: string
  read_only?: boolean
  consistency?: string
  bind?: { create_host_path?: boolean; propagation?: string; recursive?: string; selinux?: 'z' | 'Z' }
  volume?: { nocopy?: boolean; subpath?: string; labels?: StringMap }
  tmpfs?: { size?: number; mode?: number }
  image?: { subpath?: string }
}

export interface NetworkAttachment {
  aliases?: string[]
  driver_opts?: StringMap
  gw_priority?: number
  interface_name?: string
  ipv4_address?: string
  ipv6_address?: string
  link_local_ips?: string[]
  mac_address?: string
  priority?: number
}

/** A service's use of a secret or config. */
export interface FileReference {
  source: string
  target?: string
  uid?: string
  gid?: string
  /** Octal, e.g. `0440` */
  mode?: string
}

export interface Healthcheck {
  /** `['CMD', …]`, `['CMD-SHELL', text]` or `['NONE']` */
  test?: string[]
  interval?: string
  timeout?: string
  start_period?: string
  start_interval?: string
  retries?: number
  disable?: boolean
}

export interface Build {
  context?: string
  additional_contexts?: StringMap
  args?: Record<string, string | null>
  cache_from?: string[]
  cache_to?: string[]
  dockerfile?: string
  dockerfile_inline?: string
  entitlements?: string[]
  extra_hosts?: string[]
  isolation?: string
  labels?: StringMap
  network?: string
  no_cache?: boolean
  no_cache_filter?: string[]
  platforms?: string[]
  privileged?: boolean
  provenance?: string
  pull?: boolean
  sbom?: string
  secrets?: FileReference[]
  shm_size?: number
  ssh?: string[]
  tags?: string[]
  target?: string
  ulimits?: Record<string, number | { soft: number; hard: number }>
}

export interface Deploy {
  mode?: string
  endpoint_mode?: string
  replicas?: number
  labels?: StringMap
  placement: {
    constraints?: string[]
    preferences?: { spread?: string }[]
    max_replicas_per_node?: number
  }
  resources: {
    limits?: { cpus?: number; memory?: number; pids?: number }
    reservations?: {
      cpus?: number
      memory?: number
      devices?: DeviceRequest[]
      generic_resources?: { discrete_resource_spec: { kind: string; value: number } }[]
    }
  }
  restart_policy?: { condition?: string; delay?: string; max_attempts?: number; window?: string }
  rollback_config?: RolloutConfig
  update_config?: RolloutConfig
}

export interface RolloutConfig {
  parallelism?: number
  delay?: string
  failure_action?: string
  monitor?: string
  max_failure_ratio?: number
  order?: 'start-first' | 'stop-first'
}

export interface DeviceRequest {
  capabilities?: string[]
  /** -1: all */
  count?: number
  device_ids?: string[]
  driver?: string
  options?: StringMap
}

export interface BlkioConfig {
  weight?: number
  weight_device?: { path: string; weight: number }[]
  device_read_bps?: { path: string; rate: number }[]
  device_read_iops?: { path: string; rate: number }[]
  device_write_bps?: { path: string; rate: number }[]
  device_write_iops?: { path: string; rate: number }[]
}

export interface Hook {
  command: string[] | null
  image?: string
  user?: string
  privileged?: boolean
  working_dir?: string
  environment?: Record<string, string | null>
  per_replica?: boolean
}
