'use client'
// A move as it goes: each step with its state, what is copied, and at the end the way back. Closing it stops nothing.
import { Undo2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Progress, type Step, Steps } from '@/components/ui/progress'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { serverNow, useNow } from '@/lib/client/clock'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useCancelMove, useMove } from '@/lib/client/use-moves'
import type { Move, MoveStep } from '@/lib/contract/moves'
import { moveDialogTexts } from '@/lib/texts/move-dialogs'
import { movesTexts } from '@/lib/texts/moves'
import { doneSteps, isUnderWay, moveKinds, moveTitle } from './move-words'

const stepStates: Record<MoveStep['state'], Step['state']> = {
  pending: 'waiting',
  running: 'running',
  done: 'ok',
  failed: 'failed',
  cancelled: 'skipped',
  skipped: 'skipped',
}

const tookMs = ({ startedAt, finishedAt }: MoveStep, now: number): number | null =>
  startedAt === null ? null : Math.max(0, (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt))

type Props = { id: string; onUndo: (move: Move) => void; onClose: () => void }

export function MoveProgressDialog({ id, onUndo, onClose }: Props) {
  const t = useTexts(movesTexts).progress
  useNow()
  const { data: move, error, refetch } = useMove(id)
  const cancel = useCancelMove()
  const blocked = useActBlocked()
  const off = blocked === undefined ? {} : { disabledReason: blocked }
  return (
    <Dialog
      broad
      title={move ? t.title(moveTitle(move), move.hostName) : t.list}
      onClose={onClose}
      footer={
        <>
          {move && isUnderWay(move) && (
            <Button look="danger" busy={cancel.isPending} {...off} onClick={() => cancel.mutate(id)}>
              {t.callOff}
            </Button>
          )}
          {move?.canUndo && (
            <Button icon={Undo2} {...off} onClick={() => onUndo(move)}>
              {t.undo}
            </Button>
          )}
          <span className="push" />
          <Button data-first-focus look={move && isUnderWay(move) ? 'default' : 'primary'} onClick={onClose}>
            {t.close}
          </Button>
        </>
      }
    >
      {!move && error && <ErrorPanel title={t.list} error={error} onRetry={() => void refetch()} />}
      {move && <MoveProgress move={move} />}
      <InlineError error={cancel.error} />
    </Dialog>
  )
}

function MoveProgress({ move }: { move: Move }) {
  const t = useTexts(movesTexts).progress
  const dialog = useTexts(moveDialogTexts)
  const now = serverNow()
  const done = doneSteps(move)
  return (
    <div className="move-plan">
      <p role="status" data-move-state={move.state}>
        <StateMark kind={moveKinds[move.state]} /> {t.state[move.state]}, {t.steps(done, move.steps.length)}{' '}
        <span className="dim small">{t.by(move.startedBy)}</span>
      </p>
      <Progress
        label={t.title(moveTitle(move), move.hostName)}
        fraction={move.steps.length === 0 ? 0 : done / move.steps.length}
        state={move.state === 'succeeded' ? 'done' : move.state === 'failed' ? 'failed' : 'running'}
        text={t.steps(done, move.steps.length)}
      />
      {move.error !== null && (
        <p role="alert" className="fail">
          <Said text={move.error} />
        </p>
      )}
      <Steps
        label={dialog.plan.steps}
        steps={move.steps.map((step) => ({
          id: step.id + String(step.isUndo),
          name: dialog.step[step.kind](step.target, step.hostName),
          state: stepStates[step.state],
          message: <StepDetail step={step} />,
          durationMs: tookMs(step, now),
        }))}
      />
      {isUnderWay(move) && <p className="dim small">{t.leave}</p>}
    </div>
  )
}

function StepDetail({ step: { detail, error, fraction, state } }: { step: MoveStep }) {
  return (
    <span>
      <Said text={error ?? detail} />
      {state === 'running' && fraction !== null && <Progress label={detail} fraction={fraction} />}
    </span>
  )
}
