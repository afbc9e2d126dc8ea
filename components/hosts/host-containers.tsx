'use client'
// The containers of one host, those that need a look first.
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { ContainerName } from '@/components/ui/container-name'
import { ErrorPanel } from '@/components/ui/error-panel'
import { ImageName } from '@/components/ui/image-name'
import { Loading } from '@/components/ui/loading'
import { RowLink } from '@/components/ui/row-link'
import { State } from '@/components/ui/state'
import { Table } from '@/components/ui/table'
import type { Column } from '@/components/ui/table-types'
import { useKnownNow } from '@/lib/client/clock'
import { bytes } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { containerWords } from '@/lib/client/state-words'
import { useContainerList } from '@/lib/client/use-containers'
import { useStackFlags } from '@/lib/client/use-stack-list'
import type { Container } from '@/lib/contract/containers'
import type { Host } from '@/lib/contract/hosts'
import { hostTexts } from '@/lib/texts/hosts'

const shown = 200

export function HostContainers({ host }: { host: Host }) {
  const t = useTexts(hostTexts).containers
  const router = useRouter()
  const now = useKnownNow()
  const flagOf = useStackFlags()
  const { data, error, refetch } = useContainerList({ q: `host:${host.id}`, sort: 'state' }, shown)
  if (error && !data) {
    return <ErrorPanel title={t.failed} error={error} onRetry={() => void refetch()} />
  }
  if (!data) return <Loading what={t.what} />
  const columns: Column<Container>[] = [
    {
      id: 'name',
      label: t.name,
      at: 'a',
      width: '34%',
      render: (container) => (
        <RowLink href={`/containers/${container.id}`}>
          <ContainerName {...container} flag={flagOf(container.stack)} />
        </RowLink>
      ),
    },
    {
      id: 'state',
      label: t.state,
      at: 'b',
      render: (container) => <State {...containerWords(container, now, host.lastSeenAt)} />,
    },
    {
      id: 'image',
      label: t.image,
      at: 'd',
      priority: 2,
      render: (container) => <ImageName image={container.image} />,
    },
    {
      id: 'memory',
      label: t.reserved,
      align: 'right',
      width: '90px',
      render: (container) =>
        container.reservation.memoryBytes > 0 ? (
          bytes(container.reservation.memoryBytes)
        ) : (
          <span className="dim">{t.nothing}</span>
        ),
    },
  ]
  return (
    <>
      <Table
        label={t.on(host.name)}
        flow
        columns={columns}
        count={data.items.length}
        rowAt={(index) => data.items[index]}
        rowId={(container) => container.id}
        onOpen={(container) => router.push(`/containers/${container.id}`)}
        isStale={(container) => !container.known}
        empty={<p className="pad dim">{t.none}</p>}
      />
      {data.total > data.items.length && (
        <p className="pad">
          <Link href={`/containers?q=${encodeURIComponent(`host:${host.name}`)}`}>{t.all(data.total)}</Link>
        </p>
      )}
    </>
  )
}
