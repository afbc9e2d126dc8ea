// The page around the bench: its title, the way back to the stack, and the switch of views.
import type { ReactNode } from 'react'
import { Page } from '@/components/frame/page'
import { useTexts } from '@/lib/client/language'
import { deployTexts } from '@/lib/texts/deploy'

type Props = { stack: string | null; actions?: ReactNode; children: ReactNode }

export function BenchFrame({ stack, actions, children }: Props) {
  const t = useTexts(deployTexts)
  const crumbs = [
    { name: t.stacks, href: '/stacks' },
    { name: stack ?? '', href: `/stacks/${stack}` },
  ]
  return (
    <Page
      title={t.title}
      titleText={stack === null ? t.title : t.titleOf(stack)}
      crumbs={stack === null ? [] : crumbs}
      actions={actions}
      fixed
    >
      {children}
    </Page>
  )
}
