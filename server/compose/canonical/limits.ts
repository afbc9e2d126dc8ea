// Resources: ulimits, block I/O, GPUs and what `deploy` reserves and limits.
import { list, mapOf, type Node, scalar } from '../node'
import { toLabels, toListOf, toMapOf, toShape, toTextMap, toTexts } from './collections'
import { type Canonical, complain } from './context'
import { toBytes, toDuration, toNumber, toWhole } from './scalars'

const longUlimit = toShape({ soft: toWhole, hard: toWhole })

export const toUlimits = toMapOf((node, context) =>
  node.kind === 'scalar' ? toWhole(node, context) : longUlimit(node, context),
)

const rate = toListOf(toShape({ rate: toBytes }))
const operations = toListOf(toShape({ rate: toWhole }))

export const toBlkio = toShape({
  weight: toWhole,
  weight_device: toListOf(toShape({ weight: toWhole })),
  device_read_bps: rate,
  device_write_bps: rate,
  device_read_iops: operations,
  device_write_iops: operations,
})

const toCount: Canonical = (node, context) => {
  if (node.kind !== 'scalar' || node.value === null) return node
  if (node.value === 'all') return { ...node, value: -1 }
  if (typeof node.value === 'number' || /^-?\d+$/.test(String(node.value))) return toWhole(node, context)
  complain(context, node.place, {
    code: 'value.count',
    message: `"${node.value}" is not a number of devices`,
    fix: 'write a number or "all"',
  })
  return undefined
}

const deviceRequest = toShape({ count: toCount, capabilities: toTexts, device_ids: toTexts, options: toLabels })

const toDeviceRequest: Canonical = (node, context) => {
  const request = deviceRequest(node, context)
  if (request?.kind !== 'map') return request
  if (request.entries.has('count') && request.entries.has('device_ids'))
    complain(context, request.place, {
      code: 'value.devices',
      message: 'has both "count" and "device_ids"',
      fix: 'keep one of them',
    })
  if (request.entries.has('count') || request.entries.has('device_ids')) return request
  return {
    ...request,
    entries: new Map([...request.entries, ['count', { key: request.place, value: scalar(-1, request.place) }]]),
  }
}

const toDeviceRequests = toListOf(toDeviceRequest)

export const toGpus: Canonical = (node: Node, context) =>
  node.kind === 'scalar' && node.value === 'all'
    ? list([mapOf({ count: scalar(-1, node.place) }, node.place)], node.place)
    : toDeviceRequests(node, context)

const rollout = toShape({
  parallelism: toWhole,
  delay: toDuration,
  monitor: toDuration,
  max_failure_ratio: toNumber,
})

const toRestartCondition: Canonical = (node, context) => {
  if (node.kind === 'scalar' && typeof node.value === 'string' && !['none', 'on-failure', 'any'].includes(node.value)) {
    const also = ['always', 'unless-stopped'].includes(node.value)
    complain(context, node.place, {
      code: 'value.restart-condition',
      message: `"${node.value}" is not a restart condition`,
      fix: also ? 'write any' : 'write none, on-failure or any',
    })
  }
  return node
}

export const toDeploy = toShape({
  replicas: toWhole,
  labels: toLabels,
  placement: toShape({ max_replicas_per_node: toWhole }),
  resources: toShape({
    limits: toShape({ cpus: toNumber, memory: toBytes, pids: toWhole }),
    reservations: toShape({
      cpus: toNumber,
      memory: toBytes,
      devices: toDeviceRequests,
      generic_resources: toListOf(toShape({ discrete_resource_spec: toShape({ value: toWhole }) })),
    }),
  }),
  restart_policy: toShape({
    condition: toRestartCondition,
    delay: toDuration,
    max_attempts: toWhole,
    window: toDuration,
  }),
  rollback_config: rollout,
  update_config: rollout,
})

export const toLogging = toShape({ options: toTextMap })
