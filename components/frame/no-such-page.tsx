'use client'
// An address that leads nowhere: the frame stays, so everything else can be reached.
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { useTexts } from '@/lib/client/language'
import { frameTexts } from '@/lib/texts/frame'
import { Page } from './page'

export function NoSuchPage() {
  const t = useTexts(frameTexts).missing
  return (
    <Page title={t.title}>
      <Empty title={t.nothing} actions={<ButtonLink href="/overview">{t.back}</ButtonLink>}>
        {t.why}
      </Empty>
    </Page>
  )
}
