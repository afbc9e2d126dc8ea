// An engine's /info answer as facts about its host. Pure.
import type { EngineInfo } from '@/lib/contract/hosts'
import type { InfoAnswer, VersionAnswer } from '@/server/docker/api-types'

export type HostFacts = {
  hostname: string
  engine: EngineInfo
  total: { cpus: number; memoryBytes: number }
  engineLabels: Record<string, string>
}

const swarmStates = ['inactive', 'pending', 'active', 'error', 'locked'] as const

function readSwarm(swarm: InfoAnswer['Swarm']): EngineInfo['swarm'] {
  const state = swarmStates.find((known) => known === swarm?.LocalNodeState) ?? 'inactive'
  return {
    state,
    isManager: swarm?.ControlAvailable ?? false,
    ...(swarm?.NodeID ? { nodeId: swarm.NodeID } : {}),
    ...(swarm?.Cluster?.ID ? { clusterId: swarm.Cluster.ID } : {}),
    ...(swarm?.NodeAddr ? { nodeAddress: swarm.NodeAddr } : {}),
    ...(swarm?.Error ? { error: swarm.Error } : {}),
  }
}

/** `node` is the host's name and cannot be a label, as in classic Swarm. */
function readLabels(list: string[] | null | undefined): Record<string, string> {
  const pairs = (Array.isArray(list) ? list : []).map((label): [string, string] => {
    const equals = label.indexOf('=')
    return equals < 0 ? [label, ''] : [label.slice(0, equals), label.slice(equals + 1)]
  })
  return Object.fromEntries(pairs.filter(([key]) => key !== '' && key !== 'node'))
}

export function readInfo(info: InfoAnswer, version: VersionAnswer): HostFacts {
  return {
    hostname: info.Name ?? '',
    engine: {
      id: info.ID ?? '',
      version: info.ServerVersion ?? version.Version ?? '',
      apiVersion: version.ApiVersion ?? '',
      minApiVersion: version.MinAPIVersion ?? '',
      operatingSystem: info.OperatingSystem ?? '',
      osType: info.OSType ?? version.Os ?? 'linux',
      architecture: info.Architecture ?? version.Arch ?? '',
      kernelVersion: info.KernelVersion ?? '',
      storageDriver: info.Driver ?? '',
      networkDrivers: info.Plugins?.Network ?? [],
      ...(info.ClusterStore ? { clusterStore: info.ClusterStore } : {}),
      swarm: readSwarm(info.Swarm),
      rootDirectory: info.DockerRootDir ?? '',
    },
    total: { cpus: info.NCPU ?? 0, memoryBytes: info.MemTotal ?? 0 },
    engineLabels: readLabels(info.Labels),
  }
}

/**
 * A manager without quorum does not tell which cluster it is in. The same node is in the one it was in before: else a lost
 * quorum would look like no cluster at all.
 */
export function withKnownCluster(facts: HostFacts, before: HostFacts | null): HostFacts {
  const { swarm } = facts.engine
  const was = before?.engine.swarm
  if (swarm.state !== 'active' || swarm.clusterId || !was?.clusterId || was.nodeId !== swarm.nodeId) return facts
  return { ...facts, engine: { ...facts.engine, swarm: { ...swarm, clusterId: was.clusterId } } }
}

/** A manager without quorum takes twenty seconds over this answer: no clock can be read from that. */
const longestExchangeMs = 2_000

/** Engine clock minus ours; the answer was made about half-way between question and arrival. */
export function clockSkewMs(info: InfoAnswer, askedMs: number, answeredMs: number): number | null {
  const theirs = Date.parse(info.SystemTime ?? '')
  if (Number.isNaN(theirs) || answeredMs - askedMs > longestExchangeMs) return null
  return Math.round(theirs - (askedMs + answeredMs) / 2)
}
