'use client'
// Before a move, and before one is taken back: who is interrupted and for how long, what has to be solved or agreed to first,
// and every step. Nothing begins while a question is open.
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { containerTitle } from '@/components/ui/container-name'
import { Dialog } from '@/components/ui/dialog'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Checkbox } from '@/components/ui/field'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { bytes, duration } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { useBeginMove, useMovePlan, useUndoMove, useUndoPlan } from '@/lib/client/use-moves'
import type { Move, MoveConsent, MovedContainer, MovePlan, MoveProblem } from '@/lib/contract/moves'
import { moveDialogTexts } from '@/lib/texts/move-dialogs'
import { type Company, type Partner, PlanCompany } from './plan-company'
import type { Held } from './use-verdicts'

type Asked = { data: MovePlan | undefined; error: unknown; isFetching: boolean; refetch: () => unknown }
type Begin = { begin: () => void; isPending: boolean; error: unknown }

type Common = { onBegun: (move: Move) => void; onClose: () => void }

export function MoveDialog({
  held,
  hostId,
  hostName,
  ...rest
}: { held: Held; hostId: string; hostName: string } & Common) {
  const t = useTexts(moveDialogTexts).plan
  const [consents, setConsents] = useState<MoveConsent[]>([])
  const [taken, setTaken] = useState<readonly Partner[]>([])
  /** What was agreed to was about others. */
  const onTaken = (next: readonly Partner[]) => {
    setTaken(next)
    setConsents([])
  }
  const own = held.containers.filter((container) => container.hostId !== hostId)
  const containers = [...own, ...taken].map(({ id }) => id)
  const asked = { containers, host: hostId, consents }
  const begun = useBeginMove()
  return (
    <PlanDialog
      title={t.title(held.title, hostName)}
      confirm={t.begin}
      asked={useMovePlan(asked)}
      consents={consents}
      onConsents={setConsents}
      company={{ taken, onTaken }}
      begin={{ ...begun, begin: () => begun.mutate(asked, { onSuccess: rest.onBegun }) }}
      onClose={rest.onClose}
    />
  )
}

export function UndoMoveDialog({ move, ...rest }: { move: Move } & Common) {
  const t = useTexts(moveDialogTexts)
  const [consents, setConsents] = useState<MoveConsent[]>([])
  const begun = useUndoMove()
  const from = [...new Set(move.containers.map(({ fromHostName }) => fromHostName))].join(', ')
  return (
    <PlanDialog
      title={t.plan.undoTitle(move.containers.map((container) => containerTitle(container)).join(', '), from)}
      confirm={t.plan.beginUndo}
      asked={useUndoPlan(move.id, consents)}
      consents={consents}
      onConsents={setConsents}
      begin={{ ...begun, begin: () => begun.mutate({ id: move.id, consents }, { onSuccess: rest.onBegun }) }}
      onClose={rest.onClose}
    />
  )
}

type Props = {
  title: string
  confirm: string
  asked: Asked
  consents: MoveConsent[]
  onConsents: (consents: MoveConsent[]) => void
  /** Absent: what goes is settled. */
  company?: Company
  begin: Begin
  onClose: () => void
}

