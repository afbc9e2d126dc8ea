'use client'
// Services against hosts: which replica is where, and how it does. Hosts that do not answer are hatched, never drawn as live.
import clsx from 'clsx'
import Link from 'next/link'
import { Empty } from '@/components/ui/empty'
import { SectionHead } from '@/components/ui/section'
import { StateMark } from '@/components/ui/state'
import { hostAnswers, type StateKind } from '@/lib/client/state-words'
import { useHosts } from '@/lib/client/use-hosts'
import type { Stack, StackService } from '@/lib/contract/stacks'

type Replica = StackService['replicas'][number]

function replicaKind(replica: Replica): { kind: StateKind; words: string } {
  if (!replica.known) return { kind: 'stale', words: `last seen ${replica.state}` }
  if (replica.state !== 'running') return { kind: replica.state === 'exited' ? 'fail' : 'busy', words: replica.state }
  if (replica.health === 'unhealthy') return { kind: 'warn', words: 'unhealthy' }
  if (replica.health === 'starting') return { kind: 'busy', words: 'starting' }
  return { kind: 'ok', words: replica.health === 'healthy' ? 'healthy' : 'running' }
}

const lastSeen = (service: StackService) => service.replicas.filter((replica) => !replica.known).length

function serviceKind(service: StackService): StateKind {
  if (service.running < service.desired && service.running + lastSeen(service) >= service.desired) return 'stale'
  if (service.running >= service.desired) return service.healthy < service.running ? 'busy' : 'ok'
  return service.running === 0 && service.desired > 0 ? 'fail' : 'warn'
}

export function StackReplicas({ stack }: { stack: Stack }) {
  const hosts = useHosts()
  if (stack.services.length === 0) {
    return <Empty title="Nothing runs">No container of this stack is on any host.</Empty>
  }
  const used = new Set(stack.services.flatMap((service) => service.replicas.map((replica) => replica.hostId)))
  const all = hosts.data ?? []
  const shown = all.length <= 8 ? all : all.filter((host) => used.has(host.id))
  return (
    <>
      <SectionHead title="Replicas over hosts" remark="the number is the replica" />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls sideways must be reachable by keys */}
      <section className="mx-scroll" tabIndex={0} aria-label="Replicas over hosts">
        <table className="mx reps">
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col">Running</th>
              {shown.map((host) => (
                <th key={host.id} scope="col">
                  <Link className="quiet" href={`/hosts/${host.id}`}>
                    {!hostAnswers(host) && <StateMark kind="fail" words="does not answer" />} {host.name}
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
                  <small className="mono dim">{service.image}</small>
                </th>
                <td>
                  {service.running} of {service.desired}
                  {lastSeen(service) > 0 && <small className="dim">{lastSeen(service)} last seen</small>}
                </td>
                {shown.map((host) => (
                  <td key={host.id} className={clsx(!hostAnswers(host) && 'hatch')}>
                    {service.replicas
                      .filter((replica) => replica.hostId === host.id)
                      .map((replica) => {
                        const look = replicaKind(replica)
                        return (
                          <Link
                            key={replica.containerId}
                            className="rep"
                            href={`/containers/${replica.containerId}`}
                            title={`${service.name}.${replica.number} on ${host.name}: ${look.words}`}
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
