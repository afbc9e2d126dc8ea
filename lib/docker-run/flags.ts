// Every flag of `docker run` (Docker 28) and what becomes of it in a compose file. Data, so that a new flag is a line here;
// those that need more than a key are told apart by `special` and handled in run-to-compose.ts.
export type Flag =
  /** One value at a key of the service. */
  | { kind: 'text' | 'number'; to: string[] }
  /** May be given often; a list at a key. */
  | { kind: 'list'; to: string[] }
  /** `name=value`, may be given often; a mapping at a key. */
  | { kind: 'map'; to: string[] }
  | { kind: 'flag'; to: string[] }
  | { kind: 'special'; name: string; hasValue: boolean }
  /** Means something for the terminal that runs it, and nothing for a stack. */
  | { kind: 'dropped'; hasValue: boolean }
  /** A stack does so anyway. */
  | { kind: 'implied'; hasValue: boolean }
  /** Compose has no word for it. */
  | { kind: 'unsupported'; hasValue: boolean }

const text = (...to: string[]): Flag => ({ kind: 'text', to })
const number = (...to: string[]): Flag => ({ kind: 'number', to })
const list = (...to: string[]): Flag => ({ kind: 'list', to })
const map = (...to: string[]): Flag => ({ kind: 'map', to })
const flag = (...to: string[]): Flag => ({ kind: 'flag', to })
const special = (name: string): Flag => ({ kind: 'special', name, hasValue: true })
const limits = ['deploy', 'resources', 'limits']

export const flags: Record<string, Flag> = {
  'add-host': list('extra_hosts'),
  annotation: map('annotations'),
  attach: { kind: 'dropped', hasValue: true },
  'blkio-weight': number('blkio_config', 'weight'),
  'blkio-weight-device': special('blkio'),
  'cap-add': list('cap_add'),
  'cap-drop': list('cap_drop'),
  'cgroup-parent': text('cgroup_parent'),
  cgroupns: text('cgroup'),
  cidfile: { kind: 'dropped', hasValue: true },
  'cpu-count': number('cpu_count'),
  'cpu-percent': number('cpu_percent'),
  'cpu-period': number('cpu_period'),
  'cpu-quota': number('cpu_quota'),
  'cpu-rt-period': number('cpu_rt_period'),
  'cpu-rt-runtime': number('cpu_rt_runtime'),
  'cpu-shares': number('cpu_shares'),
  cpus: text(...limits, 'cpus'),
  'cpuset-cpus': text('cpuset'),
  'cpuset-mems': { kind: 'unsupported', hasValue: true },
  detach: { kind: 'implied', hasValue: false },
  'detach-keys': { kind: 'dropped', hasValue: true },
  device: list('devices'),
  'device-cgroup-rule': list('device_cgroup_rules'),
  'device-read-bps': special('blkio'),
  'device-read-iops': special('blkio'),
  'device-write-bps': special('blkio'),
  'device-write-iops': special('blkio'),
  'disable-content-trust': { kind: 'dropped', hasValue: false },
  dns: list('dns'),
  'dns-opt': list('dns_opt'),
  'dns-option': list('dns_opt'),
  'dns-search': list('dns_search'),
  domainname: text('domainname'),
  entrypoint: special('entrypoint'),
  env: special('env'),
  'env-file': special('env-file'),
  expose: list('expose'),
  gpus: special('gpus'),
  'group-add': list('group_add'),
  'health-cmd': text('healthcheck', 'test'),
  'health-interval': text('healthcheck', 'interval'),
  'health-retries': number('healthcheck', 'retries'),
  'health-start-interval': text('healthcheck', 'start_interval'),
  'health-start-period': text('healthcheck', 'start_period'),
  'health-timeout': text('healthcheck', 'timeout'),
  help: { kind: 'dropped', hasValue: false },
  hostname: text('hostname'),
  init: flag('init'),
  interactive: flag('stdin_open'),
  'io-maxbandwidth': { kind: 'unsupported', hasValue: true },
  'io-maxiops': { kind: 'unsupported', hasValue: true },
  ip: special('network-address'),
  ip6: special('network-address'),
  ipc: special('namespace'),
  isolation: text('isolation'),
  'kernel-memory': { kind: 'unsupported', hasValue: true },
  label: special('label'),
  'label-file': list('label_file'),
  link: special('link'),
  'link-local-ip': special('network-address'),
  'log-driver': text('logging', 'driver'),
  'log-opt': map('logging', 'options'),
  'mac-address': text('mac_address'),
  memory: text(...limits, 'memory'),
  'memory-reservation': text('deploy', 'resources', 'reservations', 'memory'),
  'memory-swap': text('memswap_limit'),
  'memory-swappiness': number('mem_swappiness'),
  mount: special('mount'),
  name: special('name'),
  network: special('network'),
  net: special('network'),
  'network-alias': special('network-address'),
  'net-alias': special('network-address'),
  'no-healthcheck': flag('healthcheck', 'disable'),
  'oom-kill-disable': flag('oom_kill_disable'),
  'oom-score-adj': number('oom_score_adj'),
  pid: special('namespace'),
  'pids-limit': number(...limits, 'pids'),
  platform: text('platform'),
  privileged: flag('privileged'),
  publish: list('ports'),
  'publish-all': { kind: 'special', name: 'publish-all', hasValue: false },
  pull: text('pull_policy'),
  quiet: { kind: 'dropped', hasValue: false },
  'read-only': flag('read_only'),
  restart: special('restart'),
  rm: { kind: 'dropped', hasValue: false },
  runtime: text('runtime'),
  'security-opt': list('security_opt'),
  'shm-size': text('shm_size'),
  'sig-proxy': { kind: 'dropped', hasValue: false },
  'stop-signal': text('stop_signal'),
  'stop-timeout': special('stop-timeout'),
  'storage-opt': map('storage_opt'),
  sysctl: map('sysctls'),
  tmpfs: list('tmpfs'),
  tty: flag('tty'),
  ulimit: special('ulimit'),
  'use-api-socket': flag('use_api_socket'),
  user: text('user'),
  userns: text('userns_mode'),
  uts: text('uts'),
  volume: special('volume'),
  'volume-driver': special('volume-driver'),
  'volumes-from': special('volumes-from'),
  workdir: text('working_dir'),
}

export const shortFlags: Record<string, string> = {
  a: 'attach',
  c: 'cpu-shares',
  d: 'detach',
  e: 'env',
  h: 'hostname',
  i: 'interactive',
  l: 'label',
  m: 'memory',
  p: 'publish',
  P: 'publish-all',
  q: 'quiet',
  t: 'tty',
  u: 'user',
  v: 'volume',
  w: 'workdir',
}

export const takesValue = (found: Flag): boolean => ('hasValue' in found ? found.hasValue : found.kind !== 'flag')
