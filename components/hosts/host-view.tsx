'use client'
// One host: does it answer, why not, what is on it, what was decided about it.
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Filled } from '@/components/ui/filled'
import { Loading } from '@/components/ui/loading'
import { Said } from '@/components/ui/said'
import { Tabs } from '@/components/ui/tabs'
import { Moment } from '@/components/ui/time'
import { useAddress } from '@/lib/client/address'
import { isApiError } from '@/lib/client/api'
import { useKnownNow } from '@/lib/client/clock'
import { duration, sentence } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { hostWords } from '@/lib/client/state-words'
import { useHost } from '@/lib/client/use-hosts'
import type { Host } from '@/lib/contract/hosts'
import { hostTexts } from '@/lib/texts/hosts'
import { uiTexts } from '@/lib/texts/ui'
import { HostActions } from './host-actions'
import { HostContainers } from './host-containers'
import { HostInspect } from './host-inspect'
import { HostOverview } from './host-overview'

const useCrumbs = () => [{ name: useTexts(hostTexts).title, href: '/hosts' }]

export function HostView({ id }: { id: string }) {
  const t = useTexts(hostTexts)
  const crumbs = useCrumbs()
  const { data: host, error, refetch } = useHost(id)
  if (host) return <HostPage host={host} />
  return (
    <Page title={t.one} crumbs={crumbs}>
      {!error ? (
        <Loading what={t.view.what} />
      ) : isApiError(error) && error.code === 'not_found' ? (
        <Empty title={t.view.missing} actions={<ButtonLink href="/hosts">{t.all}</ButtonLink>}>
          {t.view.missingWhy}
        </Empty>
      ) : (
        <ErrorPanel title={t.view.failed} error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  )
}

function HostPage({ host }: { host: Host }) {
  const t = useTexts(hostTexts).view
  const ui = useTexts(uiTexts)
  const crumbs = useCrumbs()
  const [address] = useAddress()
  const words = hostWords(host, useKnownNow())
  const tab = address.get('tab') ?? 'overview'
  const here = `/hosts/${host.id}`
  const tabs = [
    { id: 'overview', label: t.overview, href: here },
    { id: 'containers', label: t.containers, href: `${here}?tab=containers`, count: host.containers.total },
    { id: 'inspect', label: t.inspect, href: `${here}?tab=inspect` },
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
      tabs={<Tabs tabs={tabs} current={tab} label={ui.partOf(host.name)} />}
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

function HostSentence({ host }: { host: Host }) {
  const t = useTexts(hostTexts).view
  const now = useKnownNow()
  const words = hostWords(host, now)
  const reason = host.stateReason && (
    <>
      {' '}
      <Said text={sentence(upperFirst(host.stateReason))} />
    </>
  )
  const head = (text: string) => (
    <b>
      <Filled text={text} parts={{ at: <Moment at={host.stateSince} /> }} />
    </b>
  )
  const seen = host.lastSeenAt ? duration(now - Date.parse(host.lastSeenAt)) : null
  if (host.state === 'unreachable' || host.state === 'pending') {
    return (
      <>
        {head(t.since[host.state])}
        {reason} {seen ? t.below(seen) : t.never}
      </>
    )
  }
  if (host.state === 'suspect') {
    return (
      <>
        {head(t.since.suspect)}
        {reason} {t.suspect}
      </>
    )
  }
  return (
    <>
      <b>{upperFirst(words.words)}.</b> {t[host.availability]}
    </>
  )
}
