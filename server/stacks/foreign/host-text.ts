// The part of a container's settings that says what it may use of its host, as keys of a compose file. Pure.
import { recordOf, textOf, wordsOf } from '@/lib/json-value'
import type { PlainValue } from '@/server/compose/plain-value'
import type { Fields } from '@/server/recreate/types'
import { asFieldsList, bytes, literalPairs, literals, said, size } from './compose-words'
import { peerText } from './made-of-inspect'
import { restartText } from './settings'
import type { Peers } from './types'

export const hostText = (host: Fields, peers: Peers): { [key: string]: PlainValue } => {
  const swap = host.MemorySwap === Number(host.Memory) * 2 ? 0 : host.MemorySwap
  const log = recordOf(host.LogConfig)
  const hasLog = Object.keys(recordOf(log.Config)).length > 0 || !['', 'json-file'].includes(textOf(log.Type))
  const shared = (mode: unknown): PlainValue => {
    const said = peerText(textOf(mode), peers)
    const whose = said.startsWith('container:') ? said.slice('container:'.length) : null
    return (whose !== null && [...peers.values()].includes(whose) ? `service:${whose}` : said) || null
  }
  return {
    restart: restartText(host.RestartPolicy) || null,
    cpus: size(host.NanoCpus) === 0 ? null : size(host.NanoCpus) / 1e9,
    cpu_shares: size(host.CpuShares) || null,
    cpu_period: size(host.CpuPeriod) || null,
    cpu_quota: size(host.CpuQuota) || null,
    cpuset: textOf(host.CpusetCpus) || null,
    mem_limit: bytes(host.Memory),
    mem_reservation: bytes(host.MemoryReservation),
    memswap_limit: swap === -1 ? -1 : bytes(swap),
    pids_limit: size(host.PidsLimit) || null,
    oom_kill_disable: host.OomKillDisable === true || null,
    oom_score_adj: Number(host.OomScoreAdj) || null,
    shm_size: host.ShmSize === 64 * 2 ** 20 ? null : bytes(host.ShmSize),
    privileged: host.Privileged === true || null,
    read_only: host.ReadonlyRootfs === true || null,
    init: host.Init === true || null,
    cap_add: wordsOf(host.CapAdd),
    cap_drop: wordsOf(host.CapDrop),
    security_opt: literals(host.SecurityOpt).filter(
      (option) => host.Privileged !== true || !/^label[=:]disable$/.test(option),
    ),
    group_add: wordsOf(host.GroupAdd),
    devices: asFieldsList(host.Devices).map(
      ({ PathOnHost, PathInContainer, CgroupPermissions }) => `${PathOnHost}:${PathInContainer}:${CgroupPermissions}`,
    ),
    device_cgroup_rules: wordsOf(host.DeviceCgroupRules),
    sysctls: literalPairs(host.Sysctls),
    ulimits: Object.fromEntries(
      asFieldsList(host.Ulimits).map(({ Name, Soft, Hard }) => [
        String(Name),
        { soft: Number(Soft), hard: Number(Hard) },
      ]),
    ),
    tmpfs: Object.entries(recordOf(host.Tmpfs)).map(([target, options]) => (options ? `${target}:${options}` : target)),
    storage_opt: literalPairs(host.StorageOpt),
    dns: wordsOf(host.Dns),
    dns_opt: wordsOf(host.DnsOptions),
    dns_search: wordsOf(host.DnsSearch),
    extra_hosts: wordsOf(host.ExtraHosts),
    pid: shared(host.PidMode),
    ipc: ['private', 'shareable'].includes(textOf(host.IpcMode)) ? null : shared(host.IpcMode),
    uts: textOf(host.UTSMode) || null,
    userns_mode: textOf(host.UsernsMode) || null,
    cgroup_parent: textOf(host.CgroupParent) || null,
    runtime: ['', 'runc'].includes(textOf(host.Runtime)) ? null : textOf(host.Runtime),
    logging: hasLog ? said({ driver: textOf(log.Type), options: literalPairs(log.Config) }) : null,
    volumes_from: wordsOf(host.VolumesFrom).map((from) => {
      const [name = '', access] = from.split(':')
      const service = peers.get(name)
      const said = service ?? `container:${name}`
      return access === 'ro' ? `${said}:ro` : said
    }),
  }
}
