'use client'
// Services against hosts: which replica is where, and how it does. Hosts that do not answer are hatched, never drawn as live.
import clsx from 'clsx'
import { ScrollText } from 'lucide-react'
import Link from 'next/link'
import { Empty } from '@/components/ui/empty'
import { Icon } from '@/components/ui/icon'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import { hostAnswers, type StateKind } from '@/lib/client/state-words'
import { useHosts } from '@/lib/client/use-hosts'
import type { Stack, StackService } from '@/lib/contract/stacks'
import { stackTexts } from '@/lib/texts/stacks'
import { stateTexts } from '@/lib/texts/states'
import { replicaWords } from './replica-words'

type Replica = StackService['replicas'][number]

type Words = (typeof stateTexts)['en']['container']

function replicaKind(replica: Replica, t: Words): { kind: StateKind; words: string } {
  const words = replicaWords(replica.state, t)
  if (!replica.known) return { kind: 'stale', words: t.lastSeen(words) }
  if (replica.state !== 'running') return { kind: replica.state === 'exited' ? 'fail' : 'busy', words }
  if (replica.health === 'unhealthy') return { kind: 'warn', words: t.unhealthy }
  if (replica.health === 'starting') return { kind: 'busy', words: t.starting }
  return { kind: 'ok', words: replica.health === 'healthy' ? t.healthy : t.running }
}

const lastSeen = (service: StackService) => service.replicas.filter((replica) => !replica.known).length

function serviceKind(service: StackService): StateKind {
  if (service.running < service.desired && service.running + lastSeen(service) >= service.desired) return 'stale'
  if (service.running >= service.desired) return service.healthy < service.running ? 'busy' : 'ok'
  return service.running === 0 && service.desired > 0 ? 'fail' : 'warn'
}

export function StackReplicas({ stack }: { stack: Stack }) {
  const t = useTexts(stackTexts).replicas
  const states = useTexts(stateTexts).container
  const hosts = useHosts()
  if (stack.services.length === 0) {
    return <Empty title={t.none}>{t.noneLead}</Empty>
  }
  const used = new Set(stack.services.flatMap((service) => service.replicas.map((replica) => replica.hostId)))
  const all = hosts.data ?? []
  const shown = all.length <= 8 ? all : all.filter((host) => used.has(host.id))
  return (
    <>
      <SectionHead title={t.title} remark={t.remark} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls sideways must be reachable by keys */}
      <section className="mx-scroll" tabIndex={0} aria-label={t.title}>
        <table className="mx reps">
          <thead>
            <tr>
              <th scope="col">{t.service}</th>
              <th scope="col">{t.running}</th>
              {shown.map((host) => (
                <th key={host.id} scope="col">
                  <Link className="quiet" href={`/hosts/${host.id}`}>
                    {!hostAnswers(host) && <StateMark kind="fail" words={t.silent} />} {host.name}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stack.services.map((service) => (
              <tr key={service.name}>
                <th scope="row">
                  <StateMark kind={serviceKind(service)} /> <b>{service.name}</b>
                  <Link
                    className="icon-btn"
                    href={`/stacks/${encodeURIComponent(stack.name)}?tab=logs&service=${encodeURIComponent(service.name)}`}
                    aria-label={t.logsOf(service.name)}
                    title={t.logsOf(service.name)}
                  >
                    <Icon icon={ScrollText} small />
                  </Link>
                  <small className="mono dim">{service.image}</small>
                </th>
                <td>
                  {t.of(service.running, service.desired)}
                  {lastSeen(service) > 0 && <small className="dim">{t.seen(lastSeen(service))}</small>}
                </td>
                {shown.map((host) => (
                  <td key={host.id} className={clsx(!hostAnswers(host) && 'hatch')}>
                    {service.replicas
                      .filter((replica) => replica.hostId === host.id)
                      .map((replica) => {
                        const look = replicaKind(replica, states)
                        return (
                          <Link
                            key={replica.containerId}
                            className="rep"
                            href={`/containers/${replica.containerId}`}
                            title={t.on(`${service.name}.${replica.number}`, host.name, look.words)}
                          >
                            <StateMark kind={look.kind} words={look.words} /> {replica.number}
                          </Link>
                        )
                      })}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
