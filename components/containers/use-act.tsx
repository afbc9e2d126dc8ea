'use client'
// One way to act on containers from wherever they are shown: at once where it is harmless, else through the dialog.
import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useState } from 'react'
import { containerTitle } from '@/components/ui/container-name'
import { toast } from '@/components/ui/toast'
import { textsNow } from '@/lib/client/language'
import { loadPart } from '@/lib/client/load-part'
import { errorSaid } from '@/lib/client/said'
import { actOnAll } from '@/lib/client/use-containers'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { containerActTexts } from '@/lib/texts/container-acts'
import { uiTexts } from '@/lib/texts/ui'
import { actsAtOnce } from './act-rules'

const ActDialog = dynamic(() => loadPart(() => import('./act-dialog')).then((it) => it.ActDialog), { ssr: false })

const opposite: Partial<Record<ContainerAction, ContainerAction>> = {
  pause: 'unpause',
  unpause: 'pause',
  start: 'stop',
}

async function actNow(container: Container, action: ContainerAction): Promise<void> {
  await actOnAll([container], action, {}, ({ error }) => {
    const t = textsNow(containerActTexts)
    const name = containerTitle(container)
    const back = opposite[action]
    if (error) toast({ kind: 'fail', text: t.didNot(name, errorSaid(error)) })
    else {
      toast({
        kind: 'ok',
        text: t.did(name, t.past[action]),
        ...(back ? { action: { label: textsNow(uiTexts).undo, onClick: () => void actNow(container, back) } } : {}),
      })
    }
  })
}

export function useAct(onDone?: (action: ContainerAction) => void): {
  act: (containers: Container[], action: ContainerAction) => void
  dialog: ReactNode
} {
  const [asked, setAsked] = useState<{ containers: Container[]; action: ContainerAction } | null>(null)
  const act = useCallback((containers: Container[], action: ContainerAction) => {
    const [only] = containers
    if (only && containers.length === 1 && actsAtOnce(action)) void actNow(only, action)
    else setAsked({ containers, action })
  }, [])
  const dialog = asked && (
    <ActDialog
      {...asked}
      onClose={(done) => {
        setAsked(null)
        if (done) onDone?.(asked.action)
      }}
    />
  )
  return { act, dialog }
}
