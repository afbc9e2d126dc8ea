'use client'
// An address that leads nowhere: the frame stays, so everything else can be reached.
import { ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Page } from './page'

export const NoSuchPage = () => (
  <Page title="There is no such page">
    <Empty title="Nothing is at this address" actions={<ButtonLink href="/overview">To the overview</ButtonLink>}>
      It may be mistyped, or what it named is gone.
    </Empty>
  </Page>
)
