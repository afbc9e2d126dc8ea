'use client'
// Before an act: what it covers and leaves out. After it: what became of each, and the rest once more.
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ConfirmDialog, type ScopeItem, ScopeList } from '@/components/ui/confirm-dialog'
import { ContainerName, containerTitle } from '@/components/ui/container-name'
import { Dialog } from '@/components/ui/dialog'
import { Checkbox } from '@/components/ui/field'
import { Ring } from '@/components/ui/progress'
import { ErrorSaid } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { toast } from '@/components/ui/toast'
import { useKnownNow } from '@/lib/client/clock'
import { useTexts } from '@/lib/client/language'
import { keys } from '@/lib/client/query-keys'
import { containerWords, type StateWords } from '@/lib/client/state-words'
import { actOnAll } from '@/lib/client/use-containers'
import { useActBlocked } from '@/lib/client/use-live'
import { useStackFlags } from '@/lib/client/use-stack-list'
import type { Container, ContainerAction } from '@/lib/contract/containers'
import { containerActTexts } from '@/lib/texts/container-acts'
import { uiTexts } from '@/lib/texts/ui'
import { ActEffects } from './act-effects'
import { isDangerous, isRunning, leftOutReason } from './act-rules'

type Outcome = { error: unknown } | 'running'
type Props = { containers: Container[]; action: ContainerAction; onClose: (done: boolean) => void }

type ActTexts = (typeof containerActTexts)['en']

const titleOf = (containers: Container[], action: ContainerAction, t: ActTexts) =>
  t.of[action](
    containers.length === 1 && containers[0] ? containerTitle(containers[0]) : t.containers(containers.length),
  )

export function ActDialog({ containers, action, onClose }: Props) {
  const t = useTexts(containerActTexts)
  const client = useQueryClient()
  const blocked = useActBlocked()
  const now = useKnownNow()
  const flagOf = useStackFlags()
  const [force, setForce] = useState(containers.length === 1)
  const [volumes, setVolumes] = useState(false)
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome> | null>(null)

  const reasonOf = (container: Container) => leftOutReason(container, action, force)
  const covered = containers.filter((container) => reasonOf(container) === undefined)
  const run = async (wanted: Container[]) => {
    let failures = 0
    setOutcomes((known) => new Map([...(known ?? []), ...wanted.map(({ id }) => [id, 'running'] as const)]))
    await actOnAll(wanted, action, action === 'remove' ? { force, volumes } : {}, ({ container, error }) => {
      if (error !== null) failures += 1
      setOutcomes((known) => new Map(known).set(container.id, { error }))
    })
    void client.invalidateQueries({ queryKey: keys.containers })
    const [only] = containers
    if (only && containers.length === 1 && failures === 0) {
      toast({ kind: 'ok', text: t.did(containerTitle(only), t.past[action]) })
      onClose(true)
    }
  }
  const nameOf = (container: Container, mark: StateWords) => (
    <>
      <StateMark {...mark} />
      <ContainerName {...container} flag={flagOf(container.stack)} />
    </>
  )

  if (outcomes)
    return <Outcomes {...{ containers, action, outcomes, nameOf, onClose }} onRetry={(failed) => void run(failed)} />

  const items: ScopeItem[] = containers.map((container) => {
    const reason = reasonOf(container)
    return {
      id: container.id,
      content: nameOf(container, containerWords(container, now)),
      remark: reason ? t.leftOutFor(reason) : container.hostName,
      leftOut: reason !== undefined,
    }
  })
  const hosts = new Set(covered.map((container) => container.hostId)).size
  return (
    <ConfirmDialog
      title={titleOf(containers, action, t)}
      items={items}
      confirmLabel={containers.length === 1 ? t.verb[action] : t.of[action](String(covered.length))}
      danger={isDangerous(action)}
      confirmWord={isDangerous(action) && covered.length > 5 ? t.typed[action] : null}
      {...(covered.length === 0 ? { disabledReason: t.nothingLeft } : blocked ? { disabledReason: blocked } : {})}
      onConfirm={() => void run(covered)}
      onClose={() => onClose(false)}
    >
      {containers.length > 1 && `${covered.length > 0 ? t.covered(covered.length, hosts) : t.allOut} `}
      {t.means[containers.length === 1 ? 'one' : 'many'][action]}
      {covered.length > 0 && <ActEffects containers={covered} action={action} volumes={volumes} />}
      {action === 'remove' && (
        <span className="flex flex-wrap gap-x-5 gap-y-1 pt-2">
          {containers.some(isRunning) && (
            <Checkbox label={t.force} checked={force} onChange={(event) => setForce(event.target.checked)} />
          )}
          <Checkbox
            label={t.volumes[containers.length === 1 ? 'one' : 'many']}
            checked={volumes}
            onChange={(event) => setVolumes(event.target.checked)}
          />
        </span>
      )}
    </ConfirmDialog>
  )
}

type OutcomesProps = Props & {
  outcomes: ReadonlyMap<string, Outcome>
  nameOf: (container: Container, mark: StateWords) => ReactNode
  onRetry: (failed: Container[]) => void
}

function Outcomes({ containers, action, outcomes, nameOf, onClose, onRetry }: OutcomesProps) {
  const t = useTexts(containerActTexts)
  const ui = useTexts(uiTexts)
  const failed = containers.filter((container) => {
    const outcome = outcomes.get(container.id)
    return typeof outcome === 'object' && outcome.error !== null
  })
  const runs = [...outcomes.values()].filter((outcome) => outcome === 'running').length
  const done = outcomes.size - failed.length - runs
  const leftOut = containers.length - outcomes.size
  const summary = [
    t.tally.done(done),
    ...(runs > 0 ? [t.tally.toGo(runs)] : []),
    ...(failed.length > 0 ? [t.tally.failed(failed.length)] : []),
    ...(leftOut > 0 ? [t.tally.leftOut(leftOut)] : []),
  ].join(', ')
  const items = containers.map((container): ScopeItem => {
    const outcome = outcomes.get(container.id)
    const told = tellOutcome(outcome, action, t)
    return {
      id: container.id,
      content: nameOf(container, told.mark),
      remark: told.remark,
      leftOut: outcome === undefined,
    }
  })
  // Failures first: the list is cut after a dozen.
  items.sort((a, b) => Number(failed.some(({ id }) => id === b.id)) - Number(failed.some(({ id }) => id === a.id)))
  return (
    <Dialog
      title={titleOf(containers, action, t)}
      onClose={() => onClose(runs === 0)}
      footer={
        <>
          {failed.length > 0 && runs === 0 && (
            <Button onClick={() => onRetry(failed)}>{t.tryAgain(failed.length)}</Button>
          )}
          <Button look="primary" onClick={() => onClose(true)}>
            {ui.close}
          </Button>
        </>
      }
    >
      <p className="ink-2" role="status">
        {summary}
      </p>
      <ScopeList items={items} />
    </Dialog>
  )
}

function tellOutcome(
  outcome: Outcome | undefined,
  action: ContainerAction,
  { outcome: t, past }: ActTexts,
): { mark: StateWords; remark: ReactNode } {
  if (outcome === undefined) return { mark: { kind: 'stale', words: t.leftOut }, remark: t.leftOut }
  if (outcome === 'running') return { mark: { kind: 'busy', words: t.running }, remark: <Ring turns /> }
  if (outcome.error === null) return { mark: { kind: 'ok', words: t.done }, remark: past[action] }
  return {
    mark: { kind: 'fail', words: t.failed },
    remark: (
      <span className="fail">
        <ErrorSaid error={outcome.error} />
      </span>
    ),
  }
}
