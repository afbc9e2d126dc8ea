// Data that a plan leaves behind: a plan removes no volume, but it can take the container away from its volume. Pure.
import type { Container } from '@/lib/contract/containers'
import type { VolumeRisk } from '@/lib/contract/plan-effects'
import type { ClusterSnapshot } from '@/server/cluster/types'
import { type Instance, isMoved } from './instance'

const anonymousName = /^[0-9a-f]{64}$/
/** The same on every host: sockets, devices, the clock. */
const systemFolder = /^\/(?:var\/run|run|dev|proc|sys)(?:\/|$)|^\/etc\/(?:localtime|timezone)$/

type Mount = Container['mounts'][number]

const isLocal = (snapshot: ClusterSnapshot, hostId: string, name: string): boolean => {
  const volume = snapshot.volumes.find((each) => each.hostId === hostId && each.name === name)
  return volume === undefined || (volume.driver === 'local' && (volume.options.type ?? 'none') === 'none')
}

/** Host and name of every volume that a container mounts once the plan is done. */
const stillMounted = (snapshot: ClusterSnapshot, instances: readonly Instance[]): Set<string> => {
  const changed = new Set(
    instances.flatMap(({ action, existing }) => (action === 'recreate' || action === 'remove' ? [existing?.id] : [])),
  )
  const kept = snapshot.containers
    .filter(({ id }) => !changed.has(id))
    .flatMap(({ hostId, mounts }) => mounts.map(({ name }) => `${hostId} ${name ?? ''}`))
  const made = instances.flatMap(({ desired, hostId }) =>
    (desired?.mounts ?? []).flatMap((plan) => (plan.kind === 'volume' ? [`${hostId} ${plan.name}`] : [])),
  )
  return new Set([...kept, ...made])
}

const wants = ({ desired, action }: Instance, mount: Mount): boolean =>
  action !== 'remove' &&
  (desired?.mounts ?? []).some((plan) =>
    plan.kind === 'volume'
      ? plan.name === mount.name
      : plan.kind === 'bind' && plan.source === mount.source && plan.mount.target === mount.target,
  )

export const volumeRisksOf = (
  snapshot: ClusterSnapshot,
  instances: readonly Instance[],
  hostNames: ReadonlyMap<string, string>,
): VolumeRisk[] => {
  const mounted = stillMounted(snapshot, instances)
  const risks = new Map<string, VolumeRisk>()
  for (const instance of instances) {
    const { existing, action, hostId } = instance
    if (existing === null || (action !== 'recreate' && action !== 'remove')) continue
    const { hostName } = existing
    const moved = isMoved(instance)
    const toHostName = moved ? (hostNames.get(hostId ?? '') ?? hostId) : null
    const add = (kind: VolumeRisk['kind'], volume: string, key: string) =>
      risks.set(key, { kind, volume, container: existing.name, hostName, toHostName })
    for (const mount of existing.mounts) {
      if (mount.type === 'bind') {
        if (moved && wants(instance, mount) && !systemFolder.test(mount.source))
          add('folder', mount.source, `${existing.id} ${mount.source}`)
        continue
      }
      if (mount.type !== 'volume' || mount.name === undefined) continue
      const { name } = mount
      // On the same host the new container takes over what the old one had without a name, unless a named one is put there.
      if (anonymousName.test(name)) {
        const isCovered = (instance.desired?.mounts ?? []).some(
          (plan) => plan.kind !== 'anonymous' && plan.mount.target === mount.target,
        )
        if (moved || action === 'remove' || isCovered) add('anonymous', mount.target, `${existing.hostId} ${name}`)
      } else if (isLocal(snapshot, existing.hostId, name) && !mounted.has(`${existing.hostId} ${name}`)) {
        add(moved && wants(instance, mount) ? 'left-behind' : 'unused', name, `${existing.hostId} ${name}`)
      }
    }
  }
  return [...risks.values()]
}
