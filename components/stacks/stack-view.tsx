'use client'
// One stack: whether visitors are served, which replica is where, what to go back to.
import { FileInput, Pencil, Scaling, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { Page } from '@/components/frame/page'
import { Button, ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { ErrorPanel } from '@/components/ui/error-panel'
import { StackFlag } from '@/components/ui/stack-flag'
import { Tabs } from '@/components/ui/tabs'
import { isApiError } from '@/lib/client/api'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { stackStatement, stackWords } from '@/lib/client/state-words'
import { useActBlocked } from '@/lib/client/use-live'
import { useStack } from '@/lib/client/use-stacks'
import { useWanted } from '@/lib/client/use-wanted'
import type { Stack } from '@/lib/contract/stacks'
import { stackTexts } from '@/lib/texts/stacks'
import { uiTexts } from '@/lib/texts/ui'
import { StackDeployments } from './stack-deployments'
import { StackFiles } from './stack-files'
import { StackReplicas } from './stack-replicas'
import { StackRevisions } from './stack-revisions'
import { StackUpdates } from './stack-updates'

const StackLogs = dynamic(() => loadPart(() => import('./stack-logs')).then((it) => it.StackLogs), {
  ssr: false,
  loading: () => <div aria-busy="true" />,
})
const RemoveStackDialog = dynamic(
  () => loadPart(() => import('./remove-stack-dialog')).then((it) => it.RemoveStackDialog),
  {
    ssr: false,
  },
)
const ScaleDialog = dynamic(() => loadPart(() => import('./scale-dialog')).then((it) => it.ScaleDialog), { ssr: false })

const tabIds = ['services', 'logs', 'file', 'variables', 'deployments'] as const
type TabId = (typeof tabIds)[number]

export function StackView({ name }: { name: string }) {
  const t = useTexts(stackTexts)
  const crumbs = [{ name: t.title, href: '/stacks' }]
  const stack = useStack(name)
  const search = useSearchParams()
  const tab = tabIds.find((id) => id === search.get('tab')) ?? 'services'
  if (stack.data && isApiError(stack.error) && stack.error.code === 'not_found') {
    return (
      <Page title={name} crumbs={crumbs}>
        <Empty
          title={t.removed(name)}
          actions={
            <>
              <ButtonLink href="/stacks">{t.all}</ButtonLink>
              <ButtonLink look="ghost" href="/volumes">
                {t.volumes}
              </ButtonLink>
            </>
          }
        >
          {t.removedLead}
        </Empty>
      </Page>
    )
  }
  if (stack.error && !stack.data) {
    return (
      <Page title={name} crumbs={crumbs}>
        <ErrorPanel title={t.failedOf(name)} error={stack.error} onRetry={() => void stack.refetch()} />
      </Page>
    )
  }
  if (!stack.data) {
    return (
      <Page title={name} crumbs={crumbs}>
        <div aria-busy="true" />
      </Page>
    )
  }
  return <LoadedStack stack={stack.data} tab={tab} deployment={search.get('deployment')} />
}

const askable = ['scale', 'remove'] as const

function LoadedStack({ stack, tab, deployment }: { stack: Stack; tab: TabId; deployment: string | null }) {
  const t = useTexts(stackTexts)
  const ui = useTexts(uiTexts)
  const router = useRouter()
  const blocked = useActBlocked()
  const [dialog, setDialog] = useState<(typeof askable)[number] | null>(null)
  const path = `/stacks/${encodeURIComponent(stack.name)}`
  const { kind, words } = stackWords(stack)
  const busy = stack.state === 'deploying' || stack.state === 'removing' ? t.deploying : undefined
  useWanted(askable, (wanted) => {
    if (stack.managed && !busy) setDialog(wanted)
  })
  const unmanaged = stack.managed ? undefined : t.foreign
  const follow = (id: string) => {
    setDialog(null)
    router.push(`${path}?tab=deployments&deployment=${encodeURIComponent(id)}`)
  }
  const tabs = tabIds
    .filter((id) => stack.managed || id === 'services' || id === 'logs')
    .map((id) => ({
      id,
      label: t.tabs[id],
      href: `${path}?tab=${id}`,
      count: id === 'services' ? stack.services.length : undefined,
    }))
  return (
    <Page
      title={
        <span className="cn">
          <StackFlag colour={stack.flag} /> {stack.name}
        </span>
      }
      titleText={stack.name}
      crumbs={[{ name: t.title, href: '/stacks' }]}
      sentence={{
        kind,
        words,
        content: stackStatement(stack),
        actions: (
          <>
            {stack.managed && (
              <ButtonLink icon={Pencil} href={`/deploy?stack=${encodeURIComponent(stack.name)}`}>
                {ui.edit}
              </ButtonLink>
            )}
            {!stack.managed && (
              <ButtonLink look="primary" icon={FileInput} href={`/deploy?stack=${encodeURIComponent(stack.name)}`}>
                {t.takeOver}
              </ButtonLink>
            )}
            <Button icon={Scaling} disabledReason={blocked ?? unmanaged ?? busy} onClick={() => setDialog('scale')}>
              {t.scaleAsk}
            </Button>
            <ButtonLink look="ghost" href={`/containers?q=${encodeURIComponent(`stack:${stack.name}`)}`}>
              {t.containers}
            </ButtonLink>
            <Button
              look="danger"
              icon={Trash2}
              disabledReason={blocked ?? unmanaged ?? busy}
              onClick={() => setDialog('remove')}
            >
              {ui.removeAsk}
            </Button>
          </>
        ),
      }}
      tabs={<Tabs tabs={tabs} current={tab} label={ui.partOf(stack.name)} />}
      fixed={tab === 'logs'}
    >
      {tab === 'logs' ? (
        <StackLogs stack={stack} />
      ) : (
        <div className="cols">
          <div>
            {tab === 'services' && <StackReplicas stack={stack} />}
            {tab === 'file' && <StackFiles stack={stack} />}
            {tab === 'variables' && <StackFiles stack={stack} variables />}
            {tab === 'deployments' && <StackDeployments stack={stack.name} chosen={deployment} />}
          </div>
          {stack.managed ? (
            <aside>
              <StackUpdates stack={stack} busy={blocked ?? busy} onBegun={follow} />
              <StackRevisions stack={stack} busy={blocked ?? busy} onBegun={follow} />
            </aside>
          ) : (
            <aside />
          )}
        </div>
      )}
      {dialog === 'scale' && (
        <ScaleDialog stack={stack} onClose={() => setDialog(null)} onBegun={(begun) => follow(begun.id)} />
      )}
      {dialog === 'remove' && (
        <RemoveStackDialog stack={stack} onClose={() => setDialog(null)} onBegun={(begun) => follow(begun.id)} />
      )}
    </Page>
  )
}