function PlanDialog({ title, confirm, asked, consents, onConsents, company, begin, onClose }: Props) {
  const t = useTexts(moveDialogTexts).plan
  const blocked = useActBlocked()
  // What was agreed to is no problem any more; it stays in sight so that it can be taken back.
  const agreeable = useRef(new Map<string, MoveProblem>())
  const last = useRef<MovePlan>(undefined)
  if (asked.data) last.current = asked.data
  const plan = asked.data ?? last.current
  const goes = useRef(company?.taken)
  if (goes.current !== company?.taken) agreeable.current.clear()
  goes.current = company?.taken
  for (const problem of asked.data?.problems ?? [])
    if (problem.consent !== null)
      agreeable.current.set(`${problem.code} ${problem.containerId} ${problem.message}`, problem)
  const questions = [...agreeable.current.values()]
  const asks = [...new Set(questions.flatMap(({ consent }) => consent ?? []))]
  const refusals = plan?.problems.filter(({ consent }) => consent === null) ?? []
  const open = refusals.length + asks.filter((consent) => !consents.includes(consent)).length
  const canRemove = consents.includes('copy-volumes')
  const offered: MoveConsent[] = canRemove ? [...asks, 'remove-volumes'] : asks
  const toggle = (consent: MoveConsent, isOn: boolean) => {
    const without = consents.filter(
      (other) => other !== consent && !(consent === 'copy-volumes' && other === 'remove-volumes'),
    )
    onConsents(isOn ? [...without, consent] : without)
  }
  const notReady =
    blocked ?? (plan === undefined || asked.isFetching ? t.asking : open > 0 ? t.unsolved(open) : undefined)
  return (
    <Dialog
      broad
      title={title}
      onClose={onClose}
      onSubmit={() => {
        if (notReady === undefined && !begin.isPending) begin.begin()
      }}
      footer={
        <>
          {open > 0 && plan && <span className="dim small">{t.unsolved(open)}</span>}
          <Button look="ghost" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button look="primary" type="submit" busy={begin.isPending} disabledReason={notReady}>
            {confirm}
          </Button>
        </>
      }
    >
      <div className="move-plan" aria-busy={asked.isFetching}>
        {asked.error !== null && asked.error !== undefined && (
          <ErrorPanel title={t.failed} error={asked.error} onRetry={() => void asked.refetch()} />
        )}
        {!plan && !asked.error && <p className="dim">{t.asking}</p>}
        {plan && (
          <>
            {refusals.length > 0 && (
              <section>
                <h3>{t.problems}</h3>
                <ul role="alert">
                  {refusals.map((problem) => (
                    <Refusal key={`${problem.code} ${problem.containerId} ${problem.message}`} problem={problem} />
                  ))}
                </ul>
              </section>
            )}
            {company && <PlanCompany company={company} refusals={refusals} />}
            {offered.length > 0 && (
              <section>
                <h3>{t.agree}</h3>
                <ul>
                  {offered.map((consent) => (
                    <li key={consent}>
                      <Checkbox
                        label={t.consent[consent]}
                        checked={consents.includes(consent)}
                        onChange={(event) => toggle(consent, event.target.checked)}
                      />
                      {questions
                        .filter((problem) => problem.consent === consent)
                        .map((problem) => (
                          <p key={problem.message} className="ink-2 small move-under">
                            <Said text={problem.message} /> {problem.fix && <Said text={problem.fix} />}
                          </p>
                        ))}
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <section>
              <h3>{t.interruption}</h3>
              <ul>
                {plan.containers.map((container) => (
                  <Interruption key={container.id} container={container} />
                ))}
              </ul>
            </section>
            {plan.notes.length > 0 && (
              <section>
                <h3>{t.notes}</h3>
                <ul>
                  {plan.notes.map(({ containerId, message }) => (
                    <li key={`${containerId} ${message}`} className="ink-2">
                      <Said text={message} />
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <PlannedSteps plan={plan} />
          </>
        )}
        <InlineError error={begin.error} />
      </div>
    </Dialog>
  )
}

const Refusal = ({ problem: { message, fix } }: { problem: MoveProblem }) => (
  <li>
    <StateMark kind="fail" /> <Said text={message} />{' '}
    {fix && (
      <span className="ink-2">
        <Said text={fix} />
      </span>
    )}
  </li>
)

function Interruption({ container }: { container: MovedContainer }) {
  const t = useTexts(moveDialogTexts).plan
  const name = containerTitle(container)
  const grace = duration(container.graceSeconds * 1000)
  const amount = container.copyBytes === null ? t.unknownAmount : bytes(container.copyBytes)
  const isQuiet = container.interruption === 'none'
  const words = isQuiet
    ? container.isRunning
      ? t.uninterrupted(name, container.fromHostName)
      : t.idle(name)
    : container.interruption === 'copy'
      ? t.copy(name, grace, amount)
      : t.restart(name, grace)
  return (
    <li>
      <StateMark kind={isQuiet ? 'ok' : 'warn'} /> {words}
      {!isQuiet && container.orderReason !== '' && (
        <span className="ink-2">
          {' '}
          {t.because}: <Said text={container.orderReason} />.
        </span>
      )}
    </li>
  )
}

function PlannedSteps({ plan }: { plan: MovePlan }) {
  const t = useTexts(moveDialogTexts)
  return (
    <details className="move-steps" open={plan.steps.length <= 10}>
      <summary>
        {t.plan.steps} <span className="dim num">{plan.steps.length}</span>
      </summary>
      <ol>
        {plan.steps.map(({ id, kind, target, hostName }) => (
          <li key={id}>{t.step[kind](target, hostName)}</li>
        ))}
      </ol>
    </details>
  )
}
