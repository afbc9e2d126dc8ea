'use client'
// The page on which a host is added.
import { Page } from '@/components/frame/page'
import { useTexts } from '@/lib/client/language'
import { addHostTexts } from '@/lib/texts/add-host'
import { hostTexts } from '@/lib/texts/hosts'
import { AddHostForm } from './add-host-form'

export function AddHostView() {
  const t = useTexts(hostTexts)
  const adding = useTexts(addHostTexts)
  return (
    <Page title={t.add} crumbs={[{ name: t.title, href: '/hosts' }]}>
      <AddHostForm title={adding.title} lead={adding.lead} />
    </Page>
  )
}
