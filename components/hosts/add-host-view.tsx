'use client'
// The page on which a host is added.
import { Page } from '@/components/frame/page'
import { useTexts } from '@/lib/client/language'
import { hostTexts } from '@/lib/texts/hosts'
import { AddHostForm } from './add-host-form'

export function AddHostView() {
  const t = useTexts(hostTexts)
  return (
    <Page title={t.add} crumbs={[{ name: t.title, href: '/hosts' }]}>
      <AddHostForm title={t.adding.title} lead={t.adding.lead} />
    </Page>
  )
}
