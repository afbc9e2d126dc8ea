'use client'
// One container: is it running; if not, why it ended; the next sensible act; everything else in tabs.
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { ContainerName, containerTitle } from '@/components/ui/container-name'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { Tabs } from '@/components/ui/tabs'
import { goToAddress, useAddress } from '@/lib/client/address'
import { isApiError } from '@/lib/client/api'
import { useKnownNow } from '@/lib/client/clock'
import { clockTime } from '@/lib/client/format'
import { isPlainKey } from '@/lib/client/keys'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { containerWords, type StateWords } from '@/lib/client/state-words'
import { useContainer } from '@/lib/client/use-containers'
import { useHosts } from '@/lib/client/use-hosts'
import { useLostSince } from '@/lib/client/use-live'
import { useStackFlags } from '@/lib/client/use-stack-list'
import { useWanted } from '@/lib/client/use-wanted'
import type { ContainerDetail } from '@/lib/contract/containers'
import { containerDetailTexts } from '@/lib/texts/container-detail'
import { containerTexts } from '@/lib/texts/containers'
import { uiTexts } from '@/lib/texts/ui'
import { ContainerActions } from './container-actions'
import { ContainerEnvironment } from './container-environment'
import { ContainerInspect } from './container-inspect'
import { ContainerMounts } from './container-mounts'
import { ContainerNetworks } from './container-networks'
import { ContainerOverview } from './container-overview'
import { ContainerSentence } from './container-sentence'
import { KeptDeaths } from './deaths/kept-deaths'
import { inspectFacts } from './inspect-facts'
import { useAct } from './use-act'

const EditDialog = dynamic(() => loadPart(() => import('./edit/edit-dialog')), { ssr: false })
const ContainerFiles = dynamic(() => loadPart(() => import('./files/container-files')), {
  ssr: false,
  loading: () => <div aria-busy="true" />,
})
const ContainerHistory = dynamic(() => loadPart(() => import('./history/container-history')), {
  ssr: false,
  loading: () => <div aria-busy="true" />,
})
const ContainerLogs = dynamic(() => loadPart(() => import('./container-logs')).then((module) => module.ContainerLogs), {
  ssr: false,
  loading: () => <div aria-busy="true" />,
})
const ContainerWhy = dynamic(() => loadPart(() => import('./container-why')).then((module) => module.ContainerWhy), {
  ssr: false,
  loading: () => <div aria-busy="true" />,
})
const ContainerTerminal = dynamic(
  () => loadPart(() => import('./terminal/container-terminal')).then((module) => module.ContainerTerminal),
  { ssr: false, loading: () => <div aria-busy="true" /> },
)
const ContainerStats = dynamic(() => loadPart(() => import('./stats/container-stats')), {
  ssr: false,
  loading: () => <div aria-busy="true" />,
})

const askable = ['edit'] as const

const crumbs = (name: string) => [{ name, href: '/containers' }]

export function ContainerView({ id }: { id: string }) {
  const texts = useTexts(containerTexts)
  const t = useTexts(containerDetailTexts).view
  const { data: detail, error, refetch } = useContainer(id)
  // Out here, because the page of what is recreated ends before its dialog does.
  const [edited, setEdited] = useState<ContainerDetail | null>(null)
  const router = useRouter()
  const isGone = isApiError(error) && error.code === 'not_found'
  return (
    <>
      {detail && !isGone ? (
        <ContainerPage detail={detail} onEdit={() => setEdited(detail)} />
      ) : (
        <Page title={texts.one} crumbs={crumbs(texts.title)}>
          {!error ? (
            <Loading what={t.what} />
          ) : isGone ? (
            <>
              <Gone detail={detail} />
              <KeptDeaths id={id} />
            </>
          ) : (
            <ErrorPanel title={t.failed} error={error} onRetry={() => void refetch()} />
          )}
        </Page>
      )}
      {edited && (
        <EditDialog
          detail={edited}
          onClose={() => setEdited(null)}
          onOpenNew={(next) => {
            setEdited(null)
            router.push(`/containers/${next}`)
          }}
        />
      )}
    </>
  )
}

