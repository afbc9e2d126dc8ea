'use client'
// The cells of reach in words: a party with its hosts, and a way by its names, ports and network.
import Link from 'next/link'
import { ContainerName } from '@/components/ui/container-name'
import { useTexts } from '@/lib/client/language'
import { useStackFlags } from '@/lib/client/use-stack-list'
import type { ReachLane, ReachParty, ReachWay } from '@/lib/contract/reach'
import { reachTexts } from '@/lib/texts/reach'
import { bareLaneName } from './lane-layout'

export const reachHref = (of: string, question?: string): string =>
  `/networks?tab=reach&of=${encodeURIComponent(of)}${question ? `&question=${question}` : ''}`

export function PartyLink({ party, question }: { party: ReachParty; question?: string }) {
  const flagOf = useStackFlags()
  return (
    <Link className="quiet cut" data-ask href={reachHref(party.key, question)} aria-label={party.name} replace>
      <ContainerName name={party.name} stack={party.stack} service={party.service} flag={flagOf(party.stack)} />
    </Link>
  )
}

const namedHosts = 2

export function HostsOf({ party }: { party: ReachParty }) {
  const t = useTexts(reachTexts)
  const { hostNames } = party
  return (
    <span title={hostNames.join(', ')}>
      {hostNames.length <= namedHosts ? hostNames.join(', ') : t.hosts(hostNames.length)}
    </span>
  )
}

/** `80/tcp` → `80`; another protocol stays. */
const portWord = (port: string): string => port.replace(/\/tcp$/, '')

const shownNames = 2
const shownPorts = 3

/** `api:8080`: names with their ports, as they are typed. */
export function WayNames({ way }: { way: ReachWay }) {
  const t = useTexts(reachTexts)
  const all = way.kind === 'address' || way.kind === 'gateway' ? way.addresses : way.names
  const ports = way.ports.map(portWord)
  const tail =
    ports.length === 0 ? '' : `:${ports.slice(0, shownPorts).join(',')}${ports.length > shownPorts ? ',…' : ''}`
  return (
    <span className="way-names" title={`${all.join(', ')}${ports.length > 0 ? ` : ${ports.join(', ')}` : ''}`}>
      {all.slice(0, shownNames).map((name) => (
        <code key={name}>
          {name}
          {tail}
        </code>
      ))}
      {all.length > shownNames && <span className="dim">+{all.length - shownNames}</span>}
      {ports.length === 0 && <span className="dim">{t.anyPort}</span>}
    </span>
  )
}

export function WayThrough({ way, lane }: { way: ReachWay; lane: ReachLane | undefined }) {
  const t = useTexts(reachTexts)
  const remarks = [
    way.kind === 'address' && t.byAddress,
    way.kind === 'gateway' && t.gateway,
    lane?.internal && t.internal,
    way.isPartial && t.partly,
    !way.now && t.notNow,
  ].filter(Boolean)
  return (
    <span className="way-through">
      {remarks.length > 0 && <span className="dim">{remarks.join('; ')}</span>}
      {lane ? (
        <Link
          className="quiet"
          href={`/networks/${encodeURIComponent(lane.networkId)}`}
          title={[lane.name, way.crossesHosts && t.acrossHosts].filter(Boolean).join(', ')}
        >
          {bareLaneName(lane)}
        </Link>
      ) : (
        <span className="dim">{t.namespace}</span>
      )}
    </span>
  )
}
