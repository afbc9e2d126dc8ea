// What the removal of a stack would do, in the shape of every other plan, so that the same panel shows it. Pure.

import type { Plan, PlanContainer } from '@/lib/contract/plan'
import type { VolumeRisk } from '@/lib/contract/plan-effects'
import type { ClusterSnapshot } from '@/server/cluster/types'
import { answers } from './draft'
import { gapsOf } from './gaps'
import { composeLabel } from './labels'
import { planRemoval } from './removal-plan'

const anonymousName = /^[0-9a-f]{64}$/

export const previewRemoval = (
  snapshot: ClusterSnapshot,
  stack: string,
  withVolumes: boolean,
  revision: number,
): Plan => {
  const owned = (labels: Readonly<Record<string, string>>) => labels[composeLabel.project] === stack
  const hosts = new Map(snapshot.hosts.map((host) => [host.id, host]))
  const nameOf = (id: string) => hosts.get(id)?.name ?? id
  const existing = snapshot.containers.filter(({ labels }) => owned(labels))
  const operations = planRemoval(snapshot, stack, withVolumes)
  const containers = existing.map((container): PlanContainer => {
    const { service, number, name, hostId, hostName } = container
    const reason = answers(hosts.get(hostId))
      ? ''
      : `${hostName} does not answer: this one stays, and the removal can be repeated when it does`
    const place = { hostId, hostName, fromHostName: null }
    return {
      service: service ?? name,
      number: number ?? 1,
      name,
      action: 'remove',
      ...place,
      changes: [],
      reason,
      explanation: null,
    }
  })
  const volumes = snapshot.volumes.filter(({ labels }) => owned(labels))
  const unnamed = existing.flatMap(({ name, hostName, mounts }) =>
    mounts.flatMap((mount) =>
      mount.type === 'volume' && anonymousName.test(mount.name ?? '')
        ? [{ volume: mount.target, container: name, hostName, toHostName: null }]
        : [],
    ),
  )
  const named = volumes.map(({ name, hostName }) => ({ volume: name, container: null, hostName, toHostName: null }))
  const risks: VolumeRisk[] = withVolumes
    ? [...named, ...unnamed].map((risk) => ({ ...risk, kind: 'removed' as const }))
    : unnamed.map((risk) => ({ ...risk, kind: 'anonymous' as const }))
  return {
    stack,
    revision,
    summary: { create: 0, recreate: 0, restart: 0, start: 0, keep: 0, remove: containers.length, blocked: 0 },
    containers,
    networks: snapshot.networks
      .filter(({ labels }) => owned(labels))
      .map(({ name, hostIds }) => ({ name, action: 'remove' as const, detail: hostIds.map(nameOf).join(', ') })),
    volumes: volumes.map(({ name, hostName }) => ({
      name,
      hostName,
      action: withVolumes ? ('remove' as const) : ('keep' as const),
      detail: '',
    })),
    images: [],
    asks: [],
    ports: [],
    conflicts: [],
    gaps: gapsOf(
      operations,
      existing.map((container) => ({
        desired: null,
        service: container.service ?? container.name,
        number: container.number ?? 1,
        name: container.name,
        existing: container,
        action: 'remove' as const,
        hostId: container.hostId,
        changes: [],
        reason: '',
        explanation: null,
      })),
    ),
    volumeRisks: risks,
    orphans: [],
    variables: [],
    diagnostics: [],
    problems: [],
    operations,
  }
}
