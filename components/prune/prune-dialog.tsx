'use client'
// Cleans up images or volumes: what would go with how much it frees, what keeps the others, and afterwards each result.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorPanel, InlineError } from '@/components/ui/error-panel'
import { Field, Input } from '@/components/ui/field'
import { Filled } from '@/components/ui/filled'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { type PruneKind, usePrune, usePrunePlan } from '@/lib/client/use-prune'
import type { PruneItem, PrunePlan, PruneResult } from '@/lib/contract/prune'
import { pruneTexts } from '@/lib/texts/prune'
import { uiTexts } from '@/lib/texts/ui'
import { freedWords } from './freed'
import { keyOf, PruneList } from './prune-list'
import { PruneResults } from './prune-results'

/** More than these are not removed by a slip. */
const mostUntyped = 5
const keptShown = 100

export function PruneDialog({ kind, onClose }: { kind: PruneKind; onClose: () => void }) {
  const t = useTexts(pruneTexts)
  const plan = usePrunePlan(kind)
  const [results, setResults] = useState<PruneResult['results'] | null>(null)
  if (results !== null && plan.data) {
    return (
      <PruneResults kind={kind} items={plan.data.items} results={results} onResults={setResults} onClose={onClose} />
    )
  }
  if (plan.data && plan.data.items.length > 0) {
    return <ChoiceDialog kind={kind} plan={plan.data} onDone={setResults} onClose={onClose} />
  }
  return (
    <Dialog title={t[kind].title} onClose={onClose} footer={<Button onClick={onClose}>{t.results.close}</Button>}>
      {plan.error ? (
        <ErrorPanel title={t.failed} error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <p className="ink-2" role="status">
          {plan.data ? t[kind].nothing : t.reading}
        </p>
      )}
      {plan.data && <Silent plan={plan.data} />}
    </Dialog>
  )
}

function Silent({ plan }: { plan: PrunePlan }) {
  const t = useTexts(pruneTexts)
  return plan.silentHosts.length > 0 ? <p className="small ink-2">{t.silent(plan.silentHosts.join(', '))}</p> : null
}

const chosenOf = (items: readonly PruneItem[]) =>
  items.flatMap(({ id, hostIds }) => hostIds.map((hostId) => ({ id, hostId })))

type ChoiceProps = {
  kind: PruneKind
  plan: PrunePlan
  onDone: (results: PruneResult['results']) => void
  onClose: () => void
}

function ChoiceDialog({ kind, plan, onDone, onClose }: ChoiceProps) {
  const t = useTexts(pruneTexts)
  const ui = useTexts(uiTexts)
  const blocked = useActBlocked()
  const prune = usePrune(kind)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(
    () => new Set(plan.items.filter(({ proposed }) => proposed).map(keyOf)),
  )
  const [typed, setTyped] = useState('')
  const items = plan.items.filter((item) => ticked.has(keyOf(item)))
  const losesData = kind === 'volumes' && items.some(({ reason }) => reason === 'named')
  const { word } = ui.confirm
  const mustType = losesData || items.length > mostUntyped
  const unready =
    blocked ??
    (items.length === 0 ? t.none : mustType && typed.trim() !== word ? ui.confirm.typeFirst(word) : undefined)
  return (
    <Dialog
      broad
      title={t[kind].title}
      onClose={onClose}
      onSubmit={() => {
        if (unready === undefined && !prune.isPending)
          prune.mutate(chosenOf(items), { onSuccess: ({ results }) => onDone(results) })
      }}
      footer={
        <>
          <span className="small ink-2 push-r" role="status">
            {freedWords(items, t)}
          </span>
          <Button look="ghost" onClick={onClose}>
            {ui.cancel}
          </Button>
          <Button look="dangerFill" type="submit" busy={prune.isPending} disabledReason={unready}>
            {t[kind].go(items.length)}
          </Button>
        </>
      }
    >
      <p className="ink-2 prose">{t[kind].lead}</p>
      <Silent plan={plan} />
      <PruneList kind={kind} items={plan.items} ticked={ticked} onTicked={setTicked} />
      {plan.kept.length > 0 && (
        <details className="prune-kept">
          <summary>{t[kind].kept(plan.kept.length)}</summary>
          <ul>
            {plan.kept.slice(0, keptShown).map(({ name, hostNames, usedBy }) => (
              <li key={`${name} ${hostNames.join()}`}>
                {t.usedBy(name, usedBy.slice(0, 4).join(', '), hostNames.join(', '))}
              </li>
            ))}
            {plan.kept.length > keptShown && <li>{ui.more(plan.kept.length - keptShown)}</li>}
          </ul>
        </details>
      )}
      {mustType && (
        <Field label={<Filled text={ui.confirm.type} parts={{ word: <b>{word}</b> }} />}>
          {(control) => <Input {...control} value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
      )}
      <InlineError error={prune.error} />
    </Dialog>
  )
}
