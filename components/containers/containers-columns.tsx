'use client'
// How a container is shown in the list of the whole cluster.
import { ContainerName } from '@/components/ui/container-name'
import { ImageName } from '@/components/ui/image-name'
import { RowLink } from '@/components/ui/row-link'
import { State } from '@/components/ui/state'
import type { Column } from '@/components/ui/table-types'
import { Ago, When } from '@/components/ui/time'
import { useKnownNow } from '@/lib/client/clock'
import { bytes, clockTime, coreNumber, shortId } from '@/lib/client/format'
import { containerWords } from '@/lib/client/state-words'
import type { Container } from '@/lib/contract/containers'
import type { containerTexts } from '@/lib/texts/containers'

export type ListContext = {
  t: (typeof containerTexts)['en']
  /** When the server was lost: from then on nothing is drawn as live. */
  lostAt: number | null
  flagOf: (stack: string | null) => number | undefined
  lastSeenOf: (hostId: string) => string | null | undefined
}

/** Its words count on by themselves, without the row around them. */
function StateNow({ container, context }: { container: Container; context: ListContext }) {
  const { t, lostAt, lastSeenOf } = context
  const words = containerWords(container, useKnownNow(), lastSeenOf(container.hostId))
  if (lostAt === null || !container.known) return <State {...words} />
  return <State kind="stale" words={t.asOf(words.words, clockTime(lostAt))} />
}

const publishedPorts = (container: Container): string => {
  const ports = container.actualPorts.length > 0 ? container.actualPorts : container.requestedPorts
  const names = ports
    .filter((port) => port.hostPort !== '')
    .map((port) => (port.port.endsWith('/udp') ? `${port.hostPort}/udp` : port.hostPort))
  return [...new Set(names)].join(', ')
}

const sinceOf = (container: Container): string =>
  (container.state === 'exited' || container.state === 'dead' ? container.finishedAt : container.startedAt) ??
  container.createdAt

export const containerColumns = (context: ListContext, t = context.t.columns): Column<Container>[] => [
  {
    id: 'name',
    label: t.name,
    sortable: true,
    at: 'a',
    render: (container) => (
      <RowLink href={`/containers/${container.id}`} tabIndex={-1}>
        <ContainerName {...container} flag={context.flagOf(container.stack)} />
      </RowLink>
    ),
  },
  {
    id: 'state',
    label: t.state,
    sortable: true,
    at: 'b',
    width: '190px',
    render: (container) => <StateNow container={container} context={context} />,
  },
  {
    id: 'host',
    label: t.host,
    sortable: true,
    at: 'c',
    width: '10%',
    render: (container) => (
      <RowLink href={`/hosts/${container.hostId}`} tabIndex={-1}>
        {container.hostName}
      </RowLink>
    ),
  },
  {
    id: 'image',
    label: t.image,
    sortable: true,
    width: '17%',
    priority: 2,
    render: (container) => <ImageName image={container.image} />,
  },
  {
    id: 'memory',
    label: t.reserved,
    sortable: true,
    align: 'right',
    width: '78px',
    priority: 3,
    render: (container) =>
      container.reservation.memoryBytes > 0 ? (
        bytes(container.reservation.memoryBytes)
      ) : (
        <span className="dim">{t.nothing}</span>
      ),
  },
  {
    id: 'ports',
    label: t.ports,
    sortable: true,
    width: '98px',
    priority: 2,
    render: (container) => {
      const ports = publishedPorts(container)
      return ports === '' ? <span className="dim">{t.none}</span> : <span title={ports}>{ports}</span>
    },
  },
  {
    id: 'restarts',
    label: t.restarts,
    sortable: true,
    align: 'right',
    width: '72px',
    priority: 3,
    render: (container) =>
      container.restartCount === 0 ? (
        <span className="dim">0</span>
      ) : (
        <b className={container.restartCount > 3 ? 'fail' : ''}>{container.restartCount}</b>
      ),
  },
  {
    id: 'since',
    label: t.since,
    sortable: true,
    align: 'right',
    at: 'd',
    width: '84px',
    render: (container) => (
      <span className="dim">
        <Ago at={sinceOf(container)} />
      </span>
    ),
  },
  {
    id: 'stack',
    label: t.stack,
    sortable: true,
    width: '120px',
    priority: 2,
    render: ({ stack }) =>
      stack && (
        <RowLink href={`/stacks/${encodeURIComponent(stack)}`} tabIndex={-1}>
          {stack}
        </RowLink>
      ),
  },
  {
    id: 'command',
    label: t.command,
    width: '16%',
    priority: 2,
    render: ({ command }) => (
      <code className="cut" title={command}>
        {command}
      </code>
    ),
  },
  {
    id: 'networks',
    label: t.networks,
    width: '130px',
    priority: 2,
    render: ({ networks, networkMode }) => {
      const names = networks.map(({ name }) => name).join(', ') || networkMode
      return <span title={names}>{names}</span>
    },
  },
  {
    id: 'cpus',
    label: t.cpus,
    sortable: true,
    align: 'right',
    width: '64px',
    priority: 3,
    render: ({ reservation }) =>
      reservation.cpus > 0 ? coreNumber(reservation.cpus) : <span className="dim">{t.nothing}</span>,
  },
  {
    id: 'created',
    label: t.created,
    sortable: true,
    align: 'right',
    width: '92px',
    priority: 2,
    render: ({ createdAt }) => <When at={createdAt} />,
  },
  {
    id: 'id',
    label: t.id,
    width: '112px',
    priority: 2,
    render: ({ id }) => <code title={id}>{shortId(id)}</code>,
  },
]
