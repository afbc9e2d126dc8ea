'use client'
// What holds for the whole cluster and is no host, stack or person.
import dynamic from 'next/dynamic'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/frame/page'
import { Tabs } from '@/components/ui/tabs'
import { useTexts } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { settingsTexts } from '@/lib/texts/settings'
import { RegistriesPane } from './registries-pane'

const DockerPane = dynamic(() => loadPart(() => import('./docker/docker-pane')).then((it) => it.DockerPane), {
  ssr: false,
  loading: () => <div aria-busy="true" />,
})

const panes = { registries: <RegistriesPane />, docker: <DockerPane /> }
const tabIds = Object.keys(panes) as (keyof typeof panes)[]

export function SettingsView() {
  const t = useTexts(settingsTexts)
  const asked = useSearchParams().get('tab')
  const tab = tabIds.find((id) => id === asked) ?? 'registries'
  const hrefOf = (id: string) => (id === 'registries' ? '/settings' : `/settings?tab=${id}`)
  const tabs = tabIds.map((id) => ({ id, label: t.tabs[id], href: hrefOf(id) }))
  return (
    <Page title={t.title} tabs={<Tabs label={t.tabs.label} current={tab} tabs={tabs} />}>
      {panes[tab]}
    </Page>
  )
}
