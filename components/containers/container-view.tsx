'use client'
// One container: is it running; if not, why it ended; the next sensible act; everything else in tabs.
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Page } from '@/components/frame/page'
import { ButtonLink } from '@/components/ui/button'
import { ContainerName, containerTitle } from '@/components/ui/container-name'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { Loading } from '@/components/ui/loading'
import { Tabs } from '@/components/ui/tabs'
import { replaceAddress, useAddress } from '@/lib/client/address'
import { isApiError } from '@/lib/client/api'
import { useNow } from '@/lib/client/clock'
import { isPlainKey } from '@/lib/client/keys'
import { containerWords } from '@/lib/client/state-words'
import { useContainer } from '@/lib/client/use-containers'
import { useHosts } from '@/lib/client/use-hosts'
import { useStackFlags } from '@/lib/client/use-stack-list'
import type { ContainerDetail } from '@/lib/contract/containers'
import { ContainerActions } from './container-actions'
import { ContainerEnvironment } from './container-environment'
import { ContainerInspect } from './container-inspect'
import { ContainerLogs } from './container-logs'
import { ContainerMounts } from './container-mounts'
import { ContainerNetworks } from './container-networks'
import { ContainerOverview } from './container-overview'
import { ContainerSentence } from './container-sentence'
import { ContainerWhy } from './container-why'
import { inspectFacts } from './inspect-facts'
import { ContainerTerminal } from './terminal/container-terminal'
import { useAct } from './use-act'

const crumbs = [{ name: 'Containers', href: '/containers' }]

export function ContainerView({ id }: { id: string }) {
  const { data: detail, error, refetch } = useContainer(id)
  if (detail && !(isApiError(error) && error.code === 'not_found')) return <ContainerPage detail={detail} />
  return (
    <Page title="Container" crumbs={crumbs}>
      {!error ? (
        <Loading what="the container" />
      ) : isApiError(error) && error.code === 'not_found' ? (
        <Empty
          title={detail ? `${containerTitle(detail.container)} is gone` : 'There is no such container'}
          actions={
            <>
              <ButtonLink href="/containers">All containers</ButtonLink>
              {detail?.container.stack && (
                <ButtonLink look="ghost" href={`/stacks/${encodeURIComponent(detail.container.stack)}`}>
                  Open {detail.container.stack}
                </ButtonLink>
              )}
            </>
          }
        >
          {detail
            ? `It was removed from ${detail.container.hostName}. If its stack replaced it, the new one has another id.`
            : 'It was removed or replaced, or the address is mistyped.'}
        </Empty>
      ) : (
        <ErrorPanel title="The container could not be read" error={error} onRetry={() => void refetch()} />
      )}
    </Page>
  )
}

function ContainerPage({ detail }: { detail: ContainerDetail }) {
  const { container } = detail
  const router = useRouter()
  const [address] = useAddress()
  const flagOf = useStackFlags()
  const host = useHosts().data?.find((known) => known.id === container.hostId)
  const words = containerWords(container, useNow(), host?.lastSeenAt)
  const facts = inspectFacts(detail.inspect)
  const here = `/containers/${container.id}`
  const { act, dialog } = useAct((action) => {
    if (action === 'remove') router.push('/containers')
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isPlainKey(event)) return
      if (event.key === 'l') replaceAddress(`${here}?tab=logs`)
      else if (event.key === 'r') act([container], 'restart')
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [here, act, container])

  const panels = {
    overview: <ContainerOverview detail={detail} facts={facts} />,
    logs: <ContainerLogs container={container} />,
    terminal: <ContainerTerminal key={container.id} container={container} />,
    why: <ContainerWhy container={container} decision={detail.decision} />,
    env: <ContainerEnvironment container={container} facts={facts} />,
    mounts: <ContainerMounts container={container} />,
    networks: <ContainerNetworks container={container} />,
    inspect: <ContainerInspect detail={detail} />,
  }
  const asked = address.get('tab') ?? ''
  const tab = (asked in panels ? asked : 'overview') as keyof typeof panels
  const tabs = [
    { id: 'overview', label: 'Overview', href: here },
    { id: 'logs', label: 'Logs', href: `${here}?tab=logs` },
    { id: 'terminal', label: 'Terminal', href: `${here}?tab=terminal` },
    { id: 'why', label: 'Why here', href: `${here}?tab=why` },
    { id: 'env', label: 'Environment', href: `${here}?tab=env`, count: facts?.env.length },
    { id: 'mounts', label: 'Mounts', href: `${here}?tab=mounts`, count: container.mounts.length },
    { id: 'networks', label: 'Networks', href: `${here}?tab=networks`, count: container.networks.length },
    { id: 'inspect', label: 'Inspect', href: `${here}?tab=inspect` },
  ]
  return (
    <Page
      title={<ContainerName {...container} flag={flagOf(container.stack)} />}
      titleText={containerTitle(container)}
      crumbs={crumbs}
      fixed={tab === 'logs' || tab === 'terminal'}
      sentence={{
        kind: words.kind,
        words: words.words,
        content: <ContainerSentence container={container} words={words} host={host} facts={facts} />,
        actions: <ContainerActions container={container} onAct={(action) => act([container], action)} />,
      }}
      tabs={<Tabs tabs={tabs} current={tab} label={`Parts of ${containerTitle(container)}`} />}
    >
      {panels[tab]}
      {dialog}
    </Page>
  )
}