/** `detail` is what was last seen of it. */
function Gone({ detail }: { detail: ContainerDetail | undefined }) {
  const t = useTexts(containerDetailTexts).view
  return (
    <Empty
      title={detail ? t.gone(containerTitle(detail.container)) : t.missing}
      actions={
        <>
          <ButtonLink href="/containers">{t.all}</ButtonLink>
          {detail?.container.stack && (
            <ButtonLink look="ghost" href={`/stacks/${encodeURIComponent(detail.container.stack)}`}>
              {t.openStack(detail.container.stack)}
            </ButtonLink>
          )}
        </>
      }
    >
      {detail ? t.goneFrom(detail.container.hostName) : t.missingWhy}
    </Empty>
  )
}

function ContainerPage({ detail, onEdit }: { detail: ContainerDetail; onEdit: () => void }) {
  const { container } = detail
  const texts = useTexts(containerTexts)
  const ui = useTexts(uiTexts)
  const t = useTexts(containerDetailTexts).view.tabs
  const router = useRouter()
  const [address] = useAddress()
  const flagOf = useStackFlags()
  const host = useHosts().data?.find((known) => known.id === container.hostId)
  const lostAt = useLostSince()
  const seen = containerWords(container, useKnownNow(), host?.lastSeenAt)
  // Without the server nothing is drawn as live.
  const words: StateWords =
    lostAt === null || !container.known ? seen : { kind: 'stale', words: texts.asOf(seen.words, clockTime(lostAt)) }
  const facts = inspectFacts(detail.inspect)
  const here = `/containers/${container.id}`
  const { act, dialog } = useAct((action) => {
    if (action === 'remove') router.push('/containers')
  })
  useWanted(askable, onEdit)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPlainKey(event)) return
      if (event.key === 'l') goToAddress(`${here}?tab=logs`)
      else if (event.key === 't') goToAddress(`${here}?tab=terminal`)
      else if (event.key === 'm') router.push(`/board?do=move&container=${container.id}`)
      else if (event.key === 'r') act([container], 'restart')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [here, act, container, router])

  const panels = {
    overview: <ContainerOverview detail={detail} facts={facts} />,
    logs: <ContainerLogs container={container} />,
    terminal: <ContainerTerminal key={container.id} container={container} />,
    stats: <ContainerStats key={container.id} container={container} memoryLimitBytes={facts?.memoryLimitBytes ?? 0} />,
    why: <ContainerWhy container={container} decision={detail.decision} />,
    env: <ContainerEnvironment container={container} facts={facts} />,
    mounts: <ContainerMounts container={container} />,
    networks: <ContainerNetworks container={container} />,
    files: (
      <ContainerFiles key={container.id} container={container} hasReadOnlyRoot={facts?.hasReadOnlyRoot ?? false} />
    ),
    history: <ContainerHistory key={container.id} container={container} />,
    inspect: <ContainerInspect detail={detail} />,
  }
  const asked = address.get('tab') ?? ''
  const tab = (asked in panels ? asked : 'overview') as keyof typeof panels
  const tabs = [
    { id: 'overview', label: t.overview, href: here },
    { id: 'logs', label: t.logs, href: `${here}?tab=logs` },
    { id: 'terminal', label: t.terminal, href: `${here}?tab=terminal` },
    { id: 'stats', label: t.stats, href: `${here}?tab=stats` },
    { id: 'why', label: t.why, href: `${here}?tab=why` },
    { id: 'env', label: t.env, href: `${here}?tab=env`, count: facts?.env.length },
    { id: 'mounts', label: t.mounts, href: `${here}?tab=mounts`, count: container.mounts.length },
    { id: 'networks', label: t.networks, href: `${here}?tab=networks`, count: container.networks.length },
    { id: 'files', label: t.files, href: `${here}?tab=files` },
    { id: 'inspect', label: t.inspect, href: `${here}?tab=inspect` },
    { id: 'history', label: t.history, href: `${here}?tab=history` },
  ]
  return (
    <Page
      title={<ContainerName {...container} flag={flagOf(container.stack)} />}
      titleText={containerTitle(container)}
      crumbs={crumbs(texts.title)}
      fixed={tab === 'logs' || tab === 'terminal' || tab === 'files'}
      sentence={{
        kind: words.kind,
        words: words.words,
        content: <ContainerSentence container={container} words={words} host={host} facts={facts} />,
        actions: (
          <ContainerActions container={container} onAct={(action) => act([container], action)} onEdit={onEdit} />
        ),
      }}
      tabs={<Tabs tabs={tabs} current={tab} label={ui.partOf(containerTitle(container))} />}
    >
      {panels[tab]}
      {dialog}
    </Page>
  )
}
