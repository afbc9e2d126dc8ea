// How a container joins its networks, as a compose file says it. Pure.
import { recordOf, textOf, wordsOf } from '@/lib/json-value'
import type { PlainValue } from '@/server/compose/plain-value'
import type { Endpoint } from '@/server/recreate/types'
import { isSaid, literalPairs, said } from './compose-words'
import { isWholeMode, ownLinks, peerText, usualAliases } from './made-of-inspect'
import type { Inspected, Surroundings } from './types'

const attachmentOf = (endpoint: Endpoint | null, usual: ReadonlySet<string>): PlainValue => {
  const { IPv4Address, IPv6Address, LinkLocalIPs } = recordOf(endpoint?.IPAMConfig)
  return said({
    aliases: [...new Set(endpoint?.Aliases ?? [])].filter((alias) => !usual.has(alias)),
    ipv4_address: textOf(IPv4Address) || null,
    ipv6_address: textOf(IPv6Address) || null,
    link_local_ips: wordsOf(LinkLocalIPs),
    driver_opts: literalPairs(endpoint?.DriverOpts),
  })
}

export const networksText = ({ inspect }: Inspected, around: Surroundings): { [key: string]: PlainValue } => {
  const mode = textOf(inspect.HostConfig.NetworkMode) || 'default'
  if (isWholeMode(mode)) {
    const said = peerText(mode === 'default' ? 'bridge' : mode, around.peers)
    const whose = said.startsWith('container:') ? said.slice('container:'.length) : null
    const isPeer = whose !== null && [...around.peers.values()].includes(whose)
    return { network_mode: isPeer ? `service:${whose}` : said }
  }
  const usual = usualAliases(inspect)
  const entries = Object.entries(inspect.NetworkSettings?.Networks ?? {})
  const links = entries.flatMap(([, endpoint]) => ownLinks(endpoint?.Links, around.peers))
  const attached = entries.map(([name, endpoint]) => {
    const attachment = attachmentOf(endpoint, usual)
    return [around.networks.get(name) ?? name, isSaid(attachment) ? attachment : null] as const
  })
  const isDefault = attached.length === 1 && attached[0]?.[0] === 'default' && attached[0][1] === null
  const isPlain = attached.every(([, attachment]) => attachment === null)
  const networks = isDefault ? null : isPlain ? attached.map(([key]) => key) : Object.fromEntries(attached)
  return { networks, links: [...new Set(links)] }
}
