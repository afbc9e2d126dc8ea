// Files of the first format know no networks: their containers are on each host's bridge and find each other by links,
// which end at the host. Over a cluster they get a network of their own, so that links reach every host.
import type { ComposeModel } from '@/server/compose/model'
import type { Service } from '@/server/compose/model-service'

const isOnBridge = ({ network_mode: mode, networks }: Service): boolean =>
  (mode === undefined || mode === 'bridge' || mode === 'default') && Object.keys(networks ?? {}).length === 0

const joined = (service: Service): Service => {
  if (!isOnBridge(service)) return service
  const { network_mode: _mode, ...rest } = service
  return { ...rest, networks: { default: null } }
}

export const withNetworkForV1 = (model: ComposeModel): ComposeModel =>
  model.format === 'v1'
    ? {
        ...model,
        services: Object.fromEntries(Object.entries(model.services).map(([name, service]) => [name, joined(service)])),
        networks: { default: { name: `${model.name}_default`, ipam: {} }, ...model.networks },
      }
    : model
