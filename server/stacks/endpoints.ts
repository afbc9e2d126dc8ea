// How a container joins its networks: by which names others reach it, and by which it reaches others.
import type { ComposeModel } from '@/server/compose/model'
import type { NetworkAttachment, Service } from '@/server/compose/model-service'

export type EndpointConfig = {
  Aliases: string[]
  Links?: string[]
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] }
  MacAddress?: string
  DriverOpts?: Record<string, string>
}

/**
 * `db:database` makes `database` another name of `db` for this container alone. The engine looks the name up on the
 * network each time, so it holds over all hosts and after the other container was replaced.
 */
const linksOf = (service: Service): string[] => [
  ...(service.links ?? []).flatMap((link) => {
    const [name = '', alias] = link.split(':')
    return alias === undefined || alias === name ? [] : [`${name}:${alias}`]
  }),
  ...(service.external_links ?? []).map((link) => (link.includes(':') ? link : `${link}:${link}`)),
]

const addressesOf = (attachment: NetworkAttachment | null): EndpointConfig['IPAMConfig'] => {
  if (attachment === null) return undefined
  const { ipv4_address: four, ipv6_address: six, link_local_ips: local } = attachment
  if (four === undefined && six === undefined && local === undefined) return undefined
  return {
    ...(four === undefined ? {} : { IPv4Address: four }),
    ...(six === undefined ? {} : { IPv6Address: six }),
    ...(local === undefined ? {} : { LinkLocalIPs: local }),
  }
}

export const endpoints = (model: ComposeModel, service: Service): { network: string; config: EndpointConfig }[] => {
  if (service.network_mode !== undefined) return []
  const links = linksOf(service)
  const entries = Object.entries(service.networks ?? {}).sort(([, a], [, b]) => (b?.priority ?? 0) - (a?.priority ?? 0))
  return entries.map(([key, attachment], index) => {
    const addresses = addressesOf(attachment)
    const mac = attachment?.mac_address ?? (index === 0 ? service.mac_address : undefined)
    return {
      network: model.networks[key]?.name ?? key,
      config: {
        Aliases: [...new Set([service.name, ...(attachment?.aliases ?? [])])],
        ...(links.length > 0 ? { Links: links } : {}),
        ...(addresses === undefined ? {} : { IPAMConfig: addresses }),
        ...(mac === undefined ? {} : { MacAddress: mac }),
        ...(attachment?.driver_opts === undefined ? {} : { DriverOpts: attachment.driver_opts }),
      },
    }
  })
}
