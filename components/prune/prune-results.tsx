'use client'
// What became of each: removed, or why it stayed, with another try for those.
import { Button } from '@/components/ui/button'
import { type ScopeItem, ScopeList } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import { InlineError } from '@/components/ui/error-panel'
import { Said } from '@/components/ui/said'
import { StateMark } from '@/components/ui/state'
import { useTexts } from '@/lib/client/language'
import { useActBlocked } from '@/lib/client/use-live'
import { type PruneKind, usePrune } from '@/lib/client/use-prune'
import type { PruneItem, PruneResult } from '@/lib/contract/prune'
import { pruneTexts } from '@/lib/texts/prune'

type Results = PruneResult['results']
type Props = {
  kind: PruneKind
  items: PruneItem[]
  results: Results
  onResults: (results: Results) => void
  onClose: () => void
}

export function PruneResults({ kind, items, results, onResults, onClose }: Props) {
  const t = useTexts(pruneTexts)
  const blocked = useActBlocked()
  const prune = usePrune(kind)
  const failed = results.filter(({ error }) => error !== null)
  const names = new Map(items.map(({ id, name }) => [id, name]))
  const rows = [...failed, ...results.filter(({ error }) => error === null)].map(
    ({ id, hostId, hostName, error }): ScopeItem => ({
      id: `${id} ${hostId}`,
      content: (
        <>
          <StateMark
            {...(error === null ? { kind: 'ok', words: t.results.removed } : { kind: 'fail', words: t.results.failed })}
          />
          <span className="cut">{names.get(id) ?? id}</span> <span className="dim">{hostName}</span>
        </>
      ),
      remark:
        error === null ? (
          t.results.removed
        ) : (
          <span className="fail">
            <Said text={error} />
          </span>
        ),
    }),
  )
  const retry = () =>
    prune.mutate(
      failed.map(({ id, hostId }) => ({ id, hostId })),
      { onSuccess: (again) => onResults([...results.filter(({ error }) => error === null), ...again.results]) },
    )
  return (
    <Dialog
      broad
      title={t[kind].title}
      onClose={onClose}
      footer={
        <>
          {failed.length > 0 && (
            <Button busy={prune.isPending} disabledReason={blocked} onClick={retry}>
              {t.results.again(failed.length)}
            </Button>
          )}
          <Button look="primary" onClick={onClose}>
            {t.results.close}
          </Button>
        </>
      }
    >
      <p className="ink-2" role="status">
        {t.results.summary(results.length - failed.length, results.length)}
      </p>
      <ScopeList items={rows} />
      <InlineError error={prune.error} />
    </Dialog>
  )
}
