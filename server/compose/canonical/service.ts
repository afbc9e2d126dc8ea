// One service from whatever form it was written in to the long form: which key follows which rule.
import { mapOf, scalar, textOf } from '../node'
import { toBuild } from './build'
import { toEnvironment, toExtraHosts, toLabels, toListOf, toShape, toTextMap, toTexts } from './collections'
import { toCommand, toHealthTest } from './command'
import type { Canonical } from './context'
import { toBlkio, toDeploy, toGpus, toLogging, toUlimits } from './limits'
import { toDevices, toMounts } from './mounts'
import { toPorts } from './ports'
import { toConfigs, toDependsOn, toEnvFiles, toModels, toNetworks, toPathList, toSecrets } from './references'
import { toBytes, toDuration, toFlag, toNumber, toWhole } from './scalars'

const toHook = toShape({ command: toCommand, environment: toEnvironment, privileged: toFlag, per_replica: toFlag })

const toHealthcheck = toShape({
  test: toHealthTest,
  interval: toDuration,
  timeout: toDuration,
  start_period: toDuration,
  start_interval: toDuration,
  retries: toWhole,
  disable: toFlag,
})

const toExtends: Canonical = (node) => {
  const name = textOf(node)
  return name === undefined ? node : mapOf({ service: scalar(name, node.place) }, node.place)
}

const toWatch: Canonical = (node, context) => {
  const rules = toShape({
    path: (path) =>
      path.kind === 'scalar' && typeof path.value === 'string'
        ? { ...path, value: context.paths.resolve(context.directory, path.value) }
        : path,
    ignore: toTexts,
    include: toTexts,
    exec: toHook,
  })
  return rules(node, context)
}

export const toService = toShape({
  annotations: toLabels,
  attach: toFlag,
  blkio_config: toBlkio,
  build: toBuild,
  command: toCommand,
  configs: toConfigs,
  cpu_count: toWhole,
  cpu_percent: toNumber,
  cpu_period: toWhole,
  cpu_quota: toWhole,
  cpu_rt_period: toWhole,
  cpu_rt_runtime: toWhole,
  cpu_shares: toWhole,
  cpus: toNumber,
  depends_on: toDependsOn,
  deploy: toDeploy,
  develop: toShape({ watch: toListOf(toWatch) }),
  devices: toDevices,
  dns: toTexts,
  dns_opt: toTexts,
  dns_search: toTexts,
  entrypoint: toCommand,
  env_file: toEnvFiles,
  environment: toEnvironment,
  expose: toTexts,
  extends: toExtends,
  extra_hosts: toExtraHosts,
  gpus: toGpus,
  group_add: toTexts,
  healthcheck: toHealthcheck,
  init: toFlag,
  label_file: toPathList,
  labels: toLabels,
  logging: toLogging,
  mem_limit: toBytes,
  mem_reservation: toBytes,
  mem_swappiness: toWhole,
  memswap_limit: toBytes,
  models: toModels,
  networks: toNetworks,
  oom_kill_disable: toFlag,
  oom_score_adj: toWhole,
  pids_limit: toWhole,
  ports: toPorts,
  post_start: toListOf(toHook),
  pre_start: toListOf(toHook),
  pre_stop: toListOf(toHook),
  privileged: toFlag,
  read_only: toFlag,
  scale: toWhole,
  secrets: toSecrets,
  shm_size: toBytes,
  stdin_open: toFlag,
  stop_grace_period: toDuration,
  storage_opt: toTextMap,
  sysctls: toLabels,
  tmpfs: toTexts,
  tty: toFlag,
  ulimits: toUlimits,
  volumes: toMounts,
})
