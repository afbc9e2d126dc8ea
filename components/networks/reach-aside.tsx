'use client'
// Beside the table: what is open to the outside, who could pass requests on, and the containers that were asked about.
import { Waypoints } from 'lucide-react'
import Link from 'next/link'
import { Icon } from '@/components/ui/icon'
import { SectionHead } from '@/components/ui/section'
import { State } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import { containerWords } from '@/lib/client/state-words'
import type { EdgePort, Reach } from '@/lib/contract/reach'
import { doctorTexts } from '@/lib/texts/doctor'
import { reachTexts } from '@/lib/texts/reach'
import { PartyLink, reachHref } from './reach-words'

const addressOf = (edge: EdgePort): string => {
  const host = edge.hostIp === '' ? edge.hostName : edge.hostIp.includes(':') ? `[${edge.hostIp}]` : edge.hostIp
  return `${host}:${edge.hostPort}`
}

const doctorHref = (network: string, name: string, port: string): string =>
  `/networks?tab=doctor&network=${encodeURIComponent(network)}&name=${encodeURIComponent(name)}${port && `&port=${port}`}`

export function ReachAside({ reach }: { reach: Reach }) {
  const t = useTexts(reachTexts).aside
  const doctor = useTexts(doctorTexts)
  const { of, edge, gates } = reach
  const own = new Set(reach.ofLanes)
  const named = reach.lanes.filter(({ key, hasNames }) => own.has(key) && hasNames)
  const name = of.service ?? of.containers[0]?.name ?? ''
  const port = of.ports.find((each) => each.endsWith('/tcp'))?.replace('/tcp', '') ?? ''
  return (
    <aside>
      <SectionHead title={t.title} remark={t.remark} />
      {of.hostNetworkOn.length > 0 && <p className="pad-x pb-2">{t.hostMode(of.hostNetworkOn.join(', '))}</p>}
      {edge.length === 0 && of.hostNetworkOn.length === 0 && (
        <p className="pad-x pb-3">
          {t.none}. <span className="dim">{t.noneLead}</span>
        </p>
      )}
      <ul className="edge-list pb-2">
        {edge.map((one) => (
          <li key={`${one.containerId} ${one.hostIp} ${one.hostPort} ${one.port}`} className={one.open ? '' : 'closed'}>
            <span>
              <code>{addressOf(one)}</code> → <code>{one.port}</code>
              {!one.open && <span className="dim"> {t.closed}</span>}
            </span>
            <Link className="quiet small" href={`/containers/${one.containerId}?tab=networks`}>
              {one.hostIp !== '' ? `${one.hostName}/${one.containerName}` : one.containerName}
            </Link>
          </li>
        ))}
      </ul>
      {gates.length > 0 && (
        <>
          <SectionHead title={t.gates} remark={t.gatesRemark} />
          <ul className="edge-list pb-2">
            {gates.map((gate) => (
              <li key={gate.party.key}>
                <PartyLink party={gate.party} />
                <span className="dim small">{[...new Set(gate.edge.map(addressOf))].slice(0, 3).join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {named.length > 0 && (
        <>
          <SectionHead title={doctor.doctor} />
          <ul className="edge-list pb-2">
            {named.map((lane) => (
              <li key={lane.key}>
                <Link className="quiet" href={doctorHref(lane.networkId, name, port)}>
                  {doctor.checkOf(port ? `${name}:${port}` : name, lane.name)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <SectionHead
        title={t.containers}
        remark={of.running < of.total ? t.stoppedSome(of.running, of.total) : undefined}
      />
      <ul className="edge-list pb-3">
        {of.containers.map((container) => (
          <li key={container.id}>
            <Link className="quiet cut" href={`/containers/${container.id}?tab=networks`}>
              {container.hostName}/{container.name}
            </Link>
            <span className="acts">
              {of.containers.length > 1 && (
                <Link
                  className="icon-btn"
                  href={reachHref(container.id)}
                  aria-label={t.alone(container.name)}
                  title={t.alone(container.name)}
                >
                  <Icon icon={Waypoints} small />
                </Link>
              )}
              <ContainerState state={container.state} known={of.known} />
            </span>
          </li>
        ))}
      </ul>
    </aside>
  )
}

function ContainerState({ state, known }: { state: Reach['of']['containers'][number]['state']; known: boolean }) {
  const { kind, words } = containerWords({ state, health: 'none', exitCode: null, oomKilled: false, known }, Date.now())
  return <State kind={kind} words={words} />
}
