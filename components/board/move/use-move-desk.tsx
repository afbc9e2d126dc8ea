'use client'
// The dialogs of a move, one at a time: choose a host, agree to the plan, follow it, take it back. The one that is followed is
// in the address, so that a link leads to it and a reload keeps it.
import dynamic from 'next/dynamic'
import { type ReactNode, useEffect, useState } from 'react'
import { useAddress } from '@/lib/client/address'
import { loadPart } from '@/lib/client/load-part'
import type { Move } from '@/lib/contract/moves'
import type { Cluster, Held } from './use-verdicts'

// The board stands without them; they come right after it, so that the first drop waits for none.
const loadDialogs = () => loadPart(() => import('./move-dialogs'))
const MovePicker = dynamic(() => loadDialogs().then((it) => it.MovePicker), { ssr: false })
const MoveDialog = dynamic(() => loadDialogs().then((it) => it.MoveDialog), { ssr: false })
const UndoMoveDialog = dynamic(() => loadDialogs().then((it) => it.UndoMoveDialog), { ssr: false })
const MoveProgressDialog = dynamic(() => loadDialogs().then((it) => it.MoveProgressDialog), { ssr: false })

type Step = { pick: Held } | { plan: Held; hostId: string } | { undo: Move }

export type MoveDesk = {
  pick: (held: Held) => void
  plan: (held: Held, hostId: string) => void
  show: (moveId: string) => void
  undo: (move: Move) => void
  dialog: ReactNode
}

export function useMoveDesk(cluster: Cluster): MoveDesk {
  const [address, setAddress] = useAddress()
  const [step, setStep] = useState<Step | null>(null)
  const shownId = address.get('move')
  useEffect(() => void loadDialogs().catch(() => undefined), [])
  const close = () => setStep(null)
  const show = (id: string | undefined) => {
    close()
    setAddress({ move: id })
  }
  const plan = (held: Held, hostId: string) => setStep({ plan: held, hostId })
  const begun = { onBegun: (move: Move) => show(move.id), onClose: close }
  const undo = (move: Move) => {
    show(undefined)
    setStep({ undo: move })
  }
  const dialogOf = (): ReactNode => {
    if (step === null)
      return shownId && <MoveProgressDialog id={shownId} onUndo={undo} onClose={() => show(undefined)} />
    if ('pick' in step) {
      return (
        <MovePicker held={step.pick} cluster={cluster} onPick={(hostId) => plan(step.pick, hostId)} onClose={close} />
      )
    }
    if ('undo' in step) return <UndoMoveDialog move={step.undo} {...begun} />
    const hostName = cluster.hosts.find(({ id }) => id === step.hostId)?.name ?? ''
    return <MoveDialog held={step.plan} hostId={step.hostId} hostName={hostName} {...begun} />
  }
  return { pick: (held) => setStep({ pick: held }), plan, show, undo, dialog: dialogOf() }
}
