// Runs decisions of the real classic Swarm through ours and shows where they differ.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Labels } from '@/lib/contract/common'
import type { PortBinding } from '@/lib/contract/containers'
import type { StrategyName } from '@/lib/contract/placements'
import { messageOf } from '@/server/errors'
import { rank } from '@/server/scheduler/schedule'
import { createPlacementState } from '@/server/scheduler/state-changes'
import { classicFilterNames, type PlacementContainer, type PlacementOptions } from '@/server/scheduler/types'

interface VectorContainer {
  id: string
  name: string
  labels?: Labels | null
  networkMode?: string
  exposedPorts?: string[] | null
  requestedPorts?: PortBinding[] | null
  actualPorts?: PortBinding[] | null
}

interface Vector {
  strategy: StrategyName
  hosts: {
    id: string
    name: string
    labels: Labels | null
    totalCpus: number
    totalMemory: number
    usedCpus: number
    usedMemory: number
    health: number
    containers: VectorContainer[] | null
    images: { id: string; tags: string[] | null }[] | null
  }[]
  request: {
    image: string
    env?: string[] | null
    labels?: Labels | null
    memory: number
    cpuShares: number
    networkMode?: string
    exposedPorts?: string[] | null
    portBindings?: PortBinding[] | null
    links?: string[] | null
    volumesFrom?: string[] | null
  }
  result: { ranked?: string[][]; error?: string }
}

export function parseVectors(file: Buffer): Vector[] {
  const isCompressed = file[0] === 0x1f && file[1] === 0x8b
  const text = (isCompressed ? gunzipSync(file) : file).toString('utf8')
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, index + 1)]))
}

function parseLine(line: string, number: number): Vector {
  try {
    return JSON.parse(line) as Vector
  } catch (error) {
    throw new Error(`Line ${number} is not JSON: ${messageOf(error)}`)
  }
}

const containerOf = (container: VectorContainer): PlacementContainer => ({
  id: container.id,
  name: container.name,
  labels: container.labels ?? {},
  networkMode: container.networkMode ?? '',
  exposedPorts: container.exposedPorts ?? [],
  requestedPorts: container.requestedPorts ?? [],
  actualPorts: container.actualPorts ?? [],
})

export const stateOf = ({ hosts }: Vector) =>
  createPlacementState(
    hosts.map((host) => ({
      id: host.id,
      name: host.name,
      labels: host.labels ?? {},
      health: host.health,
      total: { cpus: host.totalCpus, memoryBytes: host.totalMemory },
      reservedElsewhere: { cpus: host.usedCpus, memoryBytes: host.usedMemory },
      containers: (host.containers ?? []).map(containerOf),
      images: (host.images ?? []).map(({ id, tags }) => ({ id, tags: tags ?? [] })),
    })),
  )

export const requestOf = ({ request }: Vector) => ({
  image: request.image,
  env: request.env ?? [],
  labels: request.labels ?? {},
  memoryBytes: request.memory,
  cpus: request.cpuShares,
  networkMode: request.networkMode ?? '',
  exposedPorts: request.exposedPorts ?? [],
  portBindings: request.portBindings ?? [],
  links: request.links ?? [],
  volumesFrom: request.volumesFrom ?? [],
})

export const optionsOf = ({ strategy }: Vector): PlacementOptions => ({
  strategy,
  filters: classicFilterNames,
  capacity: 'classic',
  ports: 'classic',
})

/** Our answer in the form of a vector's result. */
export function answer(vector: Vector): Vector['result'] {
  const nameOf = new Map(vector.hosts.map(({ id, name }) => [id, name]))
  const ranking = rank(stateOf(vector), requestOf(vector), optionsOf(vector))
  if (!ranking.placed) return { error: ranking.error }
  return { ranked: ranking.groups.map((group) => group.map(({ hostId }) => nameOf.get(hostId) ?? hostId)) }
}

/** Null when both say the same; the order inside a group is free. */
export function difference(vector: Vector): { expected: string; actual: string } | null {
  const canonical = ({ ranked, error }: Vector['result']) =>
    error ? JSON.stringify(error) : JSON.stringify((ranked ?? []).map((group) => [...group].sort()))
  const expected = canonical(vector.result)
  const actual = canonical(answer(vector))
  return expected === actual ? null : { expected, actual }
}

const shownDifferences = 5

export async function run(args: string[]): Promise<{ cases: number; differing: number }> {
  const [file] = args
  if (!file) throw new Error('Which file? npm run conformance -- scheduler FILE.jsonl[.gz]')
  const vectors = parseVectors(readFileSync(file))
  let differing = 0
  for (const [index, vector] of vectors.entries()) {
    const found = difference(vector)
    if (!found) continue
    differing++
    if (differing > shownDifferences) continue
    console.log(`case ${index + 1} (${vector.strategy}) differs`)
    console.log(`  request  ${JSON.stringify(vector.request)}`)
    console.log(`  expected ${found.expected}`)
    console.log(`  actual   ${found.actual}`)
  }
  return { cases: vectors.length, differing }
}
