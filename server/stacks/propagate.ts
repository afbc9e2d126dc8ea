// A container that lives in another's namespaces or on its volumes goes with it; one that asked for it restarts.
import type { DesiredService } from './desired'
import type { Instance } from './instance'

const sharedWith = (desired: DesiredService): { other: string; what: string }[] => {
  const { service } = desired
  const modes = [
    { mode: service.network_mode, what: 'the network' },
    { mode: service.ipc, what: 'the IPC namespace' },
    { mode: service.pid, what: 'the PID namespace' },
  ]
  return [
    ...modes.flatMap(({ mode, what }) => (mode?.startsWith('service:') ? [{ other: mode.slice(8), what }] : [])),
    ...(service.volumes_from ?? []).map((from) => ({ other: from.split(':', 1)[0] ?? '', what: 'the volumes' })),
  ]
}

/** `services` are in dependency order, so that what follows from one change is found in one pass. */
export const propagate = (services: readonly DesiredService[], instances: readonly Instance[]): void => {
  const replaced = new Set<string>()
  const isReplaced = ({ action, existing }: Instance) =>
    action === 'recreate' || (action === 'create' && existing === null)
  for (const desired of services) {
    const own = instances.filter((instance) => instance.desired === desired)
    const base = sharedWith(desired).find(({ other }) => replaced.has(other))
    const waited = Object.entries(desired.service.depends_on ?? {}).find(
      ([other, dependency]) => dependency.restart === true && replaced.has(other),
    )
    for (const instance of own) {
      if (instance.existing === null || (instance.action !== 'keep' && instance.action !== 'start')) continue
      if (base !== undefined) {
        const reason = `shares ${base.what} of ${base.other}, which is replaced`
        Object.assign(instance, {
          action: 'recreate',
          hostId: desired.mode === 'global' ? instance.hostId : null,
          reason,
        })
      } else if (waited !== undefined && instance.existing.state === 'running') {
        Object.assign(instance, { action: 'restart', reason: `restarts because ${waited[0]} is replaced` })
      }
    }
    if (own.some(isReplaced)) replaced.add(desired.name)
  }
}
