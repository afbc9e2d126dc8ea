// What is asked to be different, put into a create request; what is not named stays as it is. Pure.

import type { ContainerEdit } from '@/lib/contract/recreate'
import { recordOf, wordsOf } from '@/lib/json-value'
import { mask } from '@/lib/mask'
import type { CreateRequest, Fields } from './types'

const nameOf = (entry: string): string => entry.split('=')[0] ?? entry
const size = (value: unknown): number => (typeof value === 'number' ? value : 0)

function editedEnv(env: unknown, set: Record<string, string>, remove: readonly string[]): string[] {
  const gone = new Set(remove)
  const left = new Map(Object.entries(set))
  const kept = wordsOf(env)
    .filter((entry) => !gone.has(nameOf(entry)) || left.has(nameOf(entry)))
    .map((entry) => {
      const value = left.get(nameOf(entry))
      left.delete(nameOf(entry))
      return value === undefined ? entry : `${nameOf(entry)}=${value}`
    })
  return [...kept, ...[...left].map(([name, value]) => `${name}=${value}`)]
}

function editedLabels(labels: unknown, set: Record<string, string>, remove: readonly string[]): Fields {
  const kept = Object.entries(recordOf(labels)).filter(([name]) => !remove.includes(name))
  return { ...Object.fromEntries(kept), ...set }
}

/** Swap goes with memory: the engine's own rule is twice as much, and less than the memory is refused. */
function editedMemory(host: Fields, memoryBytes: number): Fields {
  const [before, swap] = [size(host.Memory), size(host.MemorySwap)]
  const isUnlimited = swap === -1
  const isUsual = swap === 0 || swap === before * 2
  const extra = Math.max(0, swap - before)
  const next = memoryBytes === 0 ? 0 : isUnlimited ? -1 : isUsual ? memoryBytes * 2 : memoryBytes + extra
  return { Memory: memoryBytes, MemorySwap: next }
}

function editedHost(host: Fields, edit: ContainerEdit): Fields {
  const { restart, memoryBytes, memoryReservationBytes, cpus, pidsLimit, ports } = edit
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {}
  for (const { port, hostIp, hostPort } of ports ?? []) {
    bindings[port] = [...(bindings[port] ?? []), { HostIp: hostIp, HostPort: hostPort }]
  }
  return {
    ...host,
    ...(restart
      ? {
          RestartPolicy: {
            Name: restart.name,
            MaximumRetryCount: restart.name === 'on-failure' ? (restart.maximumRetries ?? 0) : 0,
          },
        }
      : {}),
    ...(memoryBytes === undefined ? {} : editedMemory(host, memoryBytes)),
    ...(memoryReservationBytes === undefined ? {} : { MemoryReservation: memoryReservationBytes }),
    // The engine takes either whole CPUs or a quota.
    ...(cpus === undefined ? {} : { NanoCpus: Math.round(cpus * 1e9), CpuQuota: 0, CpuPeriod: 0 }),
    ...(pidsLimit === undefined ? {} : { PidsLimit: pidsLimit === 0 ? null : pidsLimit }),
    ...(ports === undefined ? {} : { PortBindings: bindings }),
  }
}

export function applyEdit({ body, networks }: CreateRequest, edit: ContainerEdit): CreateRequest {
  const next: CreateRequest['body'] = { ...body, HostConfig: editedHost(body.HostConfig, edit) }
  const replace = (key: string, value: string[] | null | undefined) => {
    if (value === null) delete next[key]
    else if (value !== undefined) next[key] = value
  }
  if (edit.image !== undefined) next.Image = edit.image
  replace('Cmd', edit.command)
  replace('Entrypoint', edit.entrypoint)
  if (edit.workingDir !== undefined) next.WorkingDir = edit.workingDir
  if (edit.user !== undefined) next.User = edit.user
  if (edit.setEnv || edit.removeEnv) next.Env = editedEnv(body.Env, edit.setEnv ?? {}, edit.removeEnv ?? [])
  if (edit.setLabels || edit.removeLabels) {
    next.Labels = editedLabels(body.Labels, edit.setLabels ?? {}, edit.removeLabels ?? [])
  }
  if (edit.ports !== undefined) {
    const exposed = Object.fromEntries(edit.ports.map(({ port }) => [port, {}]))
    next.ExposedPorts = { ...recordOf(body.ExposedPorts), ...exposed }
  }
  return { body: next, networks }
}

const strings = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(strings)
      : []

/** Why it cannot be done so, in sentences. `own` is what the container itself says. */
export function editProblems(own: CreateRequest, edit: ContainerEdit): string[] {
  const problems: string[] = []
  const env = new Set(wordsOf(own.body.Env).map(nameOf))
  for (const name of edit.removeEnv ?? []) {
    if (!env.has(name)) problems.push(`${name} comes from the image and cannot be removed; it can be set to nothing.`)
  }
  for (const name of edit.removeLabels ?? []) {
    if (!(name in recordOf(own.body.Labels))) {
      problems.push(`The label ${name} comes from the image and cannot be removed; it can be set to nothing.`)
    }
  }
  if (strings(edit).some((value) => value.includes(mask))) {
    problems.push('A value still holds dots in place of a secret: type the value itself.')
  }
  const mode = String(own.body.HostConfig.NetworkMode)
  if ((edit.ports?.length ?? 0) > 0 && /^(host|none|container:)/.test(mode)) {
    problems.push(`Ports cannot be published with the network ${mode}.`)
  }
  const memory = edit.memoryBytes ?? size(own.body.HostConfig.Memory)
  const reservation = edit.memoryReservationBytes ?? size(own.body.HostConfig.MemoryReservation)
  const least = 6 * 2 ** 20
  if (edit.memoryBytes !== undefined && memory > 0 && memory < least) {
    problems.push('The memory limit must be at least 6 MiB.')
  }
  if (memory > 0 && reservation > memory) problems.push('The memory reserved is more than the memory limit.')
  return problems
}
