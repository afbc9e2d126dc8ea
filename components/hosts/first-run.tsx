'use client'
// No hosts yet: the one thing to do, where the overview will be.
import { Page } from '@/components/frame/page'
import { useTexts } from '@/lib/client/language'
import { addHostTexts } from '@/lib/texts/add-host'
import { AddHostForm } from './add-host-form'

export function FirstRun() {
  const t = useTexts(addHostTexts)
  return (
    <Page title={t.welcome}>
      <AddHostForm title={t.first} lead={`${t.lead} ${t.discovery}`} />
    </Page>
  )
}
