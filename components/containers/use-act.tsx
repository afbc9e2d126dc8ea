'use client'
// One way to act on containers from wherever they are shown: at once where it is harmless, else through the dialog.
import { type ReactNode, useCallback, useState } from 'react'
import { containerTitle } from '@/components/ui/container-name'
import { toast } from '@/components/ui/toast'
import { actOnAll } from '@/lib/client/use-containers'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { ActDialog } from './act-dialog'
import { actsAtOnce, actWords } from './act-rules'

const opposite: Partial<Record<ContainerAction, ContainerAction>> = {
  pause: 'unpause',
  unpause: 'pause',
  start: 'stop',
}

async function actNow(container: Container, action: ContainerAction): Promise<void> {
  await actOnAll([container], action, {}, ({ error }) => {
    const back = opposite[action]
    if (error)
      toast({ kind: 'fail', text: `${containerTitle(container)}: ${error instanceof Error ? error.message : error}` })
    else {
      toast({
        kind: 'ok',
        text: `${containerTitle(container)} ${actWords[action].past}`,
        ...(back ? { action: { label: 'Undo', onClick: () => void actNow(container, back) } } : {}),
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
