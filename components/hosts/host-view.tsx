'use client'
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { Tabs } from '@/components/ui/tabs'
import { useAddress } from '@/lib/client/address'
import { isApiError } from '@/lib/client/api'
import { useNow } from '@/lib/client/clock'
import { clockTime, duration, sentence } from '@/lib/client/format'
import { hostWords } from '@/lib/client/state-words'
// One host: does it answer, why not, what is on it, what was decided about it.
import { useHost } from '@/lib/client/use-hosts'
import type { Host } from '@/lib/contract/hosts'
import { HostActions } from './host-actions'
import { HostContainers } from './host-containers'
import { HostInspect } from './host-inspect'
import { HostOverview } from './host-overview'

const crumbs = [{ name: 'Hosts', href: '/hosts' }]

export function HostView({ id }: { id: string }) {
  const { data: host, error, refetch } = useHost(id)
  if (host) return <HostPage host={host} />
  return (
    <Page title="Host" crumbs={crumbs}>
      {!error ? (
        <Loading what="the host" />
      ) : isApiError(error) && error.code === 'not_found' ? (
        <Empty title="There is no such host" actions={<ButtonLink href="/hosts">All hosts</ButtonLink>}>
          It was removed, or the address is mistyped.
        </Empty>
      ) : (
        <ErrorPanel title="The host could not be read" error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  )
}

function HostPage({ host }: { host: Host }) {
  const [address] = useAddress()
  const words = hostWords(host, useNow())
  const tab = address.get('tab') ?? 'overview'
  const here = `/hosts/${host.id}`
  const tabs = [
    { id: 'overview', label: 'Overview', href: here },
    { id: 'containers', label: 'Containers', href: `${here}?tab=containers`, count: host.containers.total },
    { id: 'inspect', label: 'Inspect', href: `${here}?tab=inspect` },
  ]
  return (
    <Page
      title={host.name}
      crumbs={crumbs}
      sentence={{
        kind: words.kind,
        words: words.words,
        content: <HostSentence host={host} />,
        actions: <HostActions host={host} />,
      }}
      tabs={<Tabs tabs={tabs} current={tab} label={`Parts of ${host.name}`} />}
    >
      {tab === 'containers' ? (
        <HostContainers host={host} />
      ) : tab === 'inspect' ? (
        <HostInspect host={host} />
      ) : (
        <HostOverview host={host} />
      )}
    </Page>
  )
}

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const stateNames: Record<Host['state'], string> = {
  unreachable: 'Unreachable',
  suspect: 'Suspect',
  pending: 'Not connected',
  healthy: 'Healthy',
}

function HostSentence({ host }: { host: Host }) {
  const now = useNow()
  const words = hostWords(host, now)
  const reason = host.stateReason ? ` ${sentence(upperFirst(host.stateReason))}` : ''
  const head = `${stateNames[host.state]} since ${clockTime(host.stateSince)}.`
  const seen = host.lastSeenAt ? duration(now - Date.parse(host.lastSeenAt)) : null
  if (host.state === 'unreachable' || host.state === 'pending') {
    return (
      <>
        <b>{head}</b>
        {reason}{' '}
        {seen
          ? `Below is what was known ${seen} ago. Lotse keeps trying.`
          : 'It has not answered yet. Lotse keeps trying.'}
      </>
    )
  }
  if (host.state === 'suspect') {
    return (
      <>
        <b>{head}</b>
        {reason} It takes no new containers until it answers again.
      </>
    )
  }
  const consequence = {
    active: 'New containers may be placed here.',
    paused: 'It takes no new containers; those it has run on.',
    drain: 'It takes no new containers and should lose those it has.',
  }[host.availability]
  return (
    <>
      <b>{upperFirst(words.words)}.</b> {consequence}
    </>
  )
}
